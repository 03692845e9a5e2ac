// Webhooks whose answer matters: what is asked, what comes back, and the one who waits for it.
import type { Transaction } from '#storage/database.ts';
import type { Outcome } from './outcome.ts';

/** How long a receiver has when the asker says nothing (TaskRouter "Handle assignment callbacks"). */
export const DEFAULT_ANSWER_LIMIT_MS = 5_000;

/** What makes a webhook a question. */
export interface Question {
  /** Name of the one who waits, among the `AnswerHandlers` of the server. */
  readonly asker: string;
  /** What the asker needs to go on from the answer, kept with the delivery. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Asked with the same parameters when the first URL gives no usable answer. */
  readonly fallbackUrl?: string | null;
  /** Milliseconds the receiver has, 15 seconds at most. */
  readonly answerLimit?: number;
}

/** What a receiver answered within its time. */
export interface Answer {
  readonly status: number;
  /** The media type without its parameters, in lower case; null when the receiver named none. */
  readonly contentType: string | null;
  readonly body: string;
}

/** Why there is no answer, or why it could not be followed. */
export interface Failure {
  /** The number of Twilio's alert. */
  readonly code: number;
  /** A sentence for people. */
  readonly message: string;
}

/** A question that is over. */
export interface Asked {
  readonly accountSid: string;
  /** SID of the last delivery of the question. */
  readonly deliverySid: string;
  readonly subjectSid: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Someone who waits for answers. A question ends in exactly one of `answered` and `failed`. */
export interface AnswerHandler {
  /** Why an answer is as good as none, so that the fallback URL is asked; null when it is usable. */
  readonly refuse: (answer: Answer) => Failure | null;
  /**
   * Acts on the answer, in the transaction that closes the delivery. Resolves with a remark the log shows beside
   * the answer, or null. When it throws, what it wrote is taken back and `failed` is called instead.
   */
  readonly answered: (tx: Transaction, asked: Asked, answer: Answer) => Promise<string | null>;
  /** No URL gave a usable answer, or the answer could not be followed. */
  readonly failed: (tx: Transaction, asked: Asked, failure: Failure) => Promise<void>;
}

/** Those who wait for answers, by the name questions are asked under. */
export type AnswerHandlers = Readonly<Record<string, AnswerHandler>>;

/** Twilio's alerts: no usable URL, no connection or no answer in time, an unusable status, an unusable type. */
const INVALID_URL = 11_100;
const NO_CONNECTION = 11_205;
const NOT_RETRIEVED = 11_200;
const WRONG_CONTENT_TYPE = 12_300;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The usual rule for `refuse`: usable is a 200 with nothing, or with JSON sent as application/json. `notJson` is
 * the alert for a body that is no JSON.
 */
export function jsonRefusal(answer: Answer, notJson: number = NOT_RETRIEVED): Failure | null {
  if (answer.status !== 200) {
    return { code: NOT_RETRIEVED, message: `The receiver answered ${answer.status} instead of 200` };
  }
  if (answer.body.trim() === '') return null;
  if (answer.contentType !== 'application/json') {
    const sent = answer.contentType ?? 'no content type';
    return {
      code: WRONG_CONTENT_TYPE,
      message: `The receiver answered with ${sent} instead of application/json`,
    };
  }
  return isJson(answer.body) ? null : { code: notJson, message: 'The body of the answer is no JSON' };
}

/** Why an attempt brought no usable answer; null when it brought one. */
export function failureOf(outcome: Outcome, refuse: AnswerHandler['refuse']): Failure | null {
  switch (outcome.kind) {
    case 'answered':
      return refuse(outcome);
    case 'refused':
      return { code: INVALID_URL, message: outcome.error };
    case 'unreachable':
      return { code: NO_CONNECTION, message: outcome.error };
    case 'stopped':
      return null;
  }
}
