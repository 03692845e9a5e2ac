// Calls operations of a running server by their documented id and keeps account of what each answer got wrong.

import { checkAnswer } from '../support/openapi/answer-schema.ts';
import { findOperation, type Operation, type Product } from '../support/openapi/documents.ts';
import type { TestServer } from '../support/start-server.ts';
import { type Input, wireRequest } from './request.ts';
import { replayThroughSdk } from './sdk-replay.ts';

/** An answer's body, opened for scenarios that go on with what is in it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what is being checked
export type Answer = any;

/**
 * Performs an operation over raw HTTP, checks the answer against the documents and the official SDK, and gives its
 * body. `parameters` are those of the path (`AccountSid` is filled in), `input` by wire name. Deviations are kept;
 * only a refusal ends the scenario (`ScenarioStopped`).
 */
export type Call = (
  operationId: string,
  parameters?: Readonly<Record<string, string>>,
  input?: Input,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Where nobody listens: callbacks to it fail at once and never leave this machine. */
export const NOBODY = 'http://127.0.0.1:1';

/** A scenario cannot go on: the server refused what the next steps need. */
export class ScenarioStopped extends Error {}

/** What happened to one operation. */
export interface Account {
  calls: number;
  readonly problems: string[];
}

/** The operations called so far, on one server and one account of it. */
export class Conformance {
  readonly server: TestServer;
  readonly #accounts = new Map<Operation, Account>();

  constructor(server: TestServer) {
    this.server = server;
  }

  /** What happened to an operation; no calls when no scenario knows it. */
  accountOf(operation: Operation): Account {
    let account = this.#accounts.get(operation);
    if (account === undefined) {
      account = { calls: 0, problems: [] };
      this.#accounts.set(operation, account);
    }
    return account;
  }

  /** The calls of one product. */
  callerOf(product: Product): Call {
    return (operationId, parameters = {}, input = {}, headers = {}) =>
      this.#call(findOperation(product, operationId), parameters, input, headers);
  }

  /** Uploads a file to a chat service, outside the documented operations, and returns its SID. */
  async upload(serviceSid: string): Promise<string> {
    const { sid, token } = this.server.account;
    const answer = await fetch(`${this.server.url}/mcs/v1/Services/${serviceSid}/Media?Filename=a.txt`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}`, 'content-type': 'text/plain' },
      body: 'attached',
    });
    if (!answer.ok) throw new ScenarioStopped(`the upload is answered ${answer.status}`);
    return ((await answer.json()) as { sid: string }).sid;
  }

  async #call(
    operation: Operation,
    parameters: Readonly<Record<string, string>>,
    input: Input,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const account = this.accountOf(operation);
    const { sid, token } = this.server.account;
    const named: Record<string, string> = { AccountSid: sid, ...parameters };
    const request = wireRequest(operation, named, input);
    const answer = await fetch(this.server.url + request.url, {
      method: request.method,
      headers: {
        authorization: `Basic ${btoa(`${sid}:${token}`)}`,
        ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
        ...headers,
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await answer.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    account.calls += 1;
    const deviations = checkAnswer(operation, answer.status, body);
    account.problems.push(...deviations.map(({ path, message }) => `${path} ${message}`.trim()));
    if (!answer.ok) {
      throw new ScenarioStopped(`${operation.operationId} is answered ${answer.status} ${text}`);
    }
    const values = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => named[name!]!);
    const exchange = { operation, parameters: values, input, headers, request, status: answer.status, body };
    account.problems.push(...(await replayThroughSdk(exchange)));
    return body;
  }
}
