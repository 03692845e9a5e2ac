// A contact centre for tests of the one call: the guides' numbers and workers, both generations, and counted rows.
import { freshNumber } from '../../conversations/conversation-fixture.ts';
import { useContactCentre } from '../../journey/use-contact-centre.ts';
import { CENTRE, CUSTOMER } from '../../journey/world.ts';
import type { databases } from '../../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../../support/handset.ts';

// biome-ignore lint/suspicious/noExplicitAny: the shape is what is being checked
export type Json = any;

/** An answer to a plain HTTP request. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

/** Everything a call could leave behind. */
const TABLES = [
  'outbound_conversations',
  'threads',
  'participants',
  'users',
  'messages',
  'tasks',
  'flex_channels',
  'flex_channel_tasks',
  'proxy_sessions',
  'proxy_participants',
  'flex_interactions',
  'flex_interaction_channels',
  'flex_interaction_invites',
  'flex_interaction_participants',
  'carrier_messages',
] as const;

/** What tests do in the contact centre. */
export function useOutbound(
  create: ReturnType<typeof databases>[number]['create'],
  options: Parameters<typeof useContactCentre>[1] = {},
) {
  const centre = useContactCentre(create, options);
  const outbound = {
    get server() {
      return centre.server;
    },
    get world() {
      return centre.world;
    },
    get client() {
      return centre.world.client;
    },
    settled: () => centre.server.settled(),
    /** A customer nobody has written to yet. */
    newCustomer: () => freshNumber(),

    /** Sends a form to the product. */
    async request(
      method: 'GET' | 'POST' | 'DELETE',
      path: string,
      form: Record<string, string> = {},
      headers: Record<string, string> = {},
    ): Promise<Answer> {
      const { url, account } = centre.server;
      const answer = await fetch(`${url}/outbound/v1${path}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`,
          ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...headers,
        },
        ...(method === 'POST' ? { body: new URLSearchParams(form).toString() } : {}),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers };
    },
    /** Sends JSON to the product. */
    async json(path: string, body: unknown): Promise<Answer> {
      const { url, account } = centre.server;
      const answer = await fetch(`${url}/outbound/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json(), headers: answer.headers };
    },
    /** The parameters of an ordinary call. */
    form: (change: Record<string, string> = {}): Record<string, string> => ({
      To: CUSTOMER,
      From: CENTRE,
      CustomerName: 'Jane',
      Body: 'Your order has arrived',
      // A flow says where its tasks go; here there is a second workflow to choose from.
      ...(change['Generation'] === 'legacy' ? {} : { 'Routing.WorkflowSid': centre.world.workflowSid }),
      ...change,
    }),
    /** Calls, with the parameters of an ordinary call unless said otherwise. */
    call: (change: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      outbound.request('POST', '/Conversations', outbound.form(change), headers),
    dryRun: (change: Record<string, string> = {}) => outbound.call({ DryRun: 'true', ...change }),

    /** A customer writes to an address of the centre. */
    async says(body: string, { from = CUSTOMER, to = CENTRE } = {}): Promise<void> {
      await answerFrom(centre.server, from, to, body);
      await centre.server.settled();
    },
    /** What the customer got from an address of the centre, oldest first. */
    async heard(from = CENTRE, phone = CUSTOMER): Promise<string[]> {
      await centre.server.settled();
      const messages = await messagesOnPhone(centre.server, phone, from);
      return messages.filter(({ direction }) => direction === 'incoming').map(({ body }) => body);
    },
    /** Agents take as many conversations as there are, so that tests of one centre do not meet. */
    async makeRoom(): Promise<void> {
      const { client, workspaceSid, workers } = centre.world;
      for (const { sid } of workers) {
        const channels = client.taskrouter.v1.workspaces(workspaceSid).workers(sid).workerChannels;
        await channels('sms').update({ capacity: 50 });
      }
    },
    tasks: () => centre.world.client.taskrouter.v1.workspaces(centre.world.workspaceSid).tasks,
    async taskAttributes(sid: string): Promise<Json> {
      return JSON.parse((await outbound.tasks()(sid).fetch()).attributes);
    },
    /** Names of the workers a task was offered to. */
    async offeredTo(sid: string): Promise<string[]> {
      await centre.server.settled();
      return (await outbound.tasks()(sid).reservations.list()).map(({ workerSid }) => workerSid);
    },
    /** An agent takes the task. */
    async accept(taskSid: string): Promise<void> {
      await centre.server.settled();
      const [pending] = await outbound.tasks()(taskSid).reservations.list({ reservationStatus: 'pending' });
      await outbound.tasks()(taskSid).reservations(pending!.sid).update({ reservationStatus: 'accepted' });
      await centre.server.settled();
    },
    chat: (sid: string) => centre.world.client.chat.v2.services(centre.world.chatServiceSid).channels(sid),
    conversation: (sid: string) => centre.world.client.conversations.v1.conversations(sid),
    async texts(conversationSid: string): Promise<string[]> {
      return (await outbound.conversation(conversationSid).messages.list()).map(({ body }) => body);
    },
    /** How many rows there are of everything a call makes. */
    async rows(): Promise<Record<string, number>> {
      const counts: Record<string, number> = {};
      for (const table of TABLES) {
        const { count } = await centre.server.context.database.read
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        counts[table] = Number(count);
      }
      return counts;
    },
  };
  return outbound;
}
