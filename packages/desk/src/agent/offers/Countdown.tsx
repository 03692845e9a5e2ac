// How long an offer still stands, as a ring that empties around the seconds.
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/tasks.ts';
import { useSeconds } from '../clock.ts';
import styles from './Countdown.module.css';

const RADIUS = 15;
const AROUND = 2 * Math.PI * RADIUS;
/** From here on it is urgent, seconds. */
const URGENT = 10;

interface CountdownProps {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly size?: number;
}

/** A timer screen readers can ask and are not disturbed by. */
export function Countdown({ from, to, size = 38 }: CountdownProps) {
  const left = Math.max(0, to - useSeconds());
  const seconds = Math.ceil(left / 1_000);
  const part = to > from ? Math.min(1, left / (to - from)) : 0;
  return (
    <span
      className={classes(styles['countdown'], seconds <= URGENT && styles['urgent'])}
      style={{ width: size, height: size }}
      role="timer"
      aria-label={words.offers.left(seconds)}
    >
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle cx="18" cy="18" r={RADIUS} className={styles['track']} />
        <circle
          cx="18"
          cy="18"
          r={RADIUS}
          className={styles['ring']}
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - part)}
        />
      </svg>
      <span aria-hidden="true">{seconds > 99 ? `${Math.ceil(seconds / 60)}m` : seconds}</span>
    </span>
  );
}
