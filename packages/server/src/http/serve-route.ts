// Runs one call of a route: input -> operation -> presenter -> answer.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import { notFound } from '#kernel/errors.ts';
import type { Database } from '#storage/database.ts';
import { originOf, prefixOf } from './addresses.ts';
import type { Caller } from './authentication.ts';
import { decodeForm, type RawInput } from './form-body.ts';
import { answerOnce, fingerprintOf, idempotencyKey } from './idempotency.ts';
import { presentList } from './list-answer.ts';
import type { Call, ListOperation, ReadOperation, WriteOperation } from './operations.ts';
import { fetchPage, readPageRequest } from './paging.ts';
import { readInput } from './parameters.ts';
import type { Route } from './resource.ts';

/** A request whose caller is known and whose body is decoded. */
export interface ApiRequest extends FastifyRequest {
  caller?: Caller;
}

/** What serving a call needs of the server. */
export interface ServeContext {
  readonly database: Database;
  readonly clock: Clock;
}

function queryOf(request: FastifyRequest): RawInput {
  const mark = request.url.indexOf('?');
  return mark === -1 ? {} : decodeForm(request.url.slice(mark + 1));
}

/** The version an `If-Match` header names; null where any will do. */
export function unquoted(etag: string | undefined): string | null {
  if (etag === undefined || etag === '*') return null;
  return etag.replace(/^(W\/)?"(.*)"$/, '$2');
}

function callOf(request: ApiRequest, context: ServeContext, input: unknown): Call {
  return {
    accountSid: request.caller!.accountSid,
    person: request.caller!.person ?? null,
    params: request.params as Record<string, string>,
    input,
    base: originOf(request.protocol, request.host) + prefixOf(request.raw),
    now: context.clock.now(),
    isWebhookEnabled: request.headers['x-twilio-webhook-enabled'] === 'true',
    ifMatch: unquoted(request.headers['if-match']),
  };
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0]!;
  return path.slice(path.indexOf('/', 1)).replace(/^\/(v\d|2010-04-01)/, '');
}

/** Nothing has such a name, and PostgreSQL does not even take the question. */
function refuseNulInPath(request: ApiRequest): void {
  const values = Object.values(request.params as Record<string, string>);
  if (values.some((value) => value.includes('\0'))) throw notFound(pathOf(request));
}

async function serveRead(
  operation: ReadOperation<unknown>,
  route: Route,
  request: ApiRequest,
  reply: FastifyReply,
  context: ServeContext,
) {
  const call = callOf(request, context, readInput(operation.input, queryOf(request)));
  const row = await operation.run(context.database.read, call);
  if (row === undefined) throw notFound(pathOf(request));
  if (route.etag !== undefined) reply.header('ETag', `"${route.etag(row as never)}"`);
  return route.present(row as never, call);
}

async function serveList(
  operation: ListOperation<unknown>,
  route: Route,
  request: ApiRequest,
  context: ServeContext,
) {
  const input = queryOf(request);
  const page = readPageRequest(input);
  const call = callOf(request, context, readInput(operation.input, input));
  const query = await operation.query(context.database.read, call);
  const order = operation.order(call);
  const found = await fetchPage(query, order, page);
  const rows = (await operation.complete?.(context.database.read, call, found.rows)) ?? found.rows;
  const items = rows.map((row) => route.present(row as never, call));
  return presentList(route, { base: call.base, url: request.url, input }, page, found, order, items);
}

async function serveWrite(
  operation: WriteOperation<unknown>,
  route: Route,
  request: ApiRequest,
  reply: FastifyReply,
  context: ServeContext,
) {
  const hasBody = request.method === 'POST' || request.method === 'PUT';
  const body = hasBody ? ((request.body ?? {}) as RawInput) : queryOf(request);
  const call = callOf(request, context, readInput(operation.input, body));
  reply.code(route.status);
  const key = idempotencyKey(request.headers);
  if (key !== null) {
    const { answer, isReplay } = await answerOnce(
      context.database,
      {
        accountSid: call.accountSid,
        key,
        fingerprint: fingerprintOf(request.method, request.url, JSON.stringify(body)),
      },
      async (tx) => {
        const row = await operation.run(tx, call);
        return {
          status: operation.statusOf?.(row) ?? route.status,
          body: row === null ? null : JSON.stringify(route.present(row as never, call)),
        };
      },
    );
    if (isReplay) reply.header('Idempotency-Replayed', 'true');
    reply.code(answer.status);
    return answer.body === null
      ? null
      : reply.type('application/json; charset=utf-8').serializer(String).send(answer.body);
  }
  const row =
    operation.runGrouped === undefined
      ? await context.database.transaction((tx) => operation.run(tx, call))
      : await operation.runGrouped(call);
  if (row === null) return null;
  const status = operation.statusOf?.(row);
  if (status !== undefined) reply.code(status);
  if (route.etag !== undefined) reply.header('ETag', `"${route.etag(row as never)}"`);
  return route.present(row as never, call);
}

/** Serves one call; what it returns is the JSON of the answer, null an empty one. */
export async function serveRoute(
  route: Route,
  request: ApiRequest,
  reply: FastifyReply,
  context: ServeContext,
): Promise<unknown> {
  const { operation } = route;
  refuseNulInPath(request);
  if (operation.kind === 'read') return serveRead(operation, route, request, reply, context);
  if (operation.kind === 'list') return serveList(operation, route, request, context);
  const answer = await serveWrite(operation, route, request, reply, context);
  if (answer === null) return reply.send();
  return answer;
}
