// An action from end to end, and how one that comes twice is done once.
import { createHash } from 'node:crypto';
import { NoResultError } from 'kysely';
import { REPLAY_MS, storeAnswers } from '#http/idempotency.ts';
import { apiError } from '#kernel/errors.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import {
  actFor,
  beforeAction,
  clientOrigin,
  type HookedAction,
  type Modification,
  type NewMessage,
  performForClient,
} from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';

/** The same request was done before; what it did is kept. */
class AlreadyDone extends Error {}

/** The row under which the result of a request is kept; each user has names of his own. */
function keyOf({ service, identity }: ClientViewer, mutationId: string): string {
  const name = createHash('sha256').update(`${service.sid} ${identity} ${mutationId}`).digest('base64url');
  return `client:${name}`;
}

/** Keeps the results of requests with what they did, unless another request of such a name was faster. */
export async function keepResults(
  tx: Transaction,
  results: readonly { readonly viewer: ClientViewer; readonly result: unknown }[],
): Promise<void> {
  const answers = results.flatMap(({ viewer, result }) => {
    const { service, mutationId } = viewer;
    if (mutationId === null) return [];
    const body = JSON.stringify(result ?? null);
    return [
      { accountSid: service.account_sid, key: keyOf(viewer, mutationId), fingerprint: '', status: 200, body },
    ];
  });
  if (!(await storeAnswers(tx, answers))) throw new AlreadyDone('the request has been done before');
}

async function keptResult(database: Database, viewer: ClientViewer, now: number): Promise<string | null> {
  if (viewer.mutationId === null) return null;
  const row = await database.read
    .selectFrom('idempotent_answers')
    .select('body')
    .where('account_sid', '=', viewer.service.account_sid)
    .where('idempotency_key', '=', keyOf(viewer, viewer.mutationId))
    .where('date_created', '>', now - REPLAY_MS)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** A row that was there when it was asked for may be gone when it is changed. */
function refusalOf(error: unknown): unknown {
  return error instanceof NoResultError ? apiError(20404) : error;
}

/**
 * Performs what a client wants as soon as his service's pre-event webhooks agree, in his name. `work` is given the
 * content they made of it.
 */
export async function perform<Result>(
  clients: ClientContext,
  viewer: ClientViewer,
  action: HookedAction,
  work: (tx: Transaction, change: Modification) => Promise<Result>,
): Promise<Result> {
  try {
    return await performForClient(clients, viewer, action, async (tx, change) => {
      const result = await work(tx, change);
      await keepResults(tx, [{ viewer, result }]);
      return result;
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Posts a message in the same way, in a commit shared with others that are posted at the same time. */
export async function performPost(
  clients: ClientContext,
  viewer: ClientViewer,
  action: HookedAction,
  post: (change: Modification) => NewMessage,
): Promise<MessageRow> {
  const change = await beforeAction(clients, viewer, action);
  return clients.poster.post({ ...post(change), origin: clientOrigin(viewer.identity) }, viewer);
}

/** Performs what no webhook is asked about. */
export async function performUnasked<Result>(
  { database }: ClientContext,
  viewer: ClientViewer,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await database.transaction(async (tx) => {
      actFor(tx, clientOrigin(viewer.identity));
      const result = await work(tx);
      await keepResults(tx, [{ viewer, result }]);
      return result;
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

/**
 * Runs an action of a request that has a name (`X-Twilio-Mutation-Id`): one that was done before is not done again,
 * and has the result it had, for a day. A request that was refused is tried again.
 */
export async function onceOnly<Result>(
  { database, clock }: ClientContext,
  viewer: ClientViewer,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const kept = await keptResult(database, viewer, clock.now());
    if (kept === null) throw error;
    return JSON.parse(kept) as Result;
  }
}
