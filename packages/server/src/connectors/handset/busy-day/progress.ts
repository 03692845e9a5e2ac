// How far a busy day is, for the page.
import { isoDate } from '#kernel/dates.ts';
import type { HandsetCustomerRow } from '#storage/schema/delivery.ts';
import type { BusyDay } from './day.ts';

/** The JSON of a day; null without one. */
export function presentBusyDay(busy: BusyDay | null, now: number) {
  if (busy === null) return null;
  const { day, states } = busy;
  const count = (...wanted: HandsetCustomerRow['state'][]) =>
    wanted.reduce((sum, state) => sum + (states.get(state) ?? 0), 0);
  return {
    seed: day.seed,
    customers: day.customers,
    minutes: day.minutes,
    came: day.customers - count('coming'),
    waiting: count('waiting', 'nudged'),
    typing: count('typing'),
    served: count('served'),
    left: count('left'),
    sent: day.sent,
    answers: day.answers,
    startedAt: isoDate(day.started_at),
    endsAt: isoDate(day.ends_at),
    secondsLeft: Math.max(0, Math.round((day.ends_at - now) / 1_000)),
  };
}
