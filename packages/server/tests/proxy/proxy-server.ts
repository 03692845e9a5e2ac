// What the Proxy tests share: a server with a service, numbers in its pool, and chat channels.
import { createOwnNumber, receiveMessage } from '#delivery/delivery.ts';
import { newSid } from '#kernel/sid.ts';
import { flexProxyHooks } from '#products/flex/proxy-hooks.ts';
import { receiveThroughSession } from '#products/proxy/proxy.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { sdkClient } from '../support/clients.ts';
import type { DatabaseKind } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

type Client = ReturnType<typeof sdkClient>;

/** A refusal as the SDK throws it. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly details?: Record<string, unknown>;
}

let nextNumber = 5_550_100;

/** A server under test with what Proxy needs around it. */
export class ProxyServer {
  readonly server: TestServer;
  readonly client: Client;
  readonly stop: () => Promise<void>;

  constructor(server: TestServer, stop: () => Promise<void>) {
    this.server = server;
    this.client = sdkClient(server.url, server.account);
    this.stop = stop;
  }

  static async start(kind: DatabaseKind): Promise<ProxyServer> {
    const database = await kind.create();
    const server = await startServer(database.url);
    return new ProxyServer(server, async () => {
      await server.stop();
      await database.dispose();
    });
  }

  get accountSid(): string {
    return this.server.account.sid;
  }

  get context() {
    return this.server.context;
  }

  /** A number nobody has, in the given area of North America. */
  freshNumber(area = 415): string {
    nextNumber += 1;
    return `+1${area}${nextNumber}`;
  }

  /** A number of the account, in no pool yet. */
  async ownNumber(
    phoneNumber = this.freshNumber(),
    accountSid = this.accountSid,
  ): Promise<{ sid: string; phoneNumber: string }> {
    const row = await this.context.database.transaction((tx) =>
      createOwnNumber(tx, { accountSid, phoneNumber }),
    );
    return { sid: row.sid, phoneNumber };
  }

  /** A service with numbers in its pool. */
  async service(
    numbers: readonly string[] = [],
    settings: Record<string, unknown> = {},
  ): Promise<{ sid: string; api: ReturnType<Client['proxy']['v1']['services']> }> {
    const service = await this.client.proxy.v1.services.create({ uniqueName: newSid('un'), ...settings });
    const api = this.client.proxy.v1.services(service.sid);
    for (const phoneNumber of numbers) {
      const { sid } = await this.ownNumber(phoneNumber);
      await api.phoneNumbers.create({ sid });
    }
    return { sid: service.sid, api };
  }

  /** A chat channel. */
  async channel(): Promise<{ sid: string; serviceSid: string }> {
    const service = await this.client.chat.v2.services.create({ friendlyName: 'Chat' });
    const channel = await this.client.chat.v2.services(service.sid).channels.create();
    return { sid: channel.sid, serviceSid: service.sid };
  }

  /** A chat channel of Flex: its customer has an identity, its flow an address. */
  async flexChannel(contactIdentity: string, identity: string): Promise<{ sid: string; serviceSid: string }> {
    const channel = await this.channel();
    const flowSid = newSid('FO');
    const common = { account_sid: this.accountSid, date_created: 0, date_updated: 0 };
    await this.context.database.transaction(async (tx) => {
      await tx.db
        .insertInto('flex_flows')
        .values({
          ...common,
          sid: flowSid,
          friendly_name: 'Flow',
          chat_service_sid: channel.serviceSid,
          channel_type: 'sms',
          contact_identity: contactIdentity,
          enabled: 0,
          integration_type: 'external',
          integration: '{}',
          long_lived: 0,
          janitor_enabled: 0,
        })
        .execute();
      await tx.db
        .insertInto('flex_channels')
        .values({
          ...common,
          sid: channel.sid,
          flex_flow_sid: flowSid,
          service_sid: channel.serviceSid,
          identity,
          user_sid: null,
          target: null,
          status: 'ACTIVE',
          task_sid: null,
          task_attributes: '{}',
          customer_name: identity,
        })
        .execute();
    });
    return channel;
  }

  /** Somebody writes in a chat channel. */
  async post(channel: { sid: string; serviceSid: string }, from: string, body: string): Promise<string> {
    const messages = this.client.chat.v2.services(channel.serviceSid).channels(channel.sid).messages;
    const { sid } = await messages.create({ from, body });
    await this.server.settled();
    return sid;
  }

  /** A text comes in from a carrier. */
  async receive(from: string, to: string, body: string): Promise<CarrierMessageRow> {
    const { message } = await this.context.database.transaction((tx) =>
      receiveMessage(
        tx,
        { accountSid: this.accountSid, connector: 'test', carrierMessageId: newSid('tx'), from, to, body },
        { handlers: [receiveThroughSession(flexProxyHooks)] },
      ),
    );
    await this.server.settled();
    return message;
  }

  /** Texts on their way to an address, the first one first. */
  textsTo(address: string): Promise<CarrierMessageRow[]> {
    return this.context.database.read
      .selectFrom('carrier_messages')
      .selectAll()
      .where('account_sid', '=', this.accountSid)
      .where('to_address', '=', address)
      .where('direction', '<>', 'inbound')
      .orderBy('sid')
      .execute();
  }

  /** What was not carried on as it should have been, the first one first. */
  async warnings(): Promise<{ code: number; from: string; to: string; sessionSid: string | null }[]> {
    const events = await this.context.database.read
      .selectFrom('events')
      .select('data')
      .where('account_sid', '=', this.accountSid)
      .where('type', '=', 'proxy.warning')
      .orderBy('id')
      .execute();
    return events.map(({ data }) => JSON.parse(data));
  }

  /** Codes of the warnings about texts from this address. */
  async codesFrom(from: string): Promise<number[]> {
    return (await this.warnings()).filter((warning) => warning.from === from).map(({ code }) => code);
  }

  /** A direct request, for answers the SDK would reshape. */
  async request(method: string, path: string, form: Record<string, string | string[]> = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form)) {
      for (const item of Array.isArray(value) ? value : [value]) body.append(name, item);
    }
    const answer = await fetch(`${this.server.url}/proxy/v1${path}`, {
      method,
      headers: { authorization: `Basic ${btoa(`${this.accountSid}:${this.server.account.token}`)}` },
      ...(method === 'POST' ? { body } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}

/** The refusal a call ends in; throws when it succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error as Refusal,
  );
  if (outcome === null) throw new Error('the call was not refused');
  return outcome;
}
