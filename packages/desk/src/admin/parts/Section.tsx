// What every section begins with: its name, what it is for, and what can be done in it.
import type { ReactNode } from 'react';
import styles from './parts.module.css';

interface SectionProps {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A section of the admin area. */
export function Section({ title, intro, actions, children }: SectionProps) {
  return (
    <div className={styles['section']}>
      <header className={styles['head']}>
        <div>
          <h1>{title}</h1>
          {intro && <p className={styles['intro']}>{intro}</p>}
        </div>
        {actions && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a section with a name of its own. */
export function Part({ title, intro, actions, children }: SectionProps) {
  return (
    <section className={styles['part']} aria-label={title}>
      <header className={styles['head']}>
        <div>
          <h2>{title}</h2>
          {intro && <p className={styles['intro']}>{intro}</p>}
        </div>
        {actions && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
