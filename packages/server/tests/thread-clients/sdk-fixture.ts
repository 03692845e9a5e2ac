// A server with a chat service, and clients of the unmodified browser SDKs connected to it.
import { createRequire } from 'node:module';
import type { Twilio } from 'twilio';
import { expect, vi } from 'vitest';
import type { Config } from '#config/config.ts';
import { type ManualClock, manualClock } from '#kernel/clock.ts';
import { accessToken, addKey, type TestKey } from '../realtime/token-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import type { DatabaseKind, TestDatabase } from '../support/databases.ts';
import { startServer, type TestAccount, type TestServer } from '../support/start-server.ts';
import { GENERATIONS, type Generation } from './generations.ts';
import { LiveClient, type LiveThread, type Raw } from './live-client.ts';

const require = createRequire(import.meta.url);

/** The manual clock moves only when a test says so, while tokens are minted by the wall clock. */
const DAY_SECONDS = 24 * 3_600;

/** What a client may ask for beside a connection. */
export interface ClientWish {
  readonly generation?: Generation;
  readonly token?: string;
  /** Port of a relay, or of another server, to go through. */
  readonly through?: number;
}

/** What a token may say beside who its bearer is. */
export interface TokenWish {
  /** Seconds. */
  readonly ttl?: number;
  readonly serviceSid?: string;
  readonly key?: TestKey;
  readonly account?: TestAccount;
  /** The package that mints it. */
  readonly mint?: string;
}

/** Resolves when a client has read everything it begins with. */
async function ready({ raw, generation }: LiveClient): Promise<void> {
  if (generation.module === 'twilio-chat3') {
    await raw.initialize();
    // Its own list of threads comes a little later than it says it is ready.
    await raw.channels.syncListRead.promise;
    return;
  }
  await new Promise<void>((resolve, reject) => {
    raw.on('stateChanged', (state: string) => {
      if (state === 'initialized') resolve();
      else reject(new Error(`the client is ${state}`));
    });
  });
}

/** A server, the REST client of its account, and the browser clients that were connected to it. */
export class ClientDesk {
  server: TestServer;
  readonly key: TestKey;
  /** The service clients are given tokens for. */
  readonly serviceSid: string;
  readonly #database: TestDatabase;
  readonly #overrides: Partial<Config>;
  readonly #clients: Raw[] = [];

  constructor(
    database: TestDatabase,
    server: TestServer,
    key: TestKey,
    serviceSid: string,
    overrides: Partial<Config>,
  ) {
    this.#database = database;
    this.server = server;
    this.key = key;
    this.serviceSid = serviceSid;
    this.#overrides = overrides;
  }

  get databaseUrl(): string {
    return this.#database.url;
  }

  get port(): number {
    return Number(new URL(this.server.url).port);
  }

  /** The account's own client, for what programs do. */
  get rest(): Twilio {
    return sdkClient(this.server.url, this.server.account);
  }

  /** The service, as programs change it. */
  get service() {
    return this.rest.chat.v2.services(this.serviceSid);
  }

  token(identity: string, wish: TokenWish = {}): string {
    return accessToken(
      {
        accountSid: (wish.account ?? this.server.account).sid,
        key: wish.key ?? this.key,
        identity,
        ttl: wish.ttl ?? DAY_SECONDS,
        chatServiceSid: wish.serviceSid ?? this.serviceSid,
      },
      wish.mint,
    );
  }

  /** The options that lead a package to the server, or to a port in front of it. */
  options(through = this.port): object {
    const base = `http://127.0.0.1:${through}`;
    return {
      Twilsock: { uri: `ws://127.0.0.1:${through}/tsock/v3/wsconnect` },
      apiUri: `${base}/aim`,
      cdsUri: `${base}/cds`,
      retryPolicy: { min: 10, max: 100, randomness: 0.2 },
      // Counts and horizons are read again and again in tests; the packages would wait seconds between two times.
      httpCacheIntervalOverride: 'PT0S',
      consumptionReportIntervalOverride: 'PT0S',
      backoffConfigOverride: { min: 10, max: 200, maxAttemptsCount: 40 },
    };
  }

  /** A client that has not been waited for. */
  open(identity: string, { generation = GENERATIONS[0]!, token, through }: ClientWish = {}): LiveClient {
    const { Client } = require(generation.module) as Raw;
    const raw = new Client(token ?? this.token(identity), this.options(through));
    this.#clients.push(raw);
    return new LiveClient(generation, identity, raw);
  }

  /** A client that is ready for use; rejects when it cannot become so. */
  async connect(identity: string, wish: ClientWish = {}): Promise<LiveClient> {
    const client = this.open(identity, wish);
    await ready(client);
    return client;
  }

  /** Stops the server and starts it again at the same address, on the same database and clock. */
  async restart(): Promise<void> {
    const { server, port } = this;
    await server.stop();
    const started = await startServer(
      this.#database.url,
      { ...this.#overrides, port },
      server.clock as ManualClock,
    );
    this.server = { ...started, account: server.account };
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.shutdown()));
    await this.server.stop();
    await this.#database.dispose();
  }
}

/** Starts a server for browser clients. Tokens are minted by the wall clock, so the server starts at its time. */
export async function openDesk(
  create: DatabaseKind['create'],
  overrides: Partial<Config> = {},
): Promise<ClientDesk> {
  const database = await create();
  const server = await startServer(database.url, overrides, manualClock(Date.now()));
  const key = await addKey(server, server.account);
  const service = await sdkClient(server.url, server.account).chat.v2.services.create({
    friendlyName: 'Contact centre',
  });
  return new ClientDesk(database, server, key, service.sid, overrides);
}

/** A new thread two clients are in, as each of them sees it; both know each other and hear what happens there. */
export async function sharedThread(ann: LiveClient, bob: LiveClient): Promise<[LiveThread, LiveThread]> {
  const mine = await ann.createThread({ friendlyName: `${ann.identity} and ${bob.identity}` });
  await mine.raw.join();
  const joined = bob.until('threadJoined', ({ raw }) => raw.sid === mine.sid);
  await mine.raw.add(bob.identity);
  await joined;
  const theirs = await bob.thread(mine.sid);
  await Promise.all([mine.messages(), theirs.messages()]);
  const both = [ann.identity, bob.identity].sort();
  for (const thread of [mine, theirs]) {
    await vi.waitFor(async () => expect(await thread.identities()).toEqual(both));
  }
  return [mine, theirs];
}
