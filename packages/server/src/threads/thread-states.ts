// The life of a thread: its states, the timers that move it on, and what its end frees.
import { appendEvent } from '#events/event-log.ts';
import type { ThreadStateFacts } from '#events/event-types.ts';
import { parseDuration } from '#kernel/durations.ts';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ThreadRow, ThreadState } from '#storage/schema/threads.ts';
import { cancelTimers, setTimers, type Timer, type TimerHandler } from '#timers/timers.ts';
import { originOf } from './origin.ts';

const INACTIVE = 'thread-inactive';
const CLOSED = 'thread-closed';

/** Shortest timers ("States and Timers in Conversations"). */
const SHORTEST = { inactive: 60_000, closed: 600_000 } as const;

/** Timers about to be set, as ISO 8601 durations. Null and a duration of zero mean none; undefined leaves it. */
export interface TimerChange {
  readonly inactive?: string | null | undefined;
  readonly closed?: string | null | undefined;
}

type TimerColumns = Pick<
  ThreadRow,
  'timer_inactive' | 'timer_closed' | 'inactive_after' | 'closed_after' | 'inactive_at' | 'closed_at'
>;

const CODES = {
  inactive: { unreadable: 50379, tooShort: 50375 },
  closed: { unreadable: 50380, tooShort: 50376 },
} as const;

/** Milliseconds of a timer, null for none; 50379/50380 when it is no duration, 50375/50376 when it is too short. */
function lengthOf(which: 'inactive' | 'closed', duration: string | null | undefined): number | null {
  if (!duration) return null;
  const milliseconds = parseDuration(duration);
  if (milliseconds === null) throw apiError(CODES[which].unreadable);
  if (milliseconds === 0) return null;
  if (milliseconds < SHORTEST[which]) throw apiError(CODES[which].tooShort);
  return milliseconds;
}

/**
 * The columns of a thread that runs in `state` from now on with these timers: both run from the last thing that
 * happened in it, the one to inactive only while it is active.
 */
export function timerColumns(
  tx: Transaction,
  state: ThreadState,
  timers: { readonly inactive: string | null; readonly closed: string | null },
): TimerColumns {
  const inactiveAfter = lengthOf('inactive', timers.inactive);
  const closedAfter = lengthOf('closed', timers.closed);
  return {
    timer_inactive: inactiveAfter === null ? null : timers.inactive,
    timer_closed: closedAfter === null ? null : timers.closed,
    inactive_after: inactiveAfter,
    closed_after: closedAfter,
    inactive_at: inactiveAfter === null || state !== 'active' ? null : tx.now + inactiveAfter,
    closed_at: closedAfter === null || state === 'closed' ? null : tx.now + closedAfter,
  };
}

/** What a change of state or of timers writes. A closed thread cannot be changed (50377). */
export function stateColumns(
  tx: Transaction,
  thread: ThreadRow,
  change: { readonly state?: ThreadState | undefined; readonly timers?: TimerChange | undefined },
): Partial<ThreadRow> {
  const { state = thread.state, timers = {} } = change;
  const isTouched = state !== thread.state || timers.inactive !== undefined || timers.closed !== undefined;
  if (!isTouched) return {};
  return {
    ...timerColumns(tx, state, {
      inactive: timers.inactive === undefined ? thread.timer_inactive : timers.inactive,
      closed: timers.closed === undefined ? thread.timer_closed : timers.closed,
    }),
    ...(state === thread.state ? {} : { state, state_changed_at: tx.now }),
  };
}

/** Sets the timers of threads as their rows say, and takes back those a row has no date for. */
export async function setThreadTimers(tx: Transaction, threads: readonly ThreadTimes[]): Promise<void> {
  const due: Timer[] = [];
  const none = { [INACTIVE]: [] as string[], [CLOSED]: [] as string[] };
  for (const { sid, inactive_at, closed_at } of threads) {
    if (inactive_at === null) none[INACTIVE].push(sid);
    else due.push({ kind: INACTIVE, subject: sid, dueAt: inactive_at });
    if (closed_at === null) none[CLOSED].push(sid);
    else due.push({ kind: CLOSED, subject: sid, dueAt: closed_at });
  }
  await setTimers(tx, due);
  await cancelTimers(tx, INACTIVE, none[INACTIVE]);
  await cancelTimers(tx, CLOSED, none[CLOSED]);
}

/** What setting timers needs to know of a thread. */
export type ThreadTimes = Pick<ThreadRow, 'sid' | 'inactive_at' | 'closed_at'>;

/** Tells of a change of state; a closed thread gives the addresses of its participants and their group free. */
export async function stateChanged(
  tx: Transaction,
  thread: Pick<ThreadRow, 'sid' | 'account_sid' | 'service_sid' | 'state'>,
  stateFrom: ThreadState,
  reason: ThreadStateFacts['reason'],
): Promise<void> {
  if (thread.state === 'closed') {
    await tx.db
      .updateTable('participants')
      .set({ is_open: 0 })
      .where('thread_sid', '=', thread.sid)
      .where('is_open', '=', 1)
      .execute();
    await tx.db
      .updateTable('threads')
      .set({ group_key: null })
      .where('sid', '=', thread.sid)
      .where('group_key', 'is not', null)
      .execute();
  }
  appendEvent(tx, {
    type: 'thread.state-updated',
    accountSid: thread.account_sid,
    subjectSid: thread.sid,
    data: {
      serviceSid: thread.service_sid,
      stateFrom,
      stateTo: thread.state,
      reason,
      // Nobody asked for what a timer does, so nobody can have asked for silence.
      origin: reason === 'TIMER' ? { ...originOf(tx), isHooked: true } : originOf(tx),
    },
  });
}

/**
 * What happens when a timer is due. Messages only move the dates in the row, so that posting stays cheap: a timer
 * that finds a later date there is set again.
 */
function whenDue(
  kind: typeof INACTIVE | typeof CLOSED,
  column: 'inactive_at' | 'closed_at',
  stateTo: 'inactive' | 'closed',
): TimerHandler {
  const states: readonly ThreadState[] =
    stateTo === 'inactive' ? ['active'] : ['initializing', 'active', 'inactive'];
  return async (tx, { subject }) => {
    const thread = await tx.db
      .selectFrom('threads')
      .selectAll()
      .where('sid', '=', subject)
      .where('state', 'in', states)
      .executeTakeFirst();
    const dueAt = thread?.[column] ?? null;
    if (thread === undefined || dueAt === null) return;
    if (dueAt > tx.now) return setTimers(tx, [{ kind, subject, dueAt }]);
    const moved = await tx.db
      .updateTable('threads')
      .set((eb) => ({
        state: stateTo,
        state_changed_at: tx.now,
        inactive_at: null,
        ...(stateTo === 'closed' ? { closed_at: null } : {}),
        date_updated: tx.now,
        version: eb('version', '+', 1),
      }))
      .where('sid', '=', subject)
      .where('state', 'in', states)
      .where(column, '<=', tx.now)
      .returningAll()
      .executeTakeFirst();
    // A message was faster; the row names the new date.
    if (moved === undefined) return setTimers(tx, [{ kind, subject, dueAt: tx.now }]);
    if (stateTo === 'closed') await cancelTimers(tx, INACTIVE, [subject]);
    await stateChanged(tx, moved, thread.state, 'TIMER');
  };
}

/** The timers of threads by kind. */
export const threadTimers: Readonly<Record<string, TimerHandler>> = {
  [INACTIVE]: whenDue(INACTIVE, 'inactive_at', 'inactive'),
  [CLOSED]: whenDue(CLOSED, 'closed_at', 'closed'),
};
