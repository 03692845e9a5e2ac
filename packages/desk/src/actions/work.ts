// Taking, leaving and finishing work, under the names Flex UI has for it. Every action takes `{sid}`, the SID of the
// reservation, or `{task}` with such a `sid`.
import type { Reservation } from 'twilio-taskrouter';
import { liveClients } from '#desk/live/clients.ts';
import { deskState, dispatch } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { words } from '#desk/words/agent.ts';
import { type Payload, registerAction } from './actions.ts';

/** The reservation's SID in an action's payload, whichever way it was given. */
export function reservationSidOf(payload: Payload): string {
  const { sid, task } = payload as { sid?: unknown; task?: { sid?: unknown } };
  const given = sid ?? task?.sid;
  if (typeof given !== 'string') throw new Error(words.noSuchTask);
  return given;
}

function reservationOf(payload: Payload): Reservation {
  const reservation = liveClients().worker?.reservations.get(reservationSidOf(payload));
  if (reservation === undefined) throw new Error(words.noSuchTask);
  return reservation;
}

/** The task an action is about, as the desk shows it. */
export function taskOf(payload: Payload): TaskEntry {
  const task = deskState().tasks.bySid[reservationSidOf(payload)];
  if (task === undefined) throw new Error(words.noSuchTask);
  return task;
}

/**
 * Who accepts work of the older generation is put into its channel by his desk, as Flex UI does; conversations of
 * interactions are entered by the server itself.
 */
async function enterChannel(attributes: Readonly<Record<string, unknown>>): Promise<void> {
  const { channelSid, conversationSid } = attributes;
  if (typeof channelSid !== 'string' || typeof conversationSid === 'string') return;
  const { accessToken } = liveClients();
  const identity = deskState().session.user?.identity ?? '';
  const answer = await fetch(`/flex-api/v1/Channels/${channelSid}/Roles/agent/Users`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`token:${accessToken()}`)}` },
    body: new URLSearchParams({ Identity: identity }),
  });
  if (!answer.ok) throw new Error(words.cannotEnter);
}

registerAction('AcceptTask', async (payload) => {
  const reservation = reservationOf(payload);
  if (reservation.status === 'pending') await reservation.accept();
  await enterChannel(reservation.task.attributes);
});

registerAction('RejectTask', async (payload) => {
  const { activitySid } = payload as { activitySid?: string };
  await reservationOf(payload).reject(activitySid === undefined ? undefined : { activitySid });
});

registerAction('WrapupTask', async (payload) => {
  const { reason } = payload as { reason?: string };
  await reservationOf(payload).task.wrapUp({ reason: reason ?? '' });
});

registerAction('CompleteTask', async (payload) => {
  const { reason } = payload as { reason?: string };
  await reservationOf(payload).task.complete(reason ?? '');
});

registerAction('SetTaskAttributes', async (payload) => {
  const { attributes, mergeExisting = true } = payload as {
    attributes: Record<string, unknown>;
    mergeExisting?: boolean;
  };
  const { task } = reservationOf(payload);
  await task.setAttributes(mergeExisting ? { ...task.attributes, ...attributes } : attributes);
});

registerAction('TransferTask', async (payload) => {
  const { targetSid, options } = payload as {
    targetSid: string;
    options?: { mode?: 'WARM' | 'COLD'; attributes?: object; priority?: number };
  };
  await reservationOf(payload).task.transfer(targetSid, { mode: 'COLD', ...options });
});

registerAction('CancelTransfer', async (payload) => {
  await reservationOf(payload).task.transfers.outgoing?.cancel();
});

registerAction('SelectTask', (payload) => {
  const { sid, task } = payload as { sid?: string | null; task?: { sid: string } | null };
  dispatch({ type: 'view/task-selected', sid: sid ?? task?.sid ?? null });
});

registerAction('SetActivity', async (payload) => {
  const { activitySid, activityAvailable, options } = payload as {
    activitySid?: string;
    activityAvailable?: boolean;
    options?: { rejectPendingReservations?: boolean };
  };
  const activities = [...(liveClients().worker?.activities.values() ?? [])];
  const activity = activities.find(({ sid, available }) =>
    activitySid === undefined ? available === activityAvailable : sid === activitySid,
  );
  if (activity === undefined) throw new Error(words.noSuchActivity);
  await activity.setAsCurrent(options);
});
