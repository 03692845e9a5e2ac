// Threads themselves: making, finding, changing and removing them.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';

/** A thread about to be made. */
export interface NewThread {
  /** A SID reserved before, for callers that must write it elsewhere first. */
  readonly sid?: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly friendlyName?: string | null | undefined;
  readonly uniqueName?: string | null | undefined;
  readonly attributes?: string | null | undefined;
  readonly type?: 'public' | 'private' | null | undefined;
  readonly createdBy?: string | null | undefined;
  readonly dateCreated?: number | null | undefined;
  readonly dateUpdated?: number | null | undefined;
}

/** A thread of a service by SID or unique name. */
export function findThread(
  db: Reader,
  accountSid: string,
  serviceSid: string,
  sidOrUniqueName: string,
): Promise<ThreadRow | undefined> {
  return db
    .selectFrom('threads')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', serviceSid)
    .where(isSid(sidOrUniqueName, 'CH') ? 'sid' : 'unique_name', '=', sidOrUniqueName)
    .executeTakeFirst();
}

/** A thread of the account by SID, whichever service it is in. */
export function findThreadBySid(db: Reader, accountSid: string, sid: string): Promise<ThreadRow | undefined> {
  return db
    .selectFrom('threads')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('sid', '=', sid)
    .executeTakeFirst();
}

/** Refuses unique names that would be taken for a SID (50306). */
function refuseUnusableName(uniqueName: string | null | undefined): void {
  if (uniqueName && isSid(uniqueName, 'CH')) throw apiError(50306);
}

/** Creates a thread. 409/50307 when the unique name is taken in the service. */
export async function createThread(tx: Transaction, given: NewThread): Promise<ThreadRow> {
  refuseUnusableName(given.uniqueName);
  const thread = await tx.db
    .insertInto('threads')
    .values({
      sid: given.sid ?? newSid('CH'),
      account_sid: given.accountSid,
      service_sid: given.serviceSid,
      friendly_name: given.friendlyName ?? null,
      unique_name: given.uniqueName ?? null,
      attributes: given.attributes ?? '{}',
      type: given.type ?? 'public',
      created_by: given.createdBy ?? 'system',
      members_count: 0,
      messages_count: 0,
      next_index: 0,
      version: 0,
      date_created: given.dateCreated ?? tx.now,
      date_updated: given.dateUpdated ?? tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (thread === undefined) throw apiError(50307);
  appendEvent(tx, {
    type: 'thread.added',
    accountSid: thread.account_sid,
    subjectSid: thread.sid,
    data: { serviceSid: thread.service_sid, attributes: thread.attributes },
  });
  return thread;
}

/** Fields of a thread that can be changed; what is not named stays. */
export interface ThreadChange {
  readonly friendly_name?: string | null;
  readonly unique_name?: string | null;
  readonly attributes?: string;
  readonly created_by?: string;
  readonly date_created?: number;
  readonly date_updated?: number;
}

/**
 * Changes a thread. With `ifVersion`, only when the thread has that version (412/20412). 409/50307 when the new
 * unique name is taken.
 */
export async function updateThread(
  tx: Transaction,
  thread: ThreadRow,
  change: ThreadChange,
  ifVersion: string | null = null,
): Promise<ThreadRow> {
  refuseUnusableName(change.unique_name);
  await refuseTakenName(tx, thread, change.unique_name);
  let query = tx.db
    .updateTable('threads')
    .set((eb) => ({ date_updated: tx.now, ...change, version: eb('version', '+', 1) }))
    .where('sid', '=', thread.sid);
  if (ifVersion !== null)
    query = query.where('version', '=', /^\d{1,15}$/.test(ifVersion) ? Number(ifVersion) : -1);
  const updated = await query.returningAll().executeTakeFirst();
  if (updated === undefined) throw apiError(20412);
  appendEvent(tx, {
    type: 'thread.updated',
    accountSid: updated.account_sid,
    subjectSid: updated.sid,
    data: { serviceSid: updated.service_sid, attributes: updated.attributes },
  });
  return updated;
}

/** The polite half of the unique-name rule; the index `uq_threads_unique_name` is the other. */
async function refuseTakenName(
  tx: Transaction,
  thread: ThreadRow,
  uniqueName: string | null | undefined,
): Promise<void> {
  if (!uniqueName || uniqueName === thread.unique_name) return;
  const holder = await tx.db
    .selectFrom('threads')
    .select('sid')
    .where('service_sid', '=', thread.service_sid)
    .where('unique_name', '=', uniqueName)
    .executeTakeFirst();
  if (holder !== undefined) throw apiError(50307);
}

/** Removes a thread with its participants and messages. */
export async function removeThread(tx: Transaction, thread: ThreadRow): Promise<void> {
  const left = await tx.db
    .deleteFrom('participants')
    .where('thread_sid', '=', thread.sid)
    .returning('identity')
    .execute();
  if (left.length > 0) {
    await tx.db
      .updateTable('users')
      .set((eb) => ({ joined_channels_count: eb('joined_channels_count', '-', 1) }))
      .where('service_sid', '=', thread.service_sid)
      .where(
        'identity',
        'in',
        left.map((row) => row.identity),
      )
      .execute();
  }
  await tx.db.deleteFrom('messages').where('thread_sid', '=', thread.sid).execute();
  await tx.db.deleteFrom('threads').where('sid', '=', thread.sid).execute();
  appendEvent(tx, {
    type: 'thread.removed',
    accountSid: thread.account_sid,
    subjectSid: thread.sid,
    data: { serviceSid: thread.service_sid, attributes: thread.attributes },
  });
}
