// A contact centre of the current generation: an account with numbers and a workspace whose agents answer customers.
import type { Twilio } from 'twilio';
import { type Desk, freshNumber, openDesk } from '../../conversations/conversation-fixture.ts';
import type { TestServer } from '../../support/start-server.ts';
import { makeWorkspace, type Workspace } from '../../taskrouter/workspace-fixture.ts';

/** What the answer of a create holds, opened for tests. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what is being checked
export type Json = any;

/** An interaction with the SIDs of what belongs to it. */
export interface Opened {
  readonly sid: string;
  readonly channelSid: string;
  readonly inviteSid: string;
  readonly threadSid: string;
  readonly taskSid: string;
  readonly customer: string;
}

/** An account with a workspace, in which tests do not meet those of others. */
export interface Centre extends Desk {
  readonly workspace: Workspace;
  readonly centreNumber: string;
  /** `Channel` and `Routing` of an SMS to a new customer, for whoever the workflow finds. */
  sms(change?: { channel?: object; routing?: object; customer?: string }): {
    channel: object;
    routing: object;
  };
  /** Opens an interaction by SMS. */
  open(change?: { channel?: object; routing?: object; customer?: string }): Promise<Opened>;
  channel(
    opened: Pick<Opened, 'sid' | 'channelSid'>,
  ): ReturnType<ReturnType<Twilio['flexApi']['v1']['interaction']>['channels']>;
  /** Accepts the pending reservation of a task; resolves when the agent is in the conversation. */
  accept(taskSid: string): Promise<string>;
  identitiesIn(threadSid: string): Promise<string[]>;
  stateOf(threadSid: string): Promise<string>;
}

/** Reads the SIDs out of an answer. */
export function openedFrom(interaction: Json, customer: string): Opened {
  const task = interaction.routing.properties;
  const attributes = JSON.parse(task.attributes);
  return {
    sid: interaction.sid,
    channelSid: interaction.channel.sid,
    inviteSid: attributes.flexChannelInviteSid,
    threadSid: attributes.conversationSid,
    taskSid: task.sid,
    customer,
  };
}

/** Opens a contact centre of its own on a server. */
export async function openCentre(server: TestServer): Promise<Centre> {
  const desk = await openDesk(server);
  const workspace = await makeWorkspace({ ...server, account: desk.account });
  const centreNumber = await desk.number();
  const { client } = desk;
  const sms: Centre['sms'] = ({ channel = {}, routing = {}, customer = freshNumber() } = {}) => ({
    channel: {
      type: 'sms',
      initiated_by: 'agent',
      properties: { type: 'sms' },
      participants: [{ address: customer, proxy_address: centreNumber, type: 'sms' }],
      ...channel,
    },
    routing: {
      properties: {
        workspace_sid: workspace.sid,
        workflow_sid: workspace.workflowSid,
        task_channel_unique_name: 'default',
        attributes: { customerName: 'Ann' },
        ...routing,
      },
    },
  });
  return {
    ...desk,
    workspace,
    centreNumber,
    sms,
    async open(change = {}) {
      const customer = change.customer ?? freshNumber();
      const made = await client.flexApi.v1.interaction.create(sms({ ...change, customer }));
      await server.settled();
      return openedFrom(made, customer);
    },
    channel: ({ sid, channelSid }) => client.flexApi.v1.interaction(sid).channels(channelSid),
    async accept(taskSid) {
      await server.settled();
      const reservations = workspace.api().tasks(taskSid).reservations;
      const [pending] = await reservations.list({ reservationStatus: 'pending' });
      await workspace
        .api()
        .tasks(taskSid)
        .reservations(pending!.sid)
        .update({ reservationStatus: 'accepted' });
      await server.settled();
      return pending!.sid;
    },
    async identitiesIn(threadSid) {
      const participants = await desk.v1.conversations(threadSid).participants.list();
      return participants.flatMap(({ identity }) => (identity === null ? [] : [identity])).sort();
    },
    async stateOf(threadSid) {
      return (await desk.v1.conversations(threadSid).fetch()).state;
    },
  };
}

/** How many rows an account has of what an interaction consists of. */
export async function rowsOf({ server, account }: Pick<Desk, 'server' | 'account'>) {
  const { read } = server.context.database;
  const tables = [
    'threads',
    'participants',
    'users',
    'flex_interactions',
    'flex_interaction_channels',
    'flex_interaction_invites',
    'flex_interaction_participants',
    'tasks',
  ] as const;
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { count } = await read
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('account_sid', '=', account.sid)
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}

/** Events of one type about a subject, oldest first. */
export async function eventsOf(server: TestServer, type: string, subjectSid: string): Promise<Json[]> {
  const rows = await server.context.database.read
    .selectFrom('events')
    .select('data')
    .where('type', '=', type as never)
    .where('subject_sid', '=', subjectSid)
    .orderBy('id')
    .execute();
  return rows.map(({ data }) => JSON.parse(data));
}
