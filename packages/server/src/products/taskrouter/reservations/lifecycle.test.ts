// Every legal and illegal step of a reservation.
import { describe, expect, it } from 'vitest';
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';
import { RESERVATION_STEPS, type ReservationStep, reservationAfter } from './lifecycle.ts';

const STATUSES: readonly ReservationStatus[] = [
  'pending',
  'accepted',
  'rejected',
  'timeout',
  'canceled',
  'rescinded',
  'wrapping',
  'completed',
];

const LEGAL: Record<ReservationStep, Partial<Record<ReservationStatus, ReservationStatus>>> = {
  accept: { pending: 'accepted' },
  reject: { pending: 'rejected' },
  expire: { pending: 'timeout' },
  cancel: { pending: 'canceled' },
  rescind: { pending: 'rescinded' },
  wrapUp: { accepted: 'wrapping' },
  complete: { accepted: 'completed', wrapping: 'completed' },
};

describe.each(Object.keys(RESERVATION_STEPS) as ReservationStep[])('reservation step %s', (step) => {
  it.each(STATUSES)('from %s', (status) => {
    expect(reservationAfter(step, status)).toBe(LEGAL[step][status] ?? null);
  });
});
