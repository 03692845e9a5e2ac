// What a webhook of one thread must say for itself, by its target; each generation refuses in its own codes.
import { type ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import { currentName, type Face, SCOPED_EVENTS } from './event-names.ts';

/** Who is called. */
export const TARGETS = ['webhook', 'trigger', 'studio'] as const;
export type ScopedTarget = (typeof TARGETS)[number];

/** Most webhooks a thread can have (Channel Webhook and Conversation Scoped Webhook resources). */
export const MOST_WEBHOOKS = 5;
const MOST_TRIGGERS = 5;
/** Characters of a trigger, as the page of 50366 has them. */
const LONGEST_TRIGGER = 248;
const LONGEST_URL = 2_048;
const MOST_RETRIES = 3;

/** What is configured of a webhook; undefined is what was not said. */
export interface ScopedConfiguration {
  readonly url?: string | null | undefined;
  readonly method?: string | null | undefined;
  readonly filters?: readonly string[] | null | undefined;
  readonly triggers?: readonly string[] | null | undefined;
  readonly flowSid?: string | null | undefined;
  readonly retryCount?: number | null | undefined;
}

/** A configuration that was found good. */
export interface CheckedConfiguration {
  readonly url: string | null;
  readonly method: 'GET' | 'POST' | null;
  readonly filters: readonly string[];
  readonly triggers: readonly string[];
  readonly flowSid: string | null;
  readonly retryCount: number;
}

/** Twilio's codes for what can be wrong, for Chat and for Conversations. */
const CODES = {
  tooMany: { chat: 50321, conversations: 50361 },
  tooManyTriggers: { chat: 50322, conversations: 50362 },
  badTarget: { chat: 50324, conversations: 50364 },
  badFilter: { chat: 50325, conversations: 50365 },
  badTrigger: { chat: 50326, conversations: 50366 },
  badFlow: { chat: 50327, conversations: 50367 },
  noTarget: { chat: 50328, conversations: 50368 },
  noUrl: { chat: 50329, conversations: 50369 },
  noFilters: { chat: 50330, conversations: 50370 },
  noTriggers: { chat: 50331, conversations: 50371 },
  longUrl: { chat: 50332, conversations: 50372 },
} as const;

/** The refusal in the code of a generation; `parameter` is told to programs. */
export function hookRefusal(face: Face, what: keyof typeof CODES, parameter?: string): ApiError {
  return apiError(CODES[what][face], undefined, parameter === undefined ? undefined : { parameter });
}

/** The target a parameter names: refused when it is missing (50328, 50368) or none of the three (50324, 50364). */
export function readTarget(face: Face, given: string | null | undefined): ScopedTarget {
  const parameter = face === 'chat' ? 'Type' : 'Target';
  if (!given) throw hookRefusal(face, 'noTarget', parameter);
  const target = TARGETS.find((name) => name === given.toLowerCase());
  if (target === undefined) throw hookRefusal(face, 'badTarget', parameter);
  return target;
}

function readUrl(face: Face, url: string | null | undefined): string {
  if (!url) throw hookRefusal(face, 'noUrl', 'Configuration.Url');
  if (url.length > LONGEST_URL) throw hookRefusal(face, 'longUrl', 'Configuration.Url');
  const isUsable = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isUsable) throw hookRefusal(face, 'noUrl', 'Configuration.Url');
  return url;
}

function readMethod(method: string | null | undefined): 'GET' | 'POST' {
  const word = (method ?? 'POST').toUpperCase();
  if (word === 'GET' || word === 'POST') return word;
  throw invalidParameter('Configuration.Method', 'it is not one of GET, POST');
}

function readFilters(face: Face, filters: readonly string[] | null | undefined): string[] {
  const names = (filters ?? []).filter((name) => name !== '');
  if (names.length === 0) throw hookRefusal(face, 'noFilters', 'Configuration.Filters');
  const isKnown = names.every((name) => SCOPED_EVENTS[face].has(currentName(face, name)));
  if (!isKnown) throw hookRefusal(face, 'badFilter', 'Configuration.Filters');
  return [...new Set(names)];
}

function readTriggers(face: Face, triggers: readonly string[] | null | undefined): string[] {
  const words = triggers ?? [];
  if (words.length === 0) throw hookRefusal(face, 'noTriggers', 'Configuration.Triggers');
  if (words.length > MOST_TRIGGERS) throw hookRefusal(face, 'tooManyTriggers', 'Configuration.Triggers');
  const isUsable = words.every((word) => word.trim() !== '' && word.length <= LONGEST_TRIGGER);
  if (!isUsable) throw hookRefusal(face, 'badTrigger', 'Configuration.Triggers');
  return [...new Set(words)];
}

function readFlow(face: Face, flowSid: string | null | undefined): string {
  if (!flowSid || !isSid(flowSid, 'FW')) throw hookRefusal(face, 'badFlow', 'Configuration.FlowSid');
  return flowSid;
}

function readRetryCount(count: number | null | undefined): number {
  const retries = count ?? 0;
  const isUsable = Number.isInteger(retries) && retries >= 0 && retries <= MOST_RETRIES;
  if (!isUsable) throw apiError(50065, undefined, { parameter: 'Configuration.RetryCount' });
  return retries;
}

/**
 * Checks a configuration against its target. A webhook has a URL and filters, a trigger a URL and words, a Studio
 * target a flow; what a target has no use for is dropped.
 */
export function checkConfiguration(
  face: Face,
  target: ScopedTarget,
  given: ScopedConfiguration,
): CheckedConfiguration {
  const nothing = { url: null, method: null, filters: [], triggers: [], flowSid: null };
  const retryCount = readRetryCount(given.retryCount);
  if (target === 'studio') return { ...nothing, flowSid: readFlow(face, given.flowSid), retryCount };
  const place = { url: readUrl(face, given.url), method: readMethod(given.method) };
  if (target === 'trigger') {
    return { ...nothing, ...place, triggers: readTriggers(face, given.triggers), retryCount };
  }
  return { ...nothing, ...place, filters: readFilters(face, given.filters), retryCount };
}
