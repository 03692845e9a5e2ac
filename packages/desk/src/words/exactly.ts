// A point in time in full, in the reader's language. Every page needs it, the rest of the moments only some.

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** A day and its time in full, for those who point at it. */
export function exactly(at: string | number | Date): string {
  return EXACT.format(new Date(at));
}
