// Small things kept on this device: what was folded away, what was chosen, what is half written.

/** What is kept under a name; `otherwise` when nothing usable is. */
export function kept<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`parley.${name}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

/** Keeps a value; null forgets it. A device that keeps nothing is no reason to stop. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(`parley.${name}`);
    else localStorage.setItem(`parley.${name}`, JSON.stringify(value));
  } catch {
    // A full or closed store loses what would have been kept, and nothing else.
  }
}
