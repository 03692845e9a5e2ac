// What a server may answer when it is told of a text without a session (Twilio: "Out-of-Session Callback Response
// Guide"): nothing, replies, or a session to be made.
import { parseIsoDate } from '#kernel/dates.ts';
import type { SessionMode } from '#storage/schema/proxy.ts';
import { type Answer, isXmlType, parseFailure, type Reply, readTwiml } from '#webhooks/webhooks.ts';

/** A session somebody's server wants made for the sender of a text. */
export interface WantedSession {
  readonly uniqueName: string | null;
  readonly mode: SessionMode | null;
  readonly ttl: number | null;
  readonly dateExpiry: number | null;
  readonly participantIdentifier: string;
  readonly participantProxyIdentifier: string | null;
}

/** An answer, understood. */
export type Instruction = { readonly replies: readonly Reply[] } | { readonly session: WantedSession };

/** Why an answer cannot be followed, in a sentence. */
export class UnusableAnswer extends Error {}

const MODES: ReadonlySet<unknown> = new Set<SessionMode>(['message-only', 'voice-only', 'voice-and-message']);
const LONGEST_NAME = 191;
const LONGEST_TTL = 2 ** 31 - 1;
/** As many replies to one text are sent. */
const MOST_REPLIES = 10;

function textIn(fields: ReadonlyMap<string, unknown>, key: string): string | null {
  const value = fields.get(key.toLowerCase()) ?? null;
  if (value === null || value === '') return null;
  if (typeof value !== 'string' || value.length > LONGEST_NAME || value.includes('\0')) {
    throw new UnusableAnswer(`${key} is no text of at most ${LONGEST_NAME} characters`);
  }
  return value;
}

function ttlIn(fields: ReadonlyMap<string, unknown>): number | null {
  const value = fields.get('ttl') ?? null;
  if (value === null || value === '') return null;
  const ttl = Number(value);
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > LONGEST_TTL) throw new UnusableAnswer('ttl is no time');
  return ttl;
}

function dateIn(fields: ReadonlyMap<string, unknown>): number | null {
  const text = textIn(fields, 'dateExpiry');
  const date = text === null ? null : parseIsoDate(text);
  if (text !== null && date === null) throw new UnusableAnswer('dateExpiry is no date');
  return date;
}

function modeIn(fields: ReadonlyMap<string, unknown>): SessionMode | null {
  const mode = textIn(fields, 'mode');
  if (mode !== null && !MODES.has(mode)) throw new UnusableAnswer('mode is none of the three there are');
  return mode as SessionMode | null;
}

function sessionIn(text: string): WantedSession {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnusableAnswer('The body of the answer is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnusableAnswer('The answer is no JSON object');
  }
  const fields = new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
  const participantIdentifier = textIn(fields, 'participantIdentifier');
  if (participantIdentifier === null) throw new UnusableAnswer('participantIdentifier is missing');
  return {
    uniqueName: textIn(fields, 'uniqueName'),
    mode: modeIn(fields),
    ttl: ttlIn(fields),
    dateExpiry: dateIn(fields),
    participantIdentifier,
    participantProxyIdentifier: textIn(fields, 'participantProxyIdentifier'),
  };
}

/** The replies of a document that holds nothing else. */
function repliesIn(contentType: string | null, body: string): Reply[] {
  const failure = parseFailure(contentType, body);
  if (failure !== null) throw new UnusableAnswer(failure.message);
  const { steps, warnings } = readTwiml(contentType, body);
  if (warnings[0] !== undefined) throw new UnusableAnswer(warnings[0].message);
  if (steps.length > MOST_REPLIES) throw new UnusableAnswer(`More than ${MOST_REPLIES} replies to one text`);
  return steps.map((step) => {
    if (step.kind === 'redirect') throw new UnusableAnswer('Redirect cannot answer a text here');
    return step.reply;
  });
}

/** Understands an answer; throws `UnusableAnswer` when it cannot be followed. */
export function readInstruction({ status, contentType, body }: Answer): Instruction {
  if (status < 200 || status > 299) {
    throw new UnusableAnswer(`The receiver answered ${status} instead of 200`);
  }
  if (body.trim() === '') return { replies: [] };
  if (contentType === 'application/json') return { session: sessionIn(body) };
  if (!isXmlType(contentType) && contentType !== 'text/plain') {
    throw new UnusableAnswer(`The receiver answered with ${contentType ?? 'no content type'}`);
  }
  return { replies: repliesIn(contentType, body) };
}
