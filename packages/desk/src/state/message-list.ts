// Messages in order of their index, whichever way they come: pages from before, news, corrections.
interface Indexed {
  readonly index: number;
}

/**
 * The messages with others among them, in order and each once; of two with one index the newer fact wins.
 * `known` is in order already. Arrivals at either end, the usual case, cost no sorting.
 */
export function withMessages<M extends Indexed>(known: readonly M[], arrived: readonly M[]): readonly M[] {
  if (arrived.length === 0) return known;
  const sorted = arrived.toSorted((one, other) => one.index - other.index);
  if (known.length === 0 || sorted[0]!.index > known.at(-1)!.index) return [...known, ...sorted];
  if (sorted.at(-1)!.index < known[0]!.index) return [...sorted, ...known];
  const byIndex = new Map<number, M>();
  for (const message of known) byIndex.set(message.index, message);
  for (const message of sorted) byIndex.set(message.index, message);
  return [...byIndex.values()].sort((one, other) => one.index - other.index);
}

/** The messages without the one of this index. */
export function withoutMessage<M extends Indexed>(known: readonly M[], index: number): readonly M[] {
  return known.filter((message) => message.index !== index);
}
