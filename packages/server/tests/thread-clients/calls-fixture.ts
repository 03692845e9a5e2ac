// A server with a chat service, and the requests of clients as they are tunnelled, without an SDK in between.
import { createRequire } from 'node:module';
import { manualClock } from '#kernel/clock.ts';
import { addKey, type TestKey } from '../realtime/token-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import type { DatabaseKind, TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type RawAnswer, RawClient } from '../sync/raw-client.ts';

const require = createRequire(import.meta.url);
const DAY_SECONDS = 24 * 3_600;

/** What a caller may be beside an identity. */
export interface CallerWish {
  readonly serviceSid?: string;
  /** The role the token names for a new user. */
  readonly roleSid?: string;
  readonly generation?: 'v1' | 'v2' | 'v0';
  /** Another process of the same data. */
  readonly at?: TestServer;
}

/** One connected client that says what it wants in the API of its generation. */
export class Caller {
  readonly identity: string;
  readonly client: RawClient;
  readonly generation: string;

  constructor(identity: string, client: RawClient, generation: string) {
    this.identity = identity;
    this.client = client;
    this.generation = generation;
  }

  #ask(method: string, path: string, rest: object = {}): Promise<RawAnswer> {
    const [plain = '', query = ''] = path.split('?');
    const params = Object.fromEntries(query.split('&').flatMap((pair) => (pair ? [pair.split('=')] : [])));
    const full = plain.startsWith('/v1/') ? plain : `/Client/${this.generation}${plain}`;
    return this.client.request({ grant: 'ip_messaging', method, path: full, params, ...rest });
  }

  get(path: string): Promise<RawAnswer> {
    return this.#ask('GET', path);
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RawAnswer> {
    return this.#ask('POST', path, {
      body,
      ...(headers ? { headers: { 'Content-Type': 'application/json', ...headers } } : {}),
    });
  }

  delete(path: string): Promise<RawAnswer> {
    return this.#ask('DELETE', path);
  }

  /** Makes a thread and joins it; gives its SID. */
  async thread(wish: object = {}): Promise<string> {
    const { body } = await this.post('/Conversations', wish);
    await this.post(`/Conversations/${body.sid}/Participants`, { identity: this.identity });
    return body.sid;
  }

  /** Sends a message and gives it. */
  async send(threadSid: string, text: string): Promise<RawAnswer['body']> {
    return (await this.post(`/Conversations/${threadSid}/Messages`, { body: text })).body;
  }
}

/** A server, its service and the callers connected to it. */
export class CallDesk {
  readonly server: TestServer;
  readonly key: TestKey;
  readonly serviceSid: string;
  readonly database: TestDatabase;
  readonly #clients: RawClient[] = [];

  constructor(database: TestDatabase, server: TestServer, key: TestKey, serviceSid: string) {
    this.database = database;
    this.server = server;
    this.key = key;
    this.serviceSid = serviceSid;
  }

  get rest() {
    return sdkClient(this.server.url, this.server.account);
  }

  get service() {
    return this.rest.chat.v2.services(this.serviceSid);
  }

  token(identity: string, { serviceSid = this.serviceSid, roleSid }: CallerWish = {}): string {
    const { AccessToken } = require('twilio').jwt;
    const token = new AccessToken(this.server.account.sid, this.key.sid, this.key.secret, {
      identity,
      ttl: DAY_SECONDS,
    });
    token.addGrant(new AccessToken.ChatGrant({ serviceSid, deploymentRoleSid: roleSid }));
    return token.toJwt();
  }

  /** A connected client. */
  async caller(identity: string, wish: CallerWish = {}): Promise<Caller> {
    const { url } = wish.at ?? this.server;
    const client = await RawClient.open(`${url.replace('http', 'ws')}/tsock/v3/wsconnect`);
    this.#clients.push(client);
    await client.init(this.token(identity, wish));
    return new Caller(identity, client, wish.generation ?? 'v2');
  }

  /** A user of the service as REST shows him. */
  user(identity: string) {
    return this.service.users(identity).fetch();
  }

  async close(): Promise<void> {
    for (const { socket } of this.#clients) socket.terminate();
    await this.server.stop();
    await this.database.dispose();
  }
}

/** Starts a server for callers, at the time tokens are minted by. */
export async function openCalls(create: DatabaseKind['create']): Promise<CallDesk> {
  const database = await create();
  const server = await startServer(database.url, {}, manualClock(Date.now()));
  const key = await addKey(server, server.account);
  const { sid } = await sdkClient(server.url, server.account).chat.v2.services.create({
    friendlyName: 'Contact centre',
  });
  return new CallDesk(database, server, key, sid);
}
