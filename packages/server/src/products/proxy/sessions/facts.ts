// What events tell of a session.
import type { SessionFacts } from '#events/event-types.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';

/** The account, the subject and the facts of an event about the session. */
export function sessionFacts(
  row: Pick<ProxySessionRow, 'account_sid' | 'sid' | 'service_sid' | 'unique_name' | 'closed_reason'>,
): { accountSid: string; subjectSid: string; data: SessionFacts } {
  return {
    accountSid: row.account_sid,
    subjectSid: row.sid,
    data: { serviceSid: row.service_sid, uniqueName: row.unique_name, closedReason: row.closed_reason },
  };
}
