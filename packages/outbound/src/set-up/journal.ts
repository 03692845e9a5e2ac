// What a set-up had to change, in the order in which it did.

/** The changes of one run. */
export class Journal {
  readonly #entries: string[] = [];

  get entries(): readonly string[] {
    return this.#entries;
  }

  note(change: string): void {
    this.#entries.push(change);
  }
}
