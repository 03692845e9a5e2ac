// What is told of invites that are made and that go.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { InviteRow } from '#storage/schema/hooks.ts';
import { originOf } from './origin.ts';

/** Tells of invites. */
export function recordInvites(
  tx: Transaction,
  type: 'invite.added' | 'invite.removed',
  invites: readonly InviteRow[],
): void {
  for (const invite of invites) {
    appendEvent(tx, {
      type,
      accountSid: invite.account_sid,
      subjectSid: invite.sid,
      data: {
        serviceSid: invite.service_sid,
        threadSid: invite.thread_sid,
        identity: invite.identity,
        origin: originOf(tx),
      },
    });
  }
}
