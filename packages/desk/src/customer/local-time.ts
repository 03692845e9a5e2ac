// What time it is where a customer lives, if that can be known.

interface Zoned {
  getTimeZones?: () => readonly string[] | undefined;
  readonly timeZones?: readonly string[];
}

function clockIn(zone: string, now: number): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: zone, timeStyle: 'short' }).format(now);
}

/** The time in a country; null where several hold, because a number does not tell in which part somebody is. */
export function localTime(country: string, now: number): string | null {
  const region = new Intl.Locale('und', { region: country }) as Intl.Locale & Zoned;
  const zones = region.getTimeZones?.() ?? region.timeZones ?? [];
  const times = new Set(zones.map((zone) => clockIn(zone, now)));
  const [only] = times;
  return times.size === 1 ? (only ?? null) : null;
}
