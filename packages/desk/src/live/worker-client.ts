// The agent's TaskRouter.js worker, and what of it the desk's state shows.
import type { OutgoingTransfer, Reservation, Task, Worker } from 'twilio-taskrouter';
import { deskState, dispatch } from '#desk/state/store.ts';
import type { TaskEntry, TaskStatus } from '#desk/state/tasks.ts';
import { threadSidOf } from './customer.ts';

const SHOWN = new Set<string>(['pending', 'accepted', 'wrapping', 'completed']);
const ENDINGS = ['canceled', 'rejected', 'rescinded', 'timeout', 'completed'] as const;

function transferOf({ transfers }: Task): TaskEntry['transfer'] {
  const { incoming, outgoing } = transfers ?? {};
  // The SDK hands the status on as the server writes it, in small letters.
  if (outgoing?.status.toUpperCase() === 'INITIATED')
    return { direction: 'outgoing', mode: outgoing.mode, sid: outgoing.sid };
  return incoming ? { direction: 'incoming', mode: incoming.mode, sid: incoming.sid } : null;
}

/** A reservation as the desk shows it; `since` is when its present status was reached. */
export function entryOf(reservation: Reservation, since: number): TaskEntry {
  const { task } = reservation;
  const offered = reservation.dateCreated.getTime();
  const status = reservation.status as TaskStatus;
  return {
    sid: reservation.sid,
    taskSid: task.sid,
    status,
    attributes: task.attributes,
    queueName: task.queueName,
    queueSid: task.queueSid,
    workflowName: task.workflowName,
    channel: task.taskChannelUniqueName,
    priority: task.priority,
    dateCreated: task.dateCreated.getTime(),
    dateOffered: offered,
    offerEnds: status === 'pending' && reservation.timeout > 0 ? offered + reservation.timeout * 1_000 : null,
    since,
    threadSid: threadSidOf(task.attributes),
    transfer: transferOf(task),
  };
}

/** Keeps the state of one reservation and its task in step. */
function followReservation(reservation: Reservation): void {
  const show = () => {
    if (!SHOWN.has(reservation.status)) return;
    const known = deskState().tasks.bySid[reservation.sid];
    const since = known?.status === reservation.status ? known.since : Date.now();
    dispatch({ type: 'task/changed', task: entryOf(reservation, since) });
  };
  const gone = () => dispatch({ type: 'task/gone', sid: reservation.sid });
  for (const event of ['accepted', 'wrapup'] as const) reservation.on(event, show);
  for (const event of ENDINGS) reservation.on(event, gone);
  for (const event of ['updated', 'wrapup'] as const) reservation.task.on(event, show);
  for (const event of ['canceled', 'completed'] as const) reservation.task.on(event, gone);
  reservation.task.on('transferInitiated', (transfer: OutgoingTransfer) => {
    show();
    for (const event of ['completed', 'failed', 'canceled', 'attemptFailed']) transfer.on(event, show);
  });
}

function showWorker(worker: Worker): void {
  dispatch({
    type: 'worker/changed',
    worker: {
      sid: worker.sid,
      name: worker.name,
      attributes: worker.attributes,
      activity: worker.activity,
      activities: [...worker.activities.values()].map(({ sid, name, available }) => ({
        sid,
        name,
        available,
      })),
      activitySince: worker.dateActivityChanged?.getTime() ?? worker.dateStatusChanged?.getTime() ?? null,
    },
  });
}

/**
 * Keeps the state in step with a worker. After every connection the SDK reads everything anew: what ended meanwhile
 * goes, what came is there.
 */
export function followWorker(worker: Worker): void {
  const followed = new WeakSet<Reservation>();
  const follow = (reservation: Reservation) => {
    if (followed.has(reservation)) return;
    followed.add(reservation);
    followReservation(reservation);
  };
  worker.on('ready', () => {
    showWorker(worker);
    const reservations = [...worker.reservations.values()].filter(({ status }) => SHOWN.has(status));
    reservations.forEach(follow);
    dispatch({
      type: 'tasks/reset',
      tasks: reservations.map((reservation) => entryOf(reservation, reservation.dateUpdated.getTime())),
    });
    dispatch({ type: 'link/changed', name: 'worker', link: 'open' });
  });
  worker.on('activityUpdated', () => showWorker(worker));
  worker.on('attributesUpdated', () => showWorker(worker));
  worker.on('reservationCreated', (reservation) => {
    follow(reservation);
    dispatch({ type: 'task/changed', task: entryOf(reservation, Date.now()) });
  });
  worker.on('disconnected', () => dispatch({ type: 'link/changed', name: 'worker', link: 'lost' }));
  worker.on('error', () => dispatch({ type: 'link/changed', name: 'worker', link: 'lost' }));
}
