// The frame of a supervisor's page: title, what can be done, sections.
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './Page.module.css';

interface PageProps {
  readonly title: ReactNode;
  readonly intro?: ReactNode;
  /** Where the page came from. */
  readonly back?: { readonly href: string; readonly label: string };
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its title. */
export function Page({ title, intro, back, acts, children }: PageProps) {
  return (
    <div className={styles['page']}>
      <div className={styles['inner']}>
        <header className={styles['head']}>
          <div className={styles['titles']}>
            {back && (
              <Link href={back.href} className={styles['back'] ?? ''}>
                <ChevronLeft aria-hidden="true" />
                {back.label}
              </Link>
            )}
            <h1>{title}</h1>
            {intro && <p>{intro}</p>}
          </div>
          {acts && <div className={styles['acts']}>{acts}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly count?: number | undefined;
  readonly children: ReactNode;
}

/** A part of the page with a heading. */
export function Section({ title, count, children }: SectionProps) {
  return (
    <section className={styles['section']}>
      <h2>
        {title}
        {count !== undefined && <span className={styles['count']}>{count}</span>}
      </h2>
      {children}
    </section>
  );
}
