// How many waited in a queue lately, as one small line.
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/supervisor.ts';
import styles from './Sparkline.module.css';
import { type Sample, SPAN_MS } from './samples.ts';
import { sparkline } from './sparkline.ts';

const WIDTH = 108;
const HEIGHT = 24;

interface SparklineProps {
  readonly queue: string;
  readonly samples: readonly Sample[];
  readonly hurts: boolean;
}

/** The line of a queue; what it shows is its name for screen readers. */
export function Sparkline({ queue, samples, hurts }: SparklineProps) {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 2) {
    return (
      <span className={styles['none']}>
        <span aria-hidden="true">{words.times.none}</span>
        <span className="visually-hidden">{words.queues.noTrend}</span>
      </span>
    );
  }
  const frame = { width: WIDTH, height: HEIGHT, from: last[0] - SPAN_MS, to: last[0] };
  const { path, end } = sparkline(samples, frame);
  const most = Math.max(...samples.map(([, waiting]) => waiting));
  return (
    <svg
      className={classes(styles['line'], hurts && styles['hurts'])}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={words.queues.trendOf(queue, first[1], last[1], most)}
    >
      <path d={path} />
      {end && <circle cx={end.x} cy={end.y} r={2} />}
    </svg>
  );
}
