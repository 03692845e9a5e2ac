// Ages that grow by themselves, with the exact moment for whoever points at them.
import { exactly } from '#desk/words/exactly.ts';
import { words } from '#desk/words/tasks.ts';
import { useNow, useSeconds } from './clock.ts';
import { ageIn, stopwatch } from './times.ts';

interface SinceProps {
  /** Milliseconds. */
  readonly since: number;
}

interface AgeProps extends SinceProps {
  /** What is said in the first minute. */
  readonly fresh?: string;
  /** What is said before an age. */
  readonly before?: string;
}

function Moment({ since, children }: SinceProps & { readonly children: string }) {
  return (
    <time dateTime={new Date(since).toISOString()} title={exactly(since)}>
      {children}
    </time>
  );
}

/** `now`, `3 min`, `2 hr`. */
export function Age({ since, fresh = words.now, before = '' }: AgeProps) {
  const age = ageIn(useNow() - since);
  return <Moment since={since}>{age === null ? fresh : `${before} ${age}`.trim()}</Moment>;
}

/** `1:05`, every second. */
export function Stopwatch({ since }: SinceProps) {
  return <Moment since={since}>{stopwatch(useSeconds() - since)}</Moment>;
}
