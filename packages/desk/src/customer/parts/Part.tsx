// A part of the panel: a heading, and what it holds, which may be on its way or missing.
import type { ReactNode } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { Skeleton } from '#desk/ui/Spinner.tsx';
import { words as ui } from '#desk/words/ui.ts';
import styles from './Part.module.css';

interface PartProps {
  readonly title: string;
  /** Stands beside the heading. */
  readonly action?: ReactNode;
  readonly isPending?: boolean;
  /** What could not be read, and the way to try again. */
  readonly failure?: { readonly text: string; readonly error: Error; readonly onRetry: () => void } | null;
  readonly children: ReactNode;
}

export function Part({ title, action, isPending = false, failure = null, children }: PartProps) {
  return (
    <section className={styles['part']} aria-label={title}>
      <div className={styles['head']}>
        <h3>{title}</h3>
        {action}
      </div>
      {isPending && (
        <div className={styles['coming']}>
          <Skeleton width="84%" />
          <Skeleton width="58%" />
        </div>
      )}
      {failure && (
        <div className={styles['failed']} role="alert">
          <p>{failure.text}</p>
          <p>{failure.error.message}</p>
          <Button isSmall onClick={failure.onRetry}>
            {ui.retry}
          </Button>
        </div>
      )}
      {!isPending && !failure && children}
    </section>
  );
}

/** What is said where there is nothing. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={styles['nothing']}>{children}</p>;
}
