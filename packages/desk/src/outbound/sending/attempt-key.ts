// The key that lets one message be asked for several times and sent once: a double press, or another try after the
// connection broke, is the same attempt; anything after an answer is another one.

let current: { readonly key: string; readonly what: string } | null = null;

/** The key for asking for exactly this. */
export function attemptKey(what: string): string {
  if (current?.what !== what) current = { key: `desk-${crypto.randomUUID()}`, what };
  return current.key;
}

/** The server has answered: whoever asks for the same again wants it once more. */
export function attemptAnswered(): void {
  current = null;
}
