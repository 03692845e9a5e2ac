// A few figures side by side, each with its name and what it is measured by.
import type { ReactNode } from 'react';
import { classes } from '#desk/ui/classes.ts';
import { Skeleton } from '#desk/ui/Spinner.tsx';
import styles from './Totals.module.css';

/** One figure. */
export interface Figure {
  readonly label: string;
  /** Undefined while it is on its way. */
  readonly value: ReactNode | undefined;
  readonly hint?: ReactNode;
  readonly tone?: 'bad' | 'warn' | null;
}

/** The strip. `label` says what the figures are of. */
export function Totals({ label, figures }: { readonly label: string; readonly figures: readonly Figure[] }) {
  return (
    <section aria-label={label}>
      <dl className={styles['strip']}>
        {figures.map(({ label: name, value, hint, tone }) => (
          <div key={name} className={styles['figure']}>
            <dt>{name}</dt>
            <dd className={classes(styles['value'], tone && styles[tone])}>
              {value === undefined ? <Skeleton width={64} height={26} /> : value}
            </dd>
            {hint && <dd className={styles['hint']}>{hint}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}
