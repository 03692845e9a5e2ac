// What processes tell each other without storing it: facts that are over in a moment, by topic.

/** Nothing that is a signal begins like this. */
const MARK = '~';
/** Longer facts are told to nobody else: they would not fit into a notification. */
const LONGEST_WORD = 4_000;

/** Those who listen in this process. */
export class Whispers {
  readonly #listeners = new Map<string, ((fact: unknown) => void)[]>();

  on(topic: string, listener: (fact: unknown) => void): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener]);
  }

  hear(topic: string, fact: unknown): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(fact);
  }

  /** Takes the whispers out of what another process has told, and leaves the signals. */
  sift(words: readonly string[]): ReadonlySet<string> {
    const signals = new Set<string>();
    for (const word of words) {
      if (word.startsWith(MARK)) this.#hearWord(word);
      else signals.add(word);
    }
    return signals;
  }

  #hearWord(word: string): void {
    try {
      const [topic, fact] = JSON.parse(Buffer.from(word.slice(1), 'base64url').toString('utf8'));
      this.hear(topic, fact);
    } catch {
      // Another version of the server speaks otherwise; nobody relies on hearing it.
    }
  }
}

/** A fact as one word among signals; null when it is too long to be told. */
export function whisperedWord(topic: string, fact: unknown): string | null {
  const word = MARK + Buffer.from(JSON.stringify([topic, fact])).toString('base64url');
  return word.length > LONGEST_WORD ? null : word;
}
