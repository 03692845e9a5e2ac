// What became of messages that were not carried on as they should have been: an event each, with Twilio's code.
import { appendEvent } from '#events/event-log.ts';
import type { EventData } from '#events/event-types.ts';
import { CATALOGUE } from '#kernel/error-catalogue.ts';
import type { Transaction } from '#storage/database.ts';

/** What a warning is about. */
export interface Warned {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sessionSid: string | null;
  /** The message or the interaction. */
  readonly subjectSid: string;
  readonly from: string;
  readonly to: string;
}

export type WarningCode = EventData['proxy.warning']['code'];

/** Records the warning; `explanation` replaces the catalogue's sentence where more is known. */
export function warn(tx: Transaction, about: Warned, code: WarningCode, explanation?: string): void {
  const { accountSid, subjectSid, ...facts } = about;
  const message = explanation ?? CATALOGUE[code].message;
  appendEvent(tx, { type: 'proxy.warning', accountSid, subjectSid, data: { ...facts, code, message } });
}
