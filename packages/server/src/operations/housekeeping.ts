// Removes what nobody needs any more, a bounded number of rows at a time so that no request waits for it.
import { purgeDailyCounts } from '#delivery/delivery.ts';
import { REPLAY_MS } from '#http/idempotency.ts';
import { purgeSessions, purgeTries } from '#products/desk/desk.ts';
import { purgeStatistics } from '#products/taskrouter/taskrouter.ts';
import { purgeSyncEvents } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import type { Transaction } from '#storage/database.ts';
import { setTimer, type TimerHandler } from '#timers/timers.ts';
import { purgeSettledEvents } from './settled-events.ts';

/** Kind of the durable timer behind the housekeeping; there is one for all processes of a database. */
export const HOUSEKEEPING = 'housekeeping';

const SUBJECT = 'hourly';
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** How long finished deliveries of webhooks stay in the log. */
export const DELIVERIES_KEPT_MS = 30 * DAY_MS;
/** How long the events of a workspace can be listed (TaskRouter "Event resource"). */
export const WORKSPACE_EVENTS_KEPT_MS = 30 * DAY_MS;
/** How long handled events stay in the event log. */
export const EVENTS_KEPT_MS = 90 * DAY_MS;
/** Rows of one kind removed in one transaction at most. */
export const CHUNK = 500;

async function purgeAnswers(tx: Transaction): Promise<boolean> {
  const limit = tx.now - REPLAY_MS;
  const { numDeletedRows } = await tx.db
    .deleteFrom('idempotent_answers')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('account_sid', 'idempotency_key'),
        'in',
        selectFrom('idempotent_answers')
          .select(['account_sid', 'idempotency_key'])
          .where('date_created', '<=', limit)
          .orderBy('date_created')
          .limit(CHUNK)
          .$asTuple('account_sid', 'idempotency_key'),
      ),
    )
    .where('date_created', '<=', limit)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === CHUNK;
}

async function purgeDeliveries(tx: Transaction): Promise<boolean> {
  const old = tx.db
    .selectFrom('webhook_deliveries')
    .select('sid')
    .where('due_at', 'is', null)
    .where('date_updated', '<=', tx.now - DELIVERIES_KEPT_MS)
    .orderBy('date_updated')
    .limit(CHUNK);
  const { numDeletedRows } = await tx.db
    .deleteFrom('webhook_deliveries')
    .where('sid', 'in', old)
    .where('due_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === CHUNK;
}

async function purgeWorkspaceEvents(tx: Transaction): Promise<boolean> {
  const oldest = tx.db.selectFrom('workspace_events').select('id').orderBy('id').limit(CHUNK);
  const { numDeletedRows } = await tx.db
    .deleteFrom('workspace_events')
    .where('id', 'in', oldest)
    .where('event_date', '<=', tx.now - WORKSPACE_EVENTS_KEPT_MS)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === CHUNK;
}

/** Sets the timer when there is none, so that a restart does not put the housekeeping off. */
export async function startHousekeeping({ database, clock }: Context): Promise<void> {
  const timer = await database.read
    .selectFrom('timers')
    .select('due_at')
    .where('kind', '=', HOUSEKEEPING)
    .where('subject', '=', SUBJECT)
    .executeTakeFirst();
  if (timer !== undefined) return;
  await database.transaction((tx) =>
    setTimer(tx, { kind: HOUSEKEEPING, subject: SUBJECT, dueAt: clock.now() + HOUR_MS }),
  );
}

/** One round: a chunk of each kind. It comes back at once while more may be left, else after an hour. */
export function housekeeping({ config, dispatcher }: Context): TimerHandler {
  return async (tx) => {
    const isMoreLeft = [
      await purgeAnswers(tx),
      await purgeDeliveries(tx),
      await purgeWorkspaceEvents(tx),
      await purgeStatistics(tx, CHUNK),
      await purgeSyncEvents(tx, CHUNK),
      await purgeDailyCounts(tx, CHUNK),
      await purgeSessions(tx, config.desk, CHUNK),
      await purgeTries(tx, CHUNK),
      await purgeSettledEvents(tx, dispatcher.processors, tx.now - EVENTS_KEPT_MS, CHUNK),
    ].includes(true);
    await setTimer(tx, { kind: HOUSEKEEPING, subject: SUBJECT, dueAt: tx.now + (isMoreLeft ? 0 : HOUR_MS) });
  };
}
