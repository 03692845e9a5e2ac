// What workers do with the reservations they have.
import { accept, endOffer, type Fresh, finish, moveWorker } from '../rules.ts';
import { isOpen, type Reservation, type ReservationStatus, type Worker, type World } from '../world.ts';
import { type Action, pick, rest } from './request.ts';

/** Which reservations an answer is aimed at. */
export type Aim = 'pending' | 'open' | 'any';

const ANSWERS: Partial<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  accepted: ['pending'],
  rejected: ['pending'],
  wrapping: ['accepted'],
  completed: ['accepted', 'wrapping'],
};

export interface Answer {
  readonly aim: Aim;
  readonly number: number;
  readonly status: ReservationStatus;
  readonly isUnderTask: boolean;
  /** Where a worker who rejects goes; null stays. */
  readonly activity: number | null;
}

export function answer(given: Answer): Action {
  return {
    text: `answer ${JSON.stringify(given)}`,
    prepare(world) {
      const among = world.reservations.filter(
        (one) => given.aim === 'any' || (given.aim === 'open' ? isOpen(one) : one.status === 'pending'),
      );
      const reservation = pick(among, given.number);
      const worker = world.workers.find(({ sid }) => sid === reservation?.worker);
      if (reservation === undefined || worker === undefined) return null;
      const activity = given.activity === null ? null : world.activities[given.activity]!.sid;
      const owner = given.isUnderTask ? `/Tasks/${reservation.task}` : `/Workers/${reservation.worker}`;
      return {
        ...rest(world, 'POST', `${owner}/Reservations/${reservation.sid}`, {
          ReservationStatus: given.status,
          ...(activity === null ? {} : { WorkerActivitySid: activity }),
        }),
        isRefused: !ANSWERS[given.status]?.includes(reservation.status),
        apply: (_answer, fresh) => takeAnswer(world, reservation, worker, given.status, activity, fresh),
      };
    },
  };
}

function takeAnswer(
  world: World,
  reservation: Reservation,
  worker: Worker,
  status: ReservationStatus,
  activity: string | null,
  fresh: Fresh,
): void {
  if (status === 'accepted') accept(world, reservation);
  if (status === 'wrapping' || status === 'completed') finish(world, reservation, status, fresh);
  if (status !== 'rejected') return;
  endOffer(world, reservation, 'rejected', fresh);
  if (activity !== null) moveWorker(world, worker, activity);
}
