// What TaskRouter and the conversation core do to interactions: agents come with accepted reservations and go with
// finished ones, tasks end, conversations are closed.
import type { Processor } from '#events/dispatcher.ts';
import type { EventType, StoredEvent } from '#events/event-types.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InteractionInviteRow } from '#storage/schema/interactions.ts';
import { holdChannel, isLive } from './channels/channel-rows.ts';
import { endChannel } from './channels/commands.ts';
import { endTransfer } from './transfers/follow-transfer.ts';
import { agentAccepted, agentFinished, agentWrapsUp, taskCompleted, taskGone } from './work-steps.ts';

const RESERVATION_EVENTS = ['reservation.accepted', 'reservation.wrapup', 'reservation.completed'] as const;
const TASK_EVENTS = ['task.completed', 'task.canceled', 'task.deleted', 'task.system-deleted'] as const;
const TRANSFER_EVENTS = [
  'task.transfer-completed',
  'task.transfer-failed',
  'task.transfer-canceled',
] as const;
const THREAD_EVENTS = ['thread.state-updated', 'thread.removed'] as const;

type WorkEvent = StoredEvent<
  (typeof RESERVATION_EVENTS)[number] | (typeof TASK_EVENTS)[number] | (typeof TRANSFER_EVENTS)[number]
>;
type ThreadEvent = StoredEvent<(typeof THREAD_EVENTS)[number]>;

function isThreadEvent(event: StoredEvent): event is ThreadEvent {
  return (THREAD_EVENTS as readonly EventType[]).includes(event.type);
}

/** The task an event is about: its subject, or the one that was offered or transferred. */
function taskOf(event: WorkEvent): string {
  return 'taskSid' in event.data ? event.data.taskSid : event.subjectSid;
}

async function invitesOf(
  db: Reader,
  events: readonly StoredEvent[],
): Promise<Map<string, InteractionInviteRow>> {
  const work = events.filter((event) => !isThreadEvent(event)) as readonly WorkEvent[];
  if (work.length === 0) return new Map();
  const rows = await db
    .selectFrom('flex_interaction_invites')
    .selectAll()
    .where('task_sid', 'in', [...new Set(work.map(taskOf))])
    .execute();
  return new Map(rows.map((invite) => [invite.task_sid, invite]));
}

/** The live channels of conversations that have ended, by conversation. */
async function endedChannels(db: Reader, events: readonly StoredEvent[]): Promise<Map<string, string>> {
  const ended = events
    .filter(isThreadEvent)
    .filter((event) => event.type === 'thread.removed' || event.data.stateTo === 'closed');
  if (ended.length === 0) return new Map();
  const rows = await db
    .selectFrom('flex_interaction_channels')
    .select(['sid', 'thread_sid'])
    .where('thread_sid', 'in', [...new Set(ended.map((event) => event.subjectSid))])
    .where('status', '!=', 'closed')
    .execute();
  return new Map(rows.map((channel) => [channel.thread_sid, channel.sid]));
}

/** A conversation that was closed by a timer or a request ends its channel: tasks are wrapped up, offers canceled. */
async function conversationEnded(tx: Transaction, channelSid: string): Promise<void> {
  const channel = await holdChannel(tx, channelSid);
  if (channel === undefined || channel.status === 'closed') return;
  await endChannel(tx, channel, { status: 'closed', work: 'wrapUp' });
}

async function follow(tx: Transaction, event: WorkEvent, invite: InteractionInviteRow): Promise<void> {
  const channel = await holdChannel(tx, invite.channel_sid);
  if (channel === undefined) return;
  switch (event.type) {
    case 'reservation.accepted':
      return agentAccepted(tx, channel, invite, event);
    case 'reservation.wrapup':
      return agentWrapsUp(tx, event.subjectSid);
    case 'reservation.completed':
      return agentFinished(tx, event.subjectSid);
    case 'task.completed': {
      const isLast = await taskCompleted(tx, channel, invite);
      if (isLast && isLive(channel)) await endChannel(tx, channel, { status: 'closed', work: 'complete' });
      return;
    }
    case 'task.canceled':
    case 'task.deleted':
    case 'task.system-deleted':
      return taskGone(tx, channel, invite, event);
    default:
      return endTransfer(tx, event);
  }
}

/** Keeps interactions in step with the tasks and the conversations underneath them. */
export const followWork: Processor = {
  name: 'flex-interactions',
  handles: [...RESERVATION_EVENTS, ...TASK_EVENTS, ...TRANSFER_EVENTS, ...THREAD_EVENTS],
  concerns: async (db, events) =>
    (await invitesOf(db, events)).size > 0 || (await endedChannels(db, events)).size > 0,
  async process(tx, events) {
    const invites = await invitesOf(tx.db, events);
    const channels = await endedChannels(tx.db, events);
    for (const event of events) {
      if (isThreadEvent(event)) {
        const channelSid = channels.get(event.subjectSid);
        if (channelSid !== undefined) await conversationEnded(tx, channelSid);
      } else {
        const invite = invites.get(taskOf(event as WorkEvent));
        if (invite !== undefined) await follow(tx, event as WorkEvent, invite);
      }
    }
  },
};
