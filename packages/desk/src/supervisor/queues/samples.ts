// How many waited in each queue in the last quarter of an hour, as this page saw it; a reload keeps it.

/** When, in milliseconds, and how many waited. */
export type Sample = readonly [at: number, waiting: number];
export type Samples = Readonly<Record<string, readonly Sample[]>>;

/** How far back samples go. */
export const SPAN_MS = 15 * 60_000;
const KEY = 'parley.queue-samples';
/** Closer together than this, a later sample takes the place of the earlier one. */
const STEP_MS = 4_000;

/** The samples with those of a moment among them. Queues that are gone are forgotten. */
export function withSample(samples: Samples, at: number, waiting: Readonly<Record<string, number>>): Samples {
  return Object.fromEntries(
    Object.entries(waiting).map(([sid, count]) => {
      const kept = (samples[sid] ?? []).filter(([time]) => time > at - SPAN_MS && time <= at);
      const before = kept.at(-2)?.[0] ?? Number.NEGATIVE_INFINITY;
      const isClose = kept.length > 1 && at - before < 2 * STEP_MS && at - kept.at(-1)![0] < STEP_MS;
      return [sid, [...(isClose ? kept.slice(0, -1) : kept), [at, count] as const]];
    }),
  );
}

function isSample(value: unknown): value is Sample {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

/** What was kept in this tab; nothing where it cannot be read. */
export function keptSamples(): Samples {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    const entries = Object.entries(kept as Record<string, unknown>);
    return Object.fromEntries(
      entries.map(([sid, list]) => [sid, Array.isArray(list) ? list.filter(isSample) : []]),
    );
  } catch {
    return {};
  }
}

/** Keeps them for a reload; a tab without room goes without. */
export function keepSamples(samples: Samples): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(samples));
  } catch {
    // Only a line in a table depends on it.
  }
}
