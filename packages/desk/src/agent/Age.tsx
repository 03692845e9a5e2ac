// Ages that grow by themselves, with the exact moment for whoever points at them.
import { words } from '#desk/words/tasks.ts';
import { useNow, useSeconds } from './clock.ts';
import { ageIn, exactly, stopwatch } from './times.ts';

interface AgeProps {
  /** Milliseconds. */
  readonly since: number;
}

function Moment({ since, children }: AgeProps & { readonly children: string }) {
  return (
    <time dateTime={new Date(since).toISOString()} title={exactly(since)}>
      {children}
    </time>
  );
}

/** `now`, `3 min`, `2 hr`. */
export function Age({ since }: AgeProps) {
  return <Moment since={since}>{ageIn(useNow() - since) ?? words.now}</Moment>;
}

/** `1:05`, every second. */
export function Stopwatch({ since }: AgeProps) {
  return <Moment since={since}>{stopwatch(useSeconds() - since)}</Moment>;
}
