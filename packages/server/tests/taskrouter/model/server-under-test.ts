// The server the model is held against: reached through REST, stopped and started again on the same database.
import type { ManualClock } from '#kernel/clock.ts';
import { ApiError } from '#kernel/errors.ts';
import {
  cancelTransfer,
  initiateTransfer,
  type NewTransfer,
  type TransferPlace,
} from '#products/taskrouter/transfers/commands.ts';
import type { Transaction } from '#storage/database.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** What a request was answered with. */
export interface Answered {
  readonly status: number;
  readonly body: { readonly sid?: string; readonly [key: string]: unknown };
}

export class ServerUnderTest {
  #server: TestServer;
  readonly #databaseUrl: string;
  readonly #accountSid: string;
  readonly #authorization: string;
  readonly clock: ManualClock;

  private constructor(server: TestServer, databaseUrl: string) {
    this.#server = server;
    this.#databaseUrl = databaseUrl;
    this.clock = server.clock;
    this.#accountSid = server.account.sid;
    this.#authorization = `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`;
  }

  static async start(databaseUrl: string): Promise<ServerUnderTest> {
    return new ServerUnderTest(await startServer(databaseUrl), databaseUrl);
  }

  get database() {
    return this.#server.context.database;
  }

  async request(
    method: string,
    path: string,
    form: Readonly<Record<string, string>> = {},
  ): Promise<Answered> {
    const response = await fetch(`${this.#server.url}/taskrouter/v1/Workspaces${path}`, {
      method,
      headers: { authorization: this.#authorization },
      ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  /** Starts a transfer as the worker SDK does. */
  transfer(given: Omit<NewTransfer, 'accountSid'>): Promise<Answered> {
    return this.#command((tx) => initiateTransfer(tx, { accountSid: this.#accountSid, ...given }));
  }

  /** Takes a transfer back as the worker SDK does. */
  cancelTransfer(given: Omit<TransferPlace, 'accountSid'>): Promise<Answered> {
    return this.#command((tx) => cancelTransfer(tx, { accountSid: this.#accountSid, ...given }));
  }

  async #command(work: (tx: Transaction) => Promise<{ readonly sid: string }>): Promise<Answered> {
    try {
      const { sid } = await this.database.transaction(work);
      return { status: 200, body: { sid } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: { message: error.message } };
    }
  }

  snapshot(workspaceSid: string): Promise<Snapshot> {
    return readSnapshot(this.database.read, workspaceSid);
  }

  settled(): Promise<void> {
    return this.#server.settled();
  }

  /** Stops the server, lets time pass, and starts it again. */
  async restart(downtime: number): Promise<void> {
    await this.#server.stop();
    this.clock.advance(downtime);
    this.#server = await startServer(this.#databaseUrl, {}, this.clock);
    await this.#server.settled();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
