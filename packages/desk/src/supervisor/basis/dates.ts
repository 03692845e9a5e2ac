// Dates as the browser's language writes them.
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** Hours and minutes. */
export const timeOf = (date: Date | number) => TIME.format(date);

/** The day, with the year when it is another one than the present. */
export function dayOf(date: Date): string {
  return (date.getFullYear() === new Date().getFullYear() ? DAY : DAY_OF_YEAR).format(date);
}

/** The time of a day that is today, the day of any other. */
export function dayOrTime(date: Date, now = new Date()): string {
  return date.toDateString() === now.toDateString() ? timeOf(date) : dayOf(date);
}

/** When this day began here, as the API takes it. */
export function startOfToday(now = new Date()): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}
