// A participant as it comes into being: its row, and what is told of it.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import type { Face } from './hooks/event-names.ts';
import { originOf } from './origin.ts';

/** What every new participant may come with. */
export interface ParticipantDetails {
  readonly roleSid?: string | null | undefined;
  readonly participantAttributes?: string | null | undefined;
  readonly dateCreated?: number | null | undefined;
  readonly dateUpdated?: number | null | undefined;
  /** The generation whose codes refusals carry; Programmable Chat when not given. */
  readonly face?: Face;
}

/** What every event of a participant tells. */
export function participantFacts(tx: Transaction, participant: ParticipantRow) {
  return {
    serviceSid: participant.service_sid,
    threadSid: participant.thread_sid,
    identity: participant.identity,
    origin: originOf(tx),
  };
}

/** Tells of a participant who is in the thread from now on. */
export function recordAdded(tx: Transaction, participant: ParticipantRow): void {
  appendEvent(tx, {
    type: 'participant.added',
    accountSid: participant.account_sid,
    subjectSid: participant.sid,
    data: participantFacts(tx, participant),
  });
}

/** The row of a new participant, still without identity and address. */
export function participantRow(
  tx: Transaction,
  thread: Pick<ThreadRow, 'sid' | 'account_sid' | 'service_sid'>,
  given: ParticipantDetails,
  defaultRoleSid: string,
): ParticipantRow {
  return {
    sid: newSid('MB'),
    account_sid: thread.account_sid,
    service_sid: thread.service_sid,
    thread_sid: thread.sid,
    identity: null,
    kind: 'chat',
    address: null,
    proxy_address: null,
    projected_address: null,
    is_open: 1,
    notification_level: 'default',
    role_sid: given.roleSid ?? defaultRoleSid,
    attributes: given.participantAttributes ?? '{}',
    last_read_index: null,
    last_read_at: null,
    date_created: given.dateCreated ?? tx.now,
    date_updated: given.dateUpdated ?? tx.now,
  };
}
