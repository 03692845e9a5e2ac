// Whether a message may leave by the rules the account has set, asked when it is made and again when it is sent.
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { countUnderCap } from './daily-counts.ts';
import { dayIn, quietUntil } from './quiet-hours.ts';
import { zonesOf } from './recipient-zones.ts';
import { type RuledMessage, rulesFor, rulesOf, type SendingRule } from './sending-rules.ts';

/** Parley's own codes: the recipient's night, and a recipient who has got enough for a day. */
export const QUIET_HOURS = 99101;
export const DAILY_CAP = 99102;

/** Why a message may not leave now. */
export interface Obstacle {
  readonly code: typeof QUIET_HOURS | typeof DAILY_CAP;
  readonly ruleSid: string;
  /** When it may; null when no time was worked out. Milliseconds since the epoch. */
  readonly until: number | null;
}

/** The refusal a request is answered with: which rule, and until when. */
export function refusalFor({ code, ruleSid, until }: Obstacle, message: RuledMessage): ApiError {
  return apiError(code, undefined, {
    rule_sid: ruleSid,
    from: message.from,
    to: message.to,
    until: until === null ? null : new Date(until).toISOString(),
  });
}

/** The rule whose quiet hours it is at the recipient's, and until when; the one that lasts longest. */
export function quietObstacle(
  rules: readonly SendingRule[],
  message: RuledMessage,
  at: number,
): (Obstacle & { readonly until: number }) | null {
  let latest: (Obstacle & { readonly until: number }) | null = null;
  for (const rule of rulesFor(rules, message)) {
    if (rule.quiet_start === null || rule.quiet_end === null) continue;
    const hours = { start: rule.quiet_start, end: rule.quiet_end };
    const until = quietUntil(hours, zonesOf(message.to, rule.time_zone), at);
    if (until !== null && until > (latest?.until ?? 0))
      latest = { code: QUIET_HOURS, ruleSid: rule.sid, until };
  }
  return latest;
}

/** Counts the message under the caps of its rules; what has been counted is given back when the caller fails. */
async function countUnderCaps(
  tx: Transaction,
  rules: readonly SendingRule[],
  message: RuledMessage,
): Promise<Obstacle | null> {
  for (const rule of rulesFor(rules, message)) {
    if (rule.daily_cap === null) continue;
    const isCounted = await countUnderCap(tx, rule, rule.daily_cap, message.to);
    if (!isCounted) return { code: DAILY_CAP, ruleSid: rule.sid, until: null };
  }
  return null;
}

/** Why the message may not be made now, or null; one that may is counted. `at` is when it is to leave. */
export async function obstacleTo(
  tx: Transaction,
  message: RuledMessage,
  rules: readonly SendingRule[],
  at: number = tx.now,
): Promise<Obstacle | null> {
  return quietObstacle(rules, message, at) ?? (await countUnderCaps(tx, rules, message));
}

/**
 * Whether a message may leave at that time by the account's rules, without counting it: null, or what is in its way.
 * For those who want to know before they begin something.
 */
export async function mayLeave(db: Reader, message: RuledMessage, at: number): Promise<Obstacle | null> {
  const rules = await rulesOf(db, [message.accountSid]);
  const quiet = quietObstacle(rules, message, at);
  if (quiet !== null) return quiet;
  for (const rule of rulesFor(rules, message)) {
    if (rule.daily_cap === null) continue;
    const row = await db
      .selectFrom('daily_counts')
      .select('count')
      .where('rule_sid', '=', rule.sid)
      .where('recipient', '=', message.to)
      .where('day', '=', dayIn(rule.time_zone, at))
      .executeTakeFirst();
    if ((row?.count ?? 0) >= rule.daily_cap) return { code: DAILY_CAP, ruleSid: rule.sid, until: null };
  }
  return null;
}
