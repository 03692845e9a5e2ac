// The server's answers before sending, as they come over the wire.
import type { RequestError } from '#desk/rest/request.ts';

export interface Check {
  readonly check: string;
  readonly verdict: 'pass' | 'warn' | 'refuse';
  readonly code: number | null;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The facts of a conversation the customer is in already. */
export interface OpenFacts {
  readonly conversation_sid: string | null;
  readonly agent: {
    readonly identity: string;
    readonly worker_sid: string | null;
    readonly worker_name: string;
  } | null;
  readonly task_sid: string | null;
  readonly direction?: 'inbound' | 'outbound';
  readonly age_seconds?: number | null;
  readonly last_message_age_seconds?: number | null;
  /** The work is on its way to somebody else. */
  readonly transfer_sid?: string | null;
}

const QUESTION_OF: Readonly<Record<number, string>> = {
  50416: 'open-conversation',
  80604: 'open-conversation',
  20409: 'open-conversation',
  45353: 'open-conversation',
  45354: 'open-conversation',
  21610: 'opt-out',
  63016: 'window',
  99101: 'quiet-hours',
  99102: 'daily-cap',
};
const QUESTION_ABOUT: Readonly<Record<string, string>> = {
  To: 'to',
  From: 'from',
  SenderPolicy: 'from',
  MessagingServiceSid: 'from',
  Body: 'words',
  ContentSid: 'template',
  ContentVariables: 'template',
};

/** The question a refused call was refused by. */
export function checkOfRefusal({ code, message, details }: RequestError): Check {
  const known = (details ?? {}) as Readonly<Record<string, unknown>>;
  const about = QUESTION_ABOUT[String(known['parameter'])] ?? 'routing';
  return { check: QUESTION_OF[code ?? 0] ?? about, verdict: 'refuse', code, message, details: known };
}

/** The open conversation among the checks, whether it refuses the call or not. */
export function openFacts(checks: readonly Check[]): OpenFacts | null {
  const found = checks.find(({ check, verdict }) => check === 'open-conversation' && verdict !== 'pass');
  return found === undefined ? null : (found.details as unknown as OpenFacts);
}
