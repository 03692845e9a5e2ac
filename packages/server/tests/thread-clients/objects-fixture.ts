// A server with a chat service, and clients that read its Sync objects frame by frame.
import type { Twilio } from 'twilio';
import { manualClock } from '#kernel/clock.ts';
import { accessToken, addKey, type TestKey } from '../realtime/token-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import type { DatabaseKind, TestDatabase } from '../support/databases.ts';
import { startServer, type TestAccount, type TestServer } from '../support/start-server.ts';
import { RawClient } from '../sync/raw-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
export type Json = any;
export type Kind = 'document' | 'list' | 'map';

const PATHS: Readonly<Record<Kind, string>> = { document: 'Documents', list: 'Lists', map: 'Maps' };

/** An event of an object as a client is told it. */
export interface Told {
  readonly id: number;
  readonly type: string;
  /** Index or key of the item. */
  readonly place: number | string | undefined;
  readonly data: Json;
}

/** A client of a user, speaking Sync. */
export class Reader {
  readonly raw: RawClient;
  #count = 0;

  constructor(raw: RawClient) {
    this.raw = raw;
  }

  get(path: string, params: Record<string, unknown> = {}) {
    return this.raw.request({ grant: 'ip_messaging', method: 'GET', path, params });
  }

  /** Asks for an object by its SID or unique name. */
  ask(kind: Kind, name: string, params: Record<string, unknown> = {}) {
    return this.get(`/v3/${PATHS[kind]}/${name}`, params);
  }

  /** An object that is there. */
  async open(kind: Kind, name: string, params: Record<string, unknown> = {}): Promise<Json> {
    const { status, body } = await this.ask(kind, name, params);
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** A page of items. */
  async page(kind: Kind, name: string, params: Record<string, unknown> = {}): Promise<Json> {
    return (await this.get(`/v3/${PATHS[kind]}/${name}/Items`, params)).body;
  }

  /** Asks to hear of an object behind an event and gives what the server says of that. */
  async subscribe(kind: Kind, sid: string, after: number | null): Promise<Json> {
    this.#count += 1;
    const correlation = this.#count;
    await this.raw.request({
      grant: 'ip_messaging',
      method: 'POST',
      path: '/v4/Subscriptions',
      body: {
        event_protocol_version: 4,
        action: 'establish',
        correlation_id: correlation,
        requests: [{ object_sid: sid, object_type: kind, last_event_id: after }],
      },
    });
    const { payload } = await this.raw.until(
      ({ payload }) => payload?.correlation_id === correlation && payload.event_type !== undefined,
    );
    return { type: payload.event_type, ...payload.events[0] };
  }

  /** Opens an object and hears of it from then on. */
  async follow(kind: Kind, name: string): Promise<Json> {
    const object = await this.open(kind, name);
    const outcome = await this.subscribe(kind, object.sid, object.last_event_id);
    if (outcome.type !== 'subscription_established') throw new Error(JSON.stringify(outcome));
    return object;
  }

  /** Everything told of an object so far. */
  told(sid: string): Told[] {
    return this.raw
      .events()
      .filter(({ correlation_id }) => correlation_id === undefined)
      .flatMap(({ event_type, events }: Json) => events.map((event: Json) => ({ event_type, event })))
      .filter(({ event }: Json) => sid === (event.document_sid ?? event.list_sid ?? event.map_sid))
      .map(({ event_type, event }: Json) => ({
        id: event.id,
        type: event_type,
        place: event.item_index ?? event.item_key,
        data: event.item_data ?? event.document_data,
      }));
  }

  /** Resolves with everything told of an object when that satisfies the condition. */
  async until(sid: string, isIt: (told: Told[]) => boolean): Promise<Told[]> {
    await this.raw.until(() => isIt(this.told(sid)));
    return this.told(sid);
  }

  close(): void {
    this.raw.socket.terminate();
  }
}

/** How a client differs from one of the room's account, service and server. */
interface ReaderWish {
  readonly serviceSid?: string;
  readonly url?: string;
  readonly account?: TestAccount;
  readonly key?: TestKey;
}

/** A server with one service of one account. */
export class Room {
  readonly server: TestServer;
  readonly account: TestAccount;
  readonly api: Twilio;
  readonly serviceSid: string;
  readonly key: TestKey;
  readonly database: TestDatabase;
  readonly #readers: Reader[] = [];

  constructor(server: TestServer, api: Twilio, serviceSid: string, key: TestKey, database: TestDatabase) {
    this.server = server;
    this.account = server.account;
    this.api = api;
    this.serviceSid = serviceSid;
    this.key = key;
    this.database = database;
  }

  get service() {
    return this.api.conversations.v1.services(this.serviceSid);
  }

  /** The service at another server of the same database. */
  serviceAt(url: string) {
    return sdkClient(url, this.account).conversations.v1.services(this.serviceSid);
  }

  get chat() {
    return this.api.chat.v2.services(this.serviceSid);
  }

  /** A client of a user, at this server or another one of the same database. */
  async reader(
    identity: string,
    { serviceSid = this.serviceSid, url = this.server.url, account, key }: ReaderWish = {},
  ): Promise<Reader> {
    const token = accessToken({
      accountSid: (account ?? this.account).sid,
      key: key ?? this.key,
      identity,
      ttl: 24 * 3_600,
      chatServiceSid: serviceSid,
    });
    const raw = await RawClient.open(`${url.replace('http', 'ws')}/tsock/v3/wsconnect`);
    await raw.init(token);
    const reader = new Reader(raw);
    this.#readers.push(reader);
    return reader;
  }

  /** A conversation with these users in it. */
  async conversation(...identities: string[]): Promise<string> {
    const { sid } = await this.service.conversations.create({ friendlyName: 'Talk' });
    for (const identity of identities)
      await this.service.conversations(sid).participants.create({ identity });
    return sid;
  }

  async post(conversation: string, body: string, author = 'system'): Promise<{ sid: string; index: number }> {
    const { sid, index } = await this.service.conversations(conversation).messages.create({ body, author });
    return { sid, index };
  }

  async userSid(identity: string): Promise<string> {
    return (await this.service.users(identity).fetch()).sid;
  }

  async close(): Promise<void> {
    for (const reader of this.#readers) reader.close();
    await this.server.stop();
    await this.database.dispose();
  }
}

/** Opens a room. Tokens are minted by the wall clock, so the server starts at its time. */
export async function openRoom(create: DatabaseKind['create']): Promise<Room> {
  const database = await create();
  const server = await startServer(database.url, {}, manualClock(Date.now()));
  const api = sdkClient(server.url, server.account);
  const { sid } = await api.chat.v2.services.create({ friendlyName: 'Room' });
  return new Room(server, api, sid, await addKey(server, server.account), database);
}
