// Parking a conversation and taking it up again, under the names Flex's guides have for it. The customer's side of it
// stays open; the agent's is closed and comes back by an invite.

import { channelOf } from '#desk/agent/channels.ts';
import { awaitTask } from '#desk/agent/parked/awaited.ts';
import { findParked, forget, type Parked, remember } from '#desk/agent/parked/parked.ts';
import { customerOf } from '#desk/live/customer.ts';
import { readAll } from '#desk/rest/pages.ts';
import { get, post } from '#desk/rest/request.ts';
import { deskState } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { words } from '#desk/words/tasks.ts';
import { registerAction } from './actions.ts';
import { taskOf } from './work.ts';

interface Presence {
  readonly sid: string;
  readonly routing_properties: { readonly reservation_sid: string | null } | null;
}

interface Interaction {
  readonly routing: {
    readonly properties: {
      readonly workspace_sid: string;
      readonly workflow_sid: string | null;
      readonly task_channel_unique_name: string | null;
      /** JSON text. */
      readonly attributes: string;
    };
  };
}

function parkedOf(task: TaskEntry): Parked | null {
  const { flexInteractionSid, flexInteractionChannelSid } = task.attributes;
  if (typeof flexInteractionSid !== 'string' || typeof flexInteractionChannelSid !== 'string') return null;
  return {
    interactionSid: flexInteractionSid,
    channelSid: flexInteractionChannelSid,
    threadSid: task.threadSid ?? '',
    taskSid: task.taskSid,
    name: customerOf(task).name,
    channel: channelOf(task),
    since: Date.now(),
  };
}

/** Whether a task's conversation can be parked: the older generation has no such thing. */
export function canPark(task: TaskEntry): boolean {
  return task.status === 'accepted' && task.transfer?.direction !== 'outgoing' && parkedOf(task) !== null;
}

function channelPath({ interactionSid, channelSid }: Parked): string {
  return `/flex-api/v1/Interactions/${interactionSid}/Channels/${channelSid}`;
}

registerAction('ParkInteraction', async (payload) => {
  const task = taskOf(payload);
  const parked = parkedOf(task);
  if (parked === null) throw new Error(words.task.cannotPark);
  const path = `${channelPath(parked)}/Participants`;
  const present = await readAll<Presence>(path);
  const own = present.find(({ routing_properties: work }) => work?.reservation_sid === task.sid);
  if (own === undefined) throw new Error(words.task.notInConversation);
  await remember(parked);
  try {
    await post(`${path}/${own.sid}`, { Status: 'closed' });
  } catch (error) {
    await forget(parked.interactionSid);
    throw error;
  }
});

registerAction('UnparkInteraction', async (payload) => {
  const parked = findParked(String(payload['interactionSid']));
  if (parked === undefined) throw new Error(words.task.notInConversation);
  const { worker, session } = deskState();
  if (!worker.activity?.available) throw new Error(words.parked.unavailable);
  const { routing } = await get<Interaction>(`/flex-api/v1/Interactions/${parked.interactionSid}`);
  const { workspace_sid, workflow_sid, task_channel_unique_name, attributes } = routing.properties;
  const invite = await post<{ routing: { properties: { sid: string } } }>(`${channelPath(parked)}/Invites`, {
    Routing: JSON.stringify({
      properties: {
        workspace_sid,
        workflow_sid,
        task_channel_unique_name,
        attributes,
        worker_sid: session.user?.workerSid,
        ignore_capacity: true,
      },
    }),
  });
  awaitTask(invite.routing.properties.sid);
  await forget(parked.interactionSid);
});
