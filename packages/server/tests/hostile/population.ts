// An account with one object of every kind in it, made over HTTP, so that each route has something to be aimed at.
import type { Context } from '#server/context.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';
import { makeChat } from './population/chat.ts';
import { makeColleague } from './population/colleague.ts';
import { makeContent } from './population/content.ts';
import { makeConversationConfiguration } from './population/conversation-configuration.ts';
import { makeConversations } from './population/conversations.ts';
import { makeDeskData } from './population/desk-data.ts';
import { makeFlex } from './population/flex.ts';
import { makeInteractions } from './population/interactions.ts';
import { makeMessaging } from './population/messaging.ts';
import { makeOutbound } from './population/outbound.ts';
import { makeProxy } from './population/proxy.ts';
import { makeRepair } from './population/repairs.ts';
import { makeSync } from './population/sync.ts';
import { makeTaskRouter } from './population/taskrouter.ts';
import { shapeOf } from './shapes.ts';
import type { Form, Wire, WireAnswer } from './wire.ts';

/** The answer to a create, opened for the steps that build on it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the server makes of it
export type Made = any;

/** A text no other account may ever read; every text in a population holds it. */
export function secretOf(account: TestAccount): string {
  return `secret ${account.sid.slice(-12)}`;
}

/** Makes objects in one account and remembers one of each kind. */
export class Population {
  readonly wire: Wire;
  readonly account: TestAccount;
  /** Objects by a short name (`IS`, `CH`, `PN2`), for tables of requests. */
  readonly names = new Map<string, string>();
  /** One member of each collection, by the shape of its path. */
  readonly members = new Map<string, string>();
  /** What was sent to make it, by the same shape. */
  readonly forms = new Map<string, Form>();
  /** Tells the populations of one server apart. */
  readonly number: number;
  readonly #server: TestServer;

  constructor(server: TestServer, wire: Wire, account: TestAccount, number: number) {
    this.#server = server;
    this.wire = wire;
    this.account = account;
    this.number = number;
    this.members.set('/api/2010-04-01/Accounts', account.sid);
    this.names.set('AC', account.sid);
  }

  /** The server from inside, for what no request makes. */
  get context(): Context {
    return this.#server.context;
  }

  /** Waits until what was set off has come to rest. */
  settled(): Promise<void> {
    return this.#server.settled();
  }

  /** A text of this account that no other may read. */
  text(subject: string): string {
    return `${subject}, ${secretOf(this.account)}`;
  }

  /** A phone number that is this account's or its customers' only. */
  phone(index: number): string {
    return `+1415555${String(1_000 + this.number * 20 + index)}`;
  }

  /** A remembered object by its short name. */
  sid(name: string): string {
    const found = this.names.get(name);
    if (found === undefined) throw new Error(`the population has no ${name}`);
    return found;
  }

  /** Creates something and remembers it under the name and the shape of its path. */
  async make(name: string, path: string, form: Form): Promise<Made> {
    const answer = await this.wire.post(this.account, path, form);
    if (answer.status >= 300) throw new Error(`POST ${path} is answered ${answer.status} ${answer.text}`);
    this.names.set(name, answer.json.sid);
    const shape = shapeOf(path);
    if (!this.members.has(shape)) {
      this.members.set(shape, answer.json.sid);
      this.forms.set(shape, form);
    }
    return answer.json;
  }

  /** Remembers something that was made in another way, as a member of the collection at the path. */
  remember(name: string, path: string, sid: string): void {
    this.names.set(name, sid);
    this.members.set(shapeOf(path), sid);
  }

  /** Reads a list and remembers its first item. */
  async discover(name: string, path: string): Promise<Made> {
    const answer = await this.get(path);
    const items = Object.values(answer.json as object).find(Array.isArray) ?? [];
    if (items.length === 0) throw new Error(`GET ${path} lists nothing: ${answer.status} ${answer.text}`);
    this.names.set(name, items[0].sid);
    this.members.set(shapeOf(path), items[0].sid);
    return items[0];
  }

  get(path: string): Promise<WireAnswer> {
    return this.wire.send(this.account, { method: 'GET', path });
  }
}

/** Fills an account. `number` tells populations of one server apart. */
export async function populate(
  server: TestServer,
  wire: Wire,
  account: TestAccount,
  number: number,
): Promise<Population> {
  const population = new Population(server, wire, account, number);
  await makeChat(population);
  await makeMessaging(population);
  await makeContent(population);
  await makeConversationConfiguration(population);
  await makeConversations(population);
  await makeTaskRouter(population);
  await makeFlex(population);
  await makeInteractions(population);
  await makeColleague(population);
  await makeOutbound(population);
  await makeProxy(population);
  await makeSync(population);
  await makeRepair(population);
  await makeDeskData(population);
  await population.settled();
  await population.discover('WD', '/webhooks/v1/Deliveries');
  return population;
}
