// ISO 8601 durations, the way timers are written on the wire.

const SHAPE =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/i;

const DAY_MS = 86_400_000;
/** Milliseconds of each unit in the order of the shape; years and months are taken as 365 and 30 days. */
const UNITS = [365 * DAY_MS, 30 * DAY_MS, 7 * DAY_MS, DAY_MS, 3_600_000, 60_000, 1_000] as const;

/** Longer than any conversation lives; it keeps dates in a range every database and client can hold. */
const LONGEST_MS = 100 * 365 * DAY_MS;

/** Milliseconds of an ISO 8601 duration (`PT10M`, `P1DT12H`) of at most a hundred years, or null. */
export function parseDuration(text: string): number | null {
  const match = text.length > 64 || /[PT]$/i.test(text) ? null : SHAPE.exec(text);
  if (match === null) return null;
  const total = UNITS.reduce((sum, unit, position) => sum + Number(match[position + 1] ?? 0) * unit, 0);
  return total <= LONGEST_MS ? Math.round(total) : null;
}
