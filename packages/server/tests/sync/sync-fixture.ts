// A server, and clients of Twilio's own `twilio-sync` package connected to it.
import { createRequire } from 'node:module';
import type { SyncClient } from 'twilio-sync';
import { manualClock } from '#kernel/clock.ts';
import type { Product } from '#server/product.ts';
import { accessToken, addKey, type TestKey } from '../realtime/token-fixture.ts';
import type { DatabaseKind, TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const require = createRequire(import.meta.url);
const sdk = require('twilio-sync') as typeof import('twilio-sync');

/** What a client may ask for beside a connection. */
export interface ClientWish {
  readonly identity?: string;
  /** Seconds. */
  readonly ttl?: number;
  readonly serviceSid?: string;
  readonly token?: string;
  /** What the client says it is; `data_sync` when nothing is said. */
  readonly productId?: string;
  /** Port of a relay, or of another server, to go through. */
  readonly through?: number;
}

/** A server with a key that signs tokens, and the clients that were connected to it. */
export class SyncDesk {
  server: TestServer;
  readonly key: TestKey;
  readonly #database: TestDatabase;
  readonly #clients: SyncClient[] = [];

  constructor(database: TestDatabase, server: TestServer, key: TestKey) {
    this.#database = database;
    this.server = server;
    this.key = key;
  }

  get databaseUrl(): string {
    return this.#database.url;
  }

  /** Address of the WebSocket. */
  get address(): string {
    return `${this.server.url.replace('http', 'ws')}/tsock/v3/wsconnect`;
  }

  token({ identity = 'ann', ttl = 3_600, serviceSid = 'default' }: ClientWish = {}): string {
    return accessToken({
      accountSid: this.server.account.sid,
      key: this.key,
      identity,
      ttl,
      syncServiceSid: serviceSid,
    });
  }

  /** A client that has not been waited for. */
  open(wish: ClientWish = {}): SyncClient {
    const client = new sdk.SyncClient(wish.token ?? this.token(wish), {
      Twilsock: {
        uri: wish.through === undefined ? this.address : this.address.replace(/:\d+/, `:${wish.through}`),
      },
      ...(wish.productId === undefined ? {} : { productId: wish.productId }),
      retryPolicy: { min: 10, max: 100, randomness: 0.2 },
    });
    this.#clients.push(client);
    return client;
  }

  /** A client that is connected. */
  async connect(wish: ClientWish = {}): Promise<SyncClient> {
    const client = this.open(wish);
    await until(client, 'connectionStateChanged', (state) => state === 'connected');
    return client;
  }

  /** Stops the server and starts it again at the same address, on the same database and clock. */
  async restart(): Promise<void> {
    const { server } = this;
    await server.stop();
    const started = await startServer(
      this.#database.url,
      { port: Number(new URL(server.url).port) },
      server.clock,
    );
    this.server = { ...started, account: server.account };
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.shutdown()));
    await this.server.stop();
    await this.#database.dispose();
  }
}

/** Starts a server for clients of Sync. Tokens are minted by the wall clock, so the server starts at its time. */
export async function openSync(
  create: DatabaseKind['create'],
  guests: readonly Product[] = [],
): Promise<SyncDesk> {
  const database = await create();
  const server = await startServer(database.url, {}, manualClock(Date.now()), guests);
  return new SyncDesk(database, server, await addKey(server, server.account));
}

/** Something that emits events: a client, or one of its objects. */
interface Emitter {
  on(event: string, listener: (argument: never) => void): unknown;
}

/** Resolves with the first event that satisfies the condition. */
export function until<Told>(
  emitter: Emitter,
  event: string,
  isIt: (told: Told) => boolean = () => true,
): Promise<Told> {
  return new Promise((resolve) => {
    emitter.on(event, (told: never) => {
      if (isIt(told)) resolve(told);
    });
  });
}

/** Where the package keeps the state of an object. */
const PARTS = ['syncDocumentImpl', 'syncListImpl', 'syncMapImpl'] as const;

/** Resolves when an object hears of changes made by others. */
export async function subscribed(object: Emitter): Promise<void> {
  const parts = object as unknown as Record<string, { subscriptionState?: string } | undefined>;
  if (PARTS.some((part) => parts[part]?.subscriptionState === 'established')) return;
  await until(object, '_subscriptionStateChanged', (state) => state === 'established');
}

/** Everything an object tells, in order. */
export function heard(
  object: Emitter,
  events: readonly string[],
): { readonly name: string; readonly told: never }[] {
  const all: { name: string; told: never }[] = [];
  for (const name of events) object.on(name, (told) => all.push({ name, told }));
  return all;
}
