// Whether a message says one of the words a webhook waits for.

/** Letters and digits of any script, and what joins them, are parts of a word. */
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;

function isApart(text: string, at: number, length: number): boolean {
  // A character may take two places.
  const before = [...text.slice(Math.max(at - 2, 0), at)].at(-1) ?? '';
  const after = [...text.slice(at + length, at + length + 2)][0] ?? '';
  return !WORD_CHARACTER.test(before) && !WORD_CHARACTER.test(after);
}

function holds(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isApart(text, at, word.length)) return true;
  }
  return false;
}

/**
 * Whether the body of a message holds one of the words, whole and in whatever case: `help` is in "I need HELP!" and
 * not in "helpful". A trigger of several words is looked for as it is.
 */
export function isTriggered(triggers: readonly string[], body: string | null | undefined): boolean {
  if (!body) return false;
  const text = body.toLowerCase();
  return triggers.some((trigger) => holds(text, trigger.trim().toLowerCase()));
}
