// What is around every page: the areas, whoever is signed in, and the state of the connections.
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ActivityQuestion } from '#desk/agent/activity/ActivityQuestion.tsx';
import { OfferBanner } from '#desk/agent/offers/OfferBanner.tsx';
import { useUnreadTotal } from '#desk/agent/unread.ts';
import { Slot } from '#desk/plugins/Slot.tsx';
import { useDesk } from '#desk/state/store.ts';
import { Count } from '#desk/ui/Badge.tsx';
import { Spinner } from '#desk/ui/Spinner.tsx';
import { words as agentWords } from '#desk/words/agent.ts';
import { words } from '#desk/words/app.ts';
import { type Area, areasFor } from './areas.tsx';
import styles from './Frame.module.css';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { YouMenu } from './YouMenu.tsx';

function isWithin({ paths, name }: Area, path: string): boolean {
  if (name === 'tasks') return path === '/' || path.startsWith('/tasks');
  return paths.some((pattern) => {
    const root = `/${pattern.split('/')[1]}`;
    return path === root || path.startsWith(`${root}/`);
  });
}

function AreaLink({
  area,
  path,
  unread,
}: {
  readonly area: Area;
  readonly path: string;
  readonly unread: number;
}) {
  const { icon: Icon, label, paths } = area;
  return (
    <Link
      href={paths[0]}
      className={styles['area'] ?? ''}
      aria-current={isWithin(area, path) ? 'page' : undefined}
    >
      <Icon aria-hidden="true" />
      <span>{label}</span>
      {area.name === 'tasks' && (
        <span className={styles['mark']}>
          <Count value={unread} label={agentWords.unread(unread)} />
        </span>
      )}
    </Link>
  );
}

function Connections() {
  const { worker, conversations } = useDesk((state) => state.worker.links);
  const states = [worker, conversations];
  if (states.includes('refused')) return <p className={styles['link']}>{words.links.refused}</p>;
  if (!states.includes('lost')) return null;
  return (
    <p className={styles['link']} role="status">
      <Spinner />
      {words.links.lost}
    </p>
  );
}

/** The frame with a page in it. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  const role = useDesk((state) => state.session.user?.role ?? 'agent');
  const unread = useUnreadTotal();
  return (
    <div className={styles['frame']}>
      <nav className={styles['rail']} aria-label={words.nav.label}>
        <Link href="/" className={styles['brand'] ?? ''} aria-label={words.name} tabIndex={-1}>
          <img src="/icon.svg" alt="" />
        </Link>
        <div className={styles['areas']}>
          <Slot name="SideNav">
            {areasFor(role).map((area) => (
              <AreaLink key={area.name} area={area} path={path} unread={unread} />
            ))}
          </Slot>
        </div>
        <YouMenu />
      </nav>
      <div className={styles['main']}>
        <div>
          <Connections />
          <OfferBanner />
        </div>
        <main className={styles['content']}>
          <Slot name="MainContainer">{children}</Slot>
        </main>
      </div>
      <ActivityQuestion />
      <ShortcutSheet />
    </div>
  );
}
