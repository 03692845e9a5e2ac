// How long messages, typing and read state take from a client of one process to a client of another one.
import { setTimeout as sleep } from 'node:timers/promises';
import { readPacket } from '../../packages/server/src/realtime/twilsock/codec.ts';
import { FailedCheck } from '../failed-check.ts';
import { arrive } from '../routing/arrivals.ts';
import { seededRandom } from '../routing/random.ts';
import type { Store } from '../routing/stores.ts';
import { newCredentials, startParley } from '../server.ts';
import { percentileOf } from '../statistics.ts';
import type { Delays } from './audience.ts';
import { bodyOf, type Conversation, identityOf, openService } from './conversation.ts';
import { Refused, type TunnelRequest, TwilsockClient } from './twilsock-client.ts';

/** Of both clients together. */
export const MESSAGES_A_SECOND = 200;
/** Of both clients together, each. */
export const TYPING_A_SECOND = 20;
export const READS_A_SECOND = 20;

/** The p99 of a few hundred messages would be the delay of four. */
const LEAST_SECONDS = 10;
const WARM_UP_SECONDS = 10;
const WARM_UP_SHARE = 0.5;
/** Messages there are before anything is read. */
const READ_AHEAD = 50;
const PATIENCE_MS = 10_000;
const LOOK_MS = 10;
const TOO_MANY = 429;
const NUMBER = /bench-(\d+)/;

/** What crosses. */
export const CROSSINGS = { messages: 'messages', typing: 'typing', reads: 'read state' } as const;

export type CrossingKind = keyof typeof CROSSINGS;

/** One kind of what crosses, both ways together. */
export interface CrossingCell extends Delays {
  readonly kind: CrossingKind;
  readonly sent: number;
  /** Requests refused because too many of the client were under way: the server did not keep up. */
  readonly refused: number;
}

/** What is on its way from one client to the other, by a number that grows. */
class Way {
  readonly delays: number[] = [];
  readonly #pending = new Map<number, number>();
  sent = 0;
  refused = 0;

  /** Forgets what was measured. */
  begin(): void {
    this.delays.length = 0;
    this.sent = 0;
    this.refused = 0;
  }

  refuse(number: number): void {
    this.refused += 1;
    this.#pending.delete(number);
  }

  send(number: number): void {
    this.sent += 1;
    this.#pending.set(number, performance.now());
  }

  get pending(): number {
    return this.#pending.size;
  }

  heard(number: number): void {
    this.#end(number, performance.now());
  }

  /** State that was overtaken by what is heard now need not be told. */
  heardUpTo(number: number): void {
    const now = performance.now();
    for (const one of this.#pending.keys()) if (one <= number) this.#end(one, now);
  }

  #end(number: number, now: number): void {
    const sentAt = this.#pending.get(number);
    if (sentAt === undefined) return;
    this.delays.push(now - sentAt);
    this.#pending.delete(number);
  }
}

type Ways = Readonly<Record<CrossingKind, Way>>;

/** A client, what it sends, and what it hears of the other. */
class Side {
  readonly client: TwilsockClient;
  readonly out: Ways = { messages: new Way(), typing: new Way(), reads: new Way() };
  readonly #conversation: Conversation;
  #messages = 0;
  #reads = 0;
  #typings = 0;
  /** Of two requests under way at once the later may be carried out first. */
  #reading: Promise<void> = Promise.resolve();

  constructor(client: TwilsockClient, conversation: Conversation) {
    this.client = client;
    this.#conversation = conversation;
  }

  async message(): Promise<void> {
    const number = this.#messages++;
    const path = `/Client/v2/Conversations/${this.#conversation.sid}/Messages`;
    await this.#ask('messages', number, { method: 'POST', path, body: { body: bodyOf(number) } });
  }

  async typing(): Promise<void> {
    const body = { ChannelSid: this.#conversation.sid };
    await this.#ask('typing', this.#typings++, { method: 'POST', path: '/Client/v2/Typing', body });
  }

  /** Moves the read horizon on by one message. */
  read(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      const number = this.#reads++;
      const path = `/Client/v2/MyConversations/${this.#conversation.sid}`;
      await this.#ask('reads', number, { method: 'POST', path, body: { last_read_message_index: number } });
    });
    return this.#reading;
  }

  async #ask(kind: CrossingKind, number: number, request: TunnelRequest): Promise<void> {
    this.out[kind].send(number);
    try {
      await this.client.request(request);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== TOO_MANY) throw error;
      this.out[kind].refuse(number);
    }
  }

  /** Hears of what the other, who has this identity, sends. */
  hearOf(other: Side, identity: string): void {
    this.client.heard = (frame) => {
      const packet = readPacket(frame);
      if (packet === null || packet.payload.length === 0) return;
      const told = JSON.parse(packet.payload.toString('utf8'));
      if (packet.header['message_type'] === 'twilio.ipmsg.typing_indicator') {
        if (told.identity === identity) other.out.typing.heardUpTo(Number.POSITIVE_INFINITY);
        return;
      }
      for (const { item_data: data } of told.events ?? []) {
        if (data?.author === identity) other.out.messages.heard(Number(NUMBER.exec(data.text)?.[1]));
        else if (data?.identity === identity) other.out.reads.heardUpTo(data.lastConsumedMessageIndex ?? -1);
      }
    };
  }
}

async function load(sides: readonly Side[], seconds: number, share: number): Promise<void> {
  const rates = [
    { rate: MESSAGES_A_SECOND, act: (side: Side) => side.message() },
    { rate: TYPING_A_SECOND, act: (side: Side) => side.typing() },
    { rate: READS_A_SECOND, act: (side: Side) => side.read() },
  ];
  const flows = sides.flatMap((side, number) =>
    rates.map(({ rate, act }, which) =>
      arrive((share * rate) / sides.length, seconds, seededRandom(10 * number + which + 1), () => act(side)),
    ),
  );
  await Promise.all(flows);
  const pending = () => sides.some(({ out }) => Object.values(out).some((way) => way.pending > 0));
  const deadline = performance.now() + PATIENCE_MS;
  while (pending() && performance.now() < deadline) await sleep(LOOK_MS);
  for (const { out } of sides) {
    for (const [kind, way] of Object.entries(out)) {
      if (way.pending > 0) throw new FailedCheck(`${way.pending} of ${way.sent} ${kind} never crossed`);
    }
  }
}

/** Lets two clients of two processes on one database talk to each other, for ten seconds or longer. */
export async function measureCrossing(
  store: Store,
  seconds: number,
  folder: string,
  running: AsyncDisposableStack,
): Promise<CrossingCell[]> {
  await using own = running.use(new AsyncDisposableStack());
  const databaseUrl = await store.create();
  own.defer(() => store.remove(databaseUrl));
  const credentials = newCredentials();
  const servers = [
    await startParley(own, databaseUrl, folder, credentials),
    await startParley(own, databaseUrl, folder, credentials),
  ];
  const conversation = await openService(servers[0]!.url, credentials, 2);
  own.defer(() => conversation.rest.close());
  // Nobody can have read what has not been written.
  for (let number = 0; number < READ_AHEAD; number += 1) await conversation.post(number);
  const sides = await Promise.all(
    servers.map(async ({ url }, number) => {
      const client = await TwilsockClient.open(url, conversation.mint(identityOf(number)));
      own.defer(() => client.close());
      await client.subscribe([
        { sid: conversation.listSid, kind: 'list' },
        { sid: `MP${conversation.sid.slice(2)}`, kind: 'map' },
      ]);
      return new Side(client, conversation);
    }),
  );
  const [first, second] = sides as [Side, Side];
  first.hearOf(second, identityOf(1));
  second.hearOf(first, identityOf(0));
  await load(sides, WARM_UP_SECONDS, WARM_UP_SHARE);
  // What the database does by itself in the first minute of tables that grow: plans made for empty ones go.
  await store.tidy(databaseUrl);
  for (const { out } of sides) for (const way of Object.values(out)) way.begin();
  await load(sides, Math.max(seconds, LEAST_SECONDS), 1);
  return (Object.keys(CROSSINGS) as CrossingKind[]).map((kind) => {
    const delays = sides.flatMap(({ out }) => out[kind].delays);
    const [p50Ms, p99Ms, mostMs] = [0.5, 0.99, 1].map((part) => percentileOf(delays, part));
    const refused = sides.reduce((sum, { out }) => sum + out[kind].refused, 0);
    return { kind, sent: delays.length, refused, p50Ms: p50Ms!, p99Ms: p99Ms!, mostMs: mostMs! };
  });
}
