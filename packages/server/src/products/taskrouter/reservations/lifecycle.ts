// The life of a reservation: which steps lead from which status to which.
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';

/** A step of a reservation and the statuses it may be taken from. */
interface ReservationTransition {
  readonly from: readonly ReservationStatus[];
  readonly to: ReservationStatus;
}

/** Every step a reservation can take (TaskRouter "Reservation resource", "Lifecycle of a Task"). */
export const RESERVATION_STEPS = {
  accept: { from: ['pending'], to: 'accepted' },
  reject: { from: ['pending'], to: 'rejected' },
  /** Nobody answered in time. */
  expire: { from: ['pending'], to: 'timeout' },
  /** The task ended before anybody accepted. */
  cancel: { from: ['pending'], to: 'canceled' },
  /** Another worker accepted. */
  rescind: { from: ['pending'], to: 'rescinded' },
  wrapUp: { from: ['accepted'], to: 'wrapping' },
  complete: { from: ['accepted', 'wrapping'], to: 'completed' },
} as const satisfies Record<string, ReservationTransition>;

export type ReservationStep = keyof typeof RESERVATION_STEPS;

/** The status a step leads to, or null when it cannot be taken from this one. */
export function reservationAfter(step: ReservationStep, status: ReservationStatus): ReservationStatus | null {
  const transition: ReservationTransition = RESERVATION_STEPS[step];
  return transition.from.includes(status) ? transition.to : null;
}

/** Statuses in which a reservation takes up capacity of its worker. */
export const HOLDING_STATUSES: readonly ReservationStatus[] = ['pending', 'accepted', 'wrapping'];
