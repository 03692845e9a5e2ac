// Dates on the event bridge are whole seconds since the epoch.

/** Seconds of a time in milliseconds; null stays null. */
export function seconds(time: number): number;
export function seconds(time: number | null): number | null;
export function seconds(time: number | null): number | null {
  return time === null ? null : Math.floor(time / 1_000);
}
