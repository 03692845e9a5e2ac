// Which queue hurts most: nobody there to help, then how long customers have waited, then how many they are.

/** How a queue does, the worst first. */
const LEVELS = ['stuck', 'late', 'slow', 'moving', 'quiet'] as const;
export type Level = (typeof LEVELS)[number];

/** What decides. */
export interface Strain {
  readonly name: string;
  readonly waiting: number;
  /** Seconds. */
  readonly longest: number;
  /** Workers to whom something can be offered; null where only one is meant. */
  readonly available: number | null;
}

/** Seconds from which on customers notice, and from which on they leave. */
const SLOW_S = 30;
const LATE_S = 120;

/** How a queue does. A wait that has just begun is no trouble, even while nobody is free. */
export function levelOf({ waiting, longest, available }: Omit<Strain, 'name'>): Level {
  if (waiting === 0) return 'quiet';
  if (available === 0 && longest >= SLOW_S) return 'stuck';
  if (longest >= LATE_S) return 'late';
  if (longest >= SLOW_S) return 'slow';
  return 'moving';
}

/** Orders queues so that what hurts most comes first. */
export function byPain(a: Strain, b: Strain): number {
  return (
    LEVELS.indexOf(levelOf(a)) - LEVELS.indexOf(levelOf(b)) ||
    b.longest - a.longest ||
    b.waiting - a.waiting ||
    a.name.localeCompare(b.name)
  );
}
