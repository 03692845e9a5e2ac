// The words by which people refuse texts, ask for them again, or ask for help.

/** What a text that is one of the words means ("Twilio support for opt-out keywords": OptOutType). */
export type OptOutType = 'STOP' | 'START' | 'HELP';

const STOP = new Set([
  'STOP',
  'STOPALL',
  'STOP ALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
  'OPT-OUT',
]);
const START = new Set(['START', 'UNSTOP']);
const HELP = new Set(['HELP', 'INFO']);

/** A word of everyday conversation: it asks for texts again only when they were refused before. */
const START_AFTER_STOP = 'YES';

/** Words that count besides the usual ones, in upper case. */
export interface OwnWords {
  readonly stopWords: readonly string[];
  readonly startWords: readonly string[];
  readonly helpWords: readonly string[];
}

const NO_WORDS: OwnWords = { stopWords: [], startWords: [], helpWords: [] };

/**
 * What the whole text means as a word, or null for an ordinary text. Case, surrounding space and closing
 * punctuation do not count.
 */
export function optOutTypeOf(
  body: string | null,
  isOptedOut: boolean,
  own: OwnWords = NO_WORDS,
): OptOutType | null {
  const word = wordOf(body);
  if (word === '') return null;
  if (STOP.has(word) || own.stopWords.includes(word)) return 'STOP';
  if (START.has(word) || own.startWords.includes(word)) return 'START';
  if (HELP.has(word) || own.helpWords.includes(word)) return 'HELP';
  return isOptedOut && word === START_AFTER_STOP ? 'START' : null;
}

/** Whether the text could be a word at all, so that most texts need no look at the refusals. */
export function maybeOptOutWord(body: string | null, own: OwnWords = NO_WORDS): boolean {
  return optOutTypeOf(body, true, own) !== null;
}

/** A text as words are compared: upper case, without surrounding space and closing punctuation; empty when too long. */
export function wordOf(body: string | null): string {
  if (body === null || body.length > 40) return '';
  return body
    .trim()
    .replace(/[\s.!?,;:'")]+$/u, '')
    .replace(/\s+/gu, ' ')
    .toUpperCase();
}
