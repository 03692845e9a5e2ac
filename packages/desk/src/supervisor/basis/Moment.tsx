// A moment in the past: how long ago, or when, and the exact date for who points at it.
import { exactly } from '#desk/words/exactly.ts';
import { dayOrTime } from './dates.ts';
import { secondsSince, shortDuration } from './durations.ts';

/** How long ago it was. */
export function Ago({ date }: { readonly date: string | null }) {
  if (date === null) return null;
  return (
    <time dateTime={date} title={exactly(Date.parse(date))}>
      {shortDuration(secondsSince(date, Date.now()))}
    </time>
  );
}

/** When it was: the time of today, the day of earlier. */
export function When({ date }: { readonly date: string }) {
  const moment = new Date(date);
  return (
    <time dateTime={date} title={exactly(moment)}>
      {dayOrTime(moment)}
    </time>
  );
}
