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

/**
 * What the whole text means as a word, or null for an ordinary text. Case, surrounding space and closing
 * punctuation do not count.
 */
export function optOutTypeOf(body: string | null, isOptedOut: boolean): OptOutType | null {
  const word = wordOf(body);
  if (STOP.has(word)) return 'STOP';
  if (START.has(word)) return 'START';
  if (HELP.has(word)) return 'HELP';
  return isOptedOut && word === START_AFTER_STOP ? 'START' : null;
}

/** Whether the text could be a word at all, so that most texts need no look at the opt-outs. */
export function maybeOptOutWord(body: string | null): boolean {
  return optOutTypeOf(body, true) !== null;
}

function wordOf(body: string | null): string {
  if (body === null || body.length > 40) return '';
  return body
    .trim()
    .replace(/[\s.!?,;:'")]+$/u, '')
    .replace(/\s+/gu, ' ')
    .toUpperCase();
}
