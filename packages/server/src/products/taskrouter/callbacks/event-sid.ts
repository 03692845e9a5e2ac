// The SID under which the outside knows an event of the log.

/** The SID of the event with this number in the log. */
export function eventSid(id: number): string {
  return `EV${id.toString(16).padStart(32, '0')}`;
}
