// Waiting for the answers to texts: a usable one is carried out, else the fallback URL is asked.
import type { Transaction } from '#storage/database.ts';
import {
  type Answer,
  type AnswerHandler,
  type AnswerHandlers,
  type Asked,
  type Failure,
  isXmlType,
  parseFailure,
  readTwiml,
} from '#webhooks/webhooks.ts';
import { carryOut, recordFaults } from './carry-out.ts';
import { type Fetching, fetchDocument, TWIML_ASKER } from './tell-owner.ts';

/** Twilio's alerts: an unusable status, an unusable type. */
const NOT_RETRIEVED = 11_200;
const WRONG_CONTENT_TYPE = 12_300;

/** Why an answer is as good as none: its status, its type, or XML that is none. */
function refuse(answer: Answer): Failure | null {
  if (answer.status < 200 || answer.status >= 300) {
    return { code: NOT_RETRIEVED, message: `The receiver answered ${answer.status}` };
  }
  if (answer.body.trim() === '') return null;
  if (!isXmlType(answer.contentType) && answer.contentType !== 'text/plain') {
    const sent = answer.contentType ?? 'no content type';
    return { code: WRONG_CONTENT_TYPE, message: `The receiver answered with ${sent}` };
  }
  return parseFailure(answer.contentType, answer.body);
}

/** Asks the fallback URL, which is told why. */
async function failed(tx: Transaction, asked: Asked, failure: Failure): Promise<void> {
  recordFaults(tx, asked, [failure]);
  const fetching = asked.facts as unknown as Fetching;
  const { fallback } = fetching;
  if (!fallback) return;
  const parameters = { ...asked.parameters, ErrorCode: String(failure.code), ErrorUrl: fetching.url };
  await fetchDocument(tx, asked.accountSid, parameters, {
    ...fetching,
    url: fallback.url,
    method: fallback.method,
    fallback: null,
  });
}

const handler: AnswerHandler = {
  refuse,
  answered: (tx, asked, answer) => carryOut(tx, asked, readTwiml(answer.contentType, answer.body)),
  failed,
};

/** Who waits for the answers to texts. */
export const messagingAnswers: AnswerHandlers = { [TWIML_ASKER]: handler };
