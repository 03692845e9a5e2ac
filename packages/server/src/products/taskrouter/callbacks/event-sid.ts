// The SID under which the outside knows an event of the log, and back.

/** The SID of the event with this number in the log. */
export function eventSid(id: number): string {
  return `EV${id.toString(16).padStart(32, '0')}`;
}

/** The number in the log of the event with this SID; null when no event can have it. */
export function eventNumber(sid: string): number | null {
  const number = Number.parseInt(sid.slice(2), 16);
  return Number.isSafeInteger(number) ? number : null;
}
