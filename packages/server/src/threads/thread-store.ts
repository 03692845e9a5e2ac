// Threads themselves: making, finding, changing and removing them.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ThreadRow, ThreadState } from '#storage/schema/threads.ts';
import type { Face } from './hooks/event-names.ts';
import { originOf } from './origin.ts';
import { refusal } from './refusals.ts';
import {
  setThreadTimers,
  stateChanged,
  stateColumns,
  type TimerChange,
  timerColumns,
} from './thread-states.ts';

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
  /** `active` when not given; a new thread cannot be closed (50384). */
  readonly state?: ThreadState | null | undefined;
  readonly timers?: TimerChange;
  readonly messagingServiceSid?: string | null | undefined;
  /** JSON of the e-mail binding. */
  readonly bindings?: string | null | undefined;
  /** The generation whose codes refusals carry; Programmable Chat when not given. */
  readonly face?: Face;
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

/**
 * The thread as it is now, held until the transaction ends, for changes that build on what it was. One that is gone
 * meanwhile is answered as it was: changing it will be refused.
 */
export async function holdThread(tx: Transaction, thread: ThreadRow): Promise<ThreadRow> {
  const held = await tx.db
    .updateTable('threads')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('sid', '=', thread.sid)
    .returningAll()
    .executeTakeFirst();
  return held ?? thread;
}

/** Refuses unique names that would be taken for a SID (50306, in Conversations 50390). */
function refuseUnusableName(uniqueName: string | null | undefined, face: Face | undefined): void {
  if (uniqueName && isSid(uniqueName, 'CH')) throw refusal(face, 'nameLikeSid');
}

/** Creates a thread. 409/50307 (in Conversations 50353) when the unique name is taken in the service. */
export async function createThread(tx: Transaction, given: NewThread): Promise<ThreadRow> {
  refuseUnusableName(given.uniqueName, given.face);
  const state = given.state ?? 'active';
  if (state === 'closed') throw apiError(50384);
  const timers = timerColumns(tx, state, {
    inactive: given.timers?.inactive ?? null,
    closed: given.timers?.closed ?? null,
  });
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
      bound_count: 0,
      messages_count: 0,
      next_index: 0,
      version: 0,
      state,
      state_changed_at: tx.now,
      ...timers,
      woken_by: null,
      messaging_service_sid: given.messagingServiceSid ?? null,
      bindings: given.bindings ?? null,
      group_key: null,
      date_created: given.dateCreated ?? tx.now,
      date_updated: given.dateUpdated ?? tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (thread === undefined) throw refusal(given.face, 'nameTaken');
  if (thread.inactive_at !== null || thread.closed_at !== null) await setThreadTimers(tx, [thread]);
  appendEvent(tx, {
    type: 'thread.added',
    accountSid: thread.account_sid,
    subjectSid: thread.sid,
    data: threadFacts(tx, thread),
  });
  return thread;
}

/** What every event of a thread tells. */
export function threadFacts(tx: Transaction, thread: ThreadRow) {
  return { serviceSid: thread.service_sid, attributes: thread.attributes, origin: originOf(tx) };
}

/** Fields of a thread that can be changed; what is not named stays. */
export interface ThreadChange {
  readonly friendly_name?: string | null;
  readonly unique_name?: string | null;
  readonly attributes?: string;
  readonly created_by?: string;
  readonly messaging_service_sid?: string | null;
  readonly bindings?: string | null;
  readonly date_created?: number;
  readonly date_updated?: number;
}

/** How a thread is changed beside its fields. */
export interface ThreadUpdate {
  /** Only when the thread has this version: 412/20412. */
  readonly ifVersion?: string | null;
  readonly state?: ThreadState | undefined;
  readonly timers?: TimerChange;
  readonly face?: Face;
}

/**
 * Changes a thread; one whose state or timers change must be held (`holdThread`). 412/20412 when it has another version than the one named, 409/50307 (in Conversations 50353)
 * when the new unique name is taken, 50377 when it is closed.
 */
export async function updateThread(
  tx: Transaction,
  thread: ThreadRow,
  change: ThreadChange,
  { ifVersion = null, state, timers, face }: ThreadUpdate = {},
): Promise<ThreadRow> {
  refuseUnusableName(change.unique_name, face);
  await refuseTakenName(tx, thread, change.unique_name, face);
  const columns = stateColumns(tx, thread, { state, timers });
  let query = tx.db
    .updateTable('threads')
    .set((eb) => ({ date_updated: tx.now, ...change, ...columns, version: eb('version', '+', 1) }))
    .where('sid', '=', thread.sid)
    .where('state', '!=', 'closed');
  if (ifVersion !== null)
    query = query.where('version', '=', /^\d{1,15}$/.test(ifVersion) ? Number(ifVersion) : -1);
  const updated = await query.returningAll().executeTakeFirst();
  if (updated === undefined) throw await refusedUpdate(tx, thread);
  appendEvent(tx, {
    type: 'thread.updated',
    accountSid: updated.account_sid,
    subjectSid: updated.sid,
    data: threadFacts(tx, updated),
  });
  if (Object.keys(columns).length > 0) await setThreadTimers(tx, [updated]);
  if (state !== undefined && state !== thread.state) await stateChanged(tx, updated, thread.state, 'API');
  return updated;
}

/** Nothing was updated: the thread is gone, closed, or has another version than the one named. */
async function refusedUpdate(tx: Transaction, thread: ThreadRow): Promise<Error> {
  const now = await findThreadBySid(tx.db, thread.account_sid, thread.sid);
  return apiError(now?.state === 'closed' ? 50377 : 20412);
}

/** The polite half of the unique-name rule; the index `uq_threads_unique_name` is the other. */
async function refuseTakenName(
  tx: Transaction,
  thread: ThreadRow,
  uniqueName: string | null | undefined,
  face: Face | undefined,
): Promise<void> {
  if (!uniqueName || uniqueName === thread.unique_name) return;
  const holder = await tx.db
    .selectFrom('threads')
    .select('sid')
    .where('service_sid', '=', thread.service_sid)
    .where('unique_name', '=', uniqueName)
    .executeTakeFirst();
  if (holder !== undefined) throw refusal(face, 'nameTaken');
}
