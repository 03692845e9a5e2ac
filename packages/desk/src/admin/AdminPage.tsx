// The admin area: its navigation beside the section the address names; in little room one after the other.
import { ArrowLeft, CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Failure } from '#desk/app/Failure.tsx';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import { classes } from '#desk/ui/classes.ts';
import { Empty } from '#desk/ui/Notice.tsx';
import { words } from '#desk/words/admin.ts';
import styles from './AdminPage.module.css';
import { GROUPS } from './sections.tsx';

function Navigation({ current }: { readonly current: string }) {
  return (
    <nav className={styles['nav']} aria-label={words.nav.label}>
      {GROUPS.map(({ label, sections }) => (
        <div key={label} className={styles['group']}>
          <p className={styles['groupName']}>{label}</p>
          <ul>
            {sections.map(({ id, label: name, icon: Icon }) => (
              <li key={id}>
                <Link
                  href={`/admin/${id}`}
                  className={styles['link'] ?? ''}
                  aria-current={id === current ? 'page' : undefined}
                >
                  <Icon aria-hidden="true" />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The page of `/admin` and everything below it. */
export function AdminPage({ parameters }: { readonly parameters: Readonly<Record<string, string>> }) {
  const { section, '*': below = '' } = parameters;
  const current = section ?? 'start';
  const found = GROUPS.flatMap(({ sections }) => sections).find(({ id }) => id === current);
  const rest = below.split('/').filter(Boolean).map(decodeURIComponent);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    content.current?.scrollTo(0, 0);
  }, [current]);
  return (
    <WithQueries>
      <div className={classes(styles['admin'], section === undefined && styles['atHome'])}>
        <Navigation current={current} />
        <div className={styles['content']} ref={content}>
          <Link href="/admin" className={styles['back'] ?? ''}>
            <ArrowLeft aria-hidden="true" />
            {words.nav.back}
          </Link>
          <Failure of={current}>
            {found ? found.show(rest) : <Empty icon={CircleAlert} title={words.nav.unknown} />}
          </Failure>
        </div>
      </div>
    </WithQueries>
  );
}
