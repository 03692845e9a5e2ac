import { describe, expect, it } from 'vitest';
import type { EventType } from '#events/event-types.ts';
import { KnownReservations } from './known-reservations.ts';

const push = (type: EventType, subjectSid: string) => ({ type, subjectSid, text: '' });

describe('what a client takes', () => {
  it('is everything until it has read its list', () => {
    const known = new KnownReservations();
    expect(known.takes(push('reservation.accepted', 'WR1'))).toBe(true);
    expect(known.takes(push('reservation.created', 'WR1'))).toBe(true);
    expect(known.takes(push('reservation.created', 'WR1'))).toBe(true);
  });

  it('is a reservation once, whether from its list or a message', () => {
    const known = new KnownReservations();
    known.learn(['WR1']);
    expect(known.takes(push('reservation.created', 'WR1'))).toBe(false);
    expect(known.takes(push('reservation.created', 'WR2'))).toBe(true);
    expect(known.takes(push('reservation.created', 'WR2'))).toBe(false);
  });

  it('is the steps of reservations it knows, up to their end', () => {
    const known = new KnownReservations();
    known.learn(['WR1']);
    expect(known.takes(push('reservation.accepted', 'WR2'))).toBe(false);
    expect(known.takes(push('reservation.accepted', 'WR1'))).toBe(true);
    expect(known.takes(push('reservation.wrapup', 'WR1'))).toBe(true);
    expect(known.takes(push('reservation.completed', 'WR1'))).toBe(true);
    expect(known.takes(push('reservation.completed', 'WR1'))).toBe(false);
  });

  it('is whatever is not about a reservation', () => {
    const known = new KnownReservations();
    known.learn([]);
    for (const type of ['worker.activity.update', 'task.updated', 'reservation.failed'] as const) {
      expect(known.takes(push(type, 'x'))).toBe(true);
    }
  });
});
