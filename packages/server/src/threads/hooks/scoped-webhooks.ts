// The webhooks of one thread: made, found, changed and removed, in the words of either generation.
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import type { Face } from './event-names.ts';
import { startReplay } from './replay.ts';
import {
  type CheckedConfiguration,
  checkConfiguration,
  hookRefusal,
  MOST_WEBHOOKS,
  readTarget,
  type ScopedConfiguration,
  type ScopedTarget,
} from './scoped-webhook-rules.ts';

/** A webhook of a thread about to be made. */
export interface NewScopedWebhook extends ScopedConfiguration {
  readonly face: Face;
  /** `webhook`, `trigger` or `studio`, as it was sent. */
  readonly target: string | null | undefined;
  /** Index of a message that is there: it and those after it are told, oldest first. */
  readonly replayAfter?: number | null | undefined;
  /** Where a Studio flow is run, by a program of the operator; without it the flow is not run. */
  readonly flowUrl?: string | null | undefined;
}

function columnsOf(checked: CheckedConfiguration) {
  return {
    url: checked.url,
    method: checked.method,
    filters: JSON.stringify(checked.filters),
    triggers: JSON.stringify(checked.triggers),
    flow_sid: checked.flowSid,
    retry_count: checked.retryCount,
  };
}

function configurationOf(webhook: ScopedWebhookRow): ScopedConfiguration {
  return {
    url: webhook.url,
    method: webhook.method,
    filters: JSON.parse(webhook.filters) as string[],
    triggers: JSON.parse(webhook.triggers) as string[],
    flowSid: webhook.flow_sid,
    retryCount: webhook.retry_count,
  };
}

/**
 * Adds a webhook to a thread. 50321 (Conversations 50361) when it has five already; the other codes of the page of
 * either resource when the configuration does not fit the target.
 */
export async function createScopedWebhook(
  tx: Transaction,
  thread: ThreadRow,
  given: NewScopedWebhook,
): Promise<ScopedWebhookRow> {
  const target = readTarget(given.face, given.target);
  const webhook = {
    sid: newSid('WH'),
    account_sid: thread.account_sid,
    service_sid: thread.service_sid,
    thread_sid: thread.sid,
    face: given.face,
    target,
    ...columnsOf(checkConfiguration(given.face, target, given)),
    ...(target === 'studio' && given.flowUrl ? { url: given.flowUrl } : {}),
    replay_after: given.replayAfter ?? null,
    first_index: thread.next_index,
    date_created: tx.now,
    date_updated: tx.now,
  };
  // Requests at the same time may see the same place free; the index lets one of them have it.
  for (let attempt = 0; attempt < MOST_WEBHOOKS; attempt += 1) {
    const place = await freePlace(tx.db, thread.sid);
    if (place === null) break;
    const row = await tx.db
      .insertInto('scoped_webhooks')
      .values({ ...webhook, place })
      .onConflict((conflict) => conflict.columns(['thread_sid', 'place']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) continue;
    await startReplay(tx, row);
    return row;
  }
  throw hookRefusal(given.face, 'tooMany');
}

async function freePlace(db: Reader, threadSid: string): Promise<number | null> {
  const rows = await db
    .selectFrom('scoped_webhooks')
    .select('place')
    .where('thread_sid', '=', threadSid)
    .execute();
  const taken = new Set(rows.map(({ place }) => place));
  for (let place = 0; place < MOST_WEBHOOKS; place += 1) if (!taken.has(place)) return place;
  return null;
}

/** A webhook of a thread by SID. Both generations see the same ones. */
export function findScopedWebhook(
  db: Reader,
  accountSid: string,
  threadSid: string,
  sid: string,
): Promise<ScopedWebhookRow | undefined> {
  return db
    .selectFrom('scoped_webhooks')
    .selectAll()
    .where('sid', '=', sid)
    .where('thread_sid', '=', threadSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The webhooks of a thread, as a query that can be paged. */
export function listScopedWebhooks(db: Reader, thread: ThreadRow) {
  return db.selectFrom('scoped_webhooks').selectAll().where('thread_sid', '=', thread.sid);
}

/** What was said takes the place of what was; the whole must fit the target as when it was made. */
export async function updateScopedWebhook(
  tx: Transaction,
  webhook: ScopedWebhookRow,
  change: ScopedConfiguration,
): Promise<ScopedWebhookRow> {
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const target: ScopedTarget = webhook.target;
  const checked = checkConfiguration(webhook.face, target, { ...configurationOf(webhook), ...said });
  return tx.db
    .updateTable('scoped_webhooks')
    .set({
      ...columnsOf(checked),
      ...(target === 'studio' ? { url: webhook.url } : {}),
      date_updated: tx.now,
    })
    .where('sid', '=', webhook.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Takes a webhook from its thread. */
export async function removeScopedWebhook(tx: Transaction, webhook: ScopedWebhookRow): Promise<void> {
  await tx.db.deleteFrom('scoped_webhooks').where('sid', '=', webhook.sid).execute();
}

/** Takes every webhook from threads that go. */
export async function removeScopedWebhooksOf(tx: Transaction, threadSids: readonly string[]): Promise<void> {
  if (threadSids.length === 0) return;
  await tx.db.deleteFrom('scoped_webhooks').where('thread_sid', 'in', threadSids).execute();
}
