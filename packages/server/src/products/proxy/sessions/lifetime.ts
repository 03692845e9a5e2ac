// When a session ends by itself: at a given date, or so many seconds after its creation or last interaction.
import { type RawBuilder, sql } from 'kysely';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';

/** The timer that ends sessions. */
export const EXPIRY_TIMER = 'proxy-session-expiry';

/** Longest time to live in seconds: 68 years. */
export const LONGEST_TTL = 2 ** 31 - 1;

/** What a session ends by. */
export interface Lifetime {
  /** Seconds; 0 is unlimited. */
  readonly ttl: number;
  /** A date that interactions do not move; it goes before `ttl`. */
  readonly fixedEnd: number | null;
}

/** The columns that hold a session's end, counted from `from` when it is a time to live. */
export function endColumns({ ttl, fixedEnd }: Lifetime, from: number) {
  const moving = ttl > 0 ? from + ttl * 1_000 : null;
  return { ttl, expires_at: fixedEnd ?? moving, is_expiry_fixed: fixedEnd === null ? 0 : 1 };
}

/** The end of a session in which something happens now: a time to live starts again. */
export function endAfterInteraction(now: number): RawBuilder<number | null> {
  return sql<
    number | null
  >`CASE WHEN is_expiry_fixed = 1 OR ttl = 0 THEN expires_at ELSE ${now} + ttl * 1000 END`;
}

/** `date_expiry` as the API shows it: a time to live names no date before the first interaction. */
export function shownExpiry(session: ProxySessionRow): number | null {
  if (session.is_expiry_fixed === 1) return session.expires_at;
  return session.date_last_interaction === null ? null : session.expires_at;
}
