// Everything the agent has to do: what is offered, what is open, what is to be wrapped up, what is parked.
import { lazy, Suspense, useRef } from 'react';
import { useDesk } from '#desk/state/store.ts';
import { words } from '#desk/words/tasks.ts';
import { ActivitySwitch } from '../activity/ActivitySwitch.tsx';
import { OfferCard } from '../offers/OfferCard.tsx';
import { useParked } from '../parked/parked.ts';
import { useTaskGroups } from './groups.ts';
import { NoTasks } from './NoTasks.tsx';
import { useListKeys } from './roving.ts';
import styles from './TaskList.module.css';
import { TaskRow } from './TaskRow.tsx';

const ParkedList = lazy(async () => ({ default: (await import('../parked/ParkedList.tsx')).ParkedList }));

interface GroupProps {
  readonly title: string;
  readonly sids: readonly string[];
  readonly selected: string | null;
  readonly entry: string | null;
}

function Group({ title, sids, selected, entry }: GroupProps) {
  if (sids.length === 0) return null;
  return (
    <section className={styles['group']}>
      <h2 className={styles['title']}>
        {title} <span className={styles['number']}>{sids.length}</span>
      </h2>
      <ul>
        {sids.map((sid) => (
          <TaskRow key={sid} sid={sid} isSelected={sid === selected} isEntry={sid === entry} />
        ))}
      </ul>
    </section>
  );
}

function Offers({ sids }: { readonly sids: readonly string[] }) {
  if (sids.length === 0) return null;
  return (
    <section className={styles['group']}>
      <h2 className={styles['title']}>
        {words.list.offered} <span className={styles['number']}>{sids.length}</span>
      </h2>
      <ul className={styles['offers']}>
        {sids.map((sid) => (
          <li key={sid}>
            <OfferCard sid={sid} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The list; `selected` is the task beside it. */
export function TaskList({ selected }: { readonly selected: string | null }) {
  const { offered, open, wrapping } = useTaskGroups();
  const hasWorker = useDesk((state) => state.session.user?.workerSid !== null);
  const parked = useParked();
  const list = useRef<HTMLDivElement>(null);
  const rows = [...open, ...wrapping];
  const onKeyDown = useListKeys(list, rows, selected);
  const entry = selected !== null && rows.includes(selected) ? selected : (rows[0] ?? null);
  const groups = { selected, entry };
  return (
    <section className={styles['list']} aria-label={words.list.label}>
      <header className={styles['head']}>
        <h1>{words.title}</h1>
        {hasWorker && <ActivitySwitch />}
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside take the focus, this hears their keys */}
      <div className={styles['scroll']} ref={list} onKeyDown={onKeyDown}>
        <Offers sids={offered} />
        <Group title={words.list.open} sids={open} {...groups} />
        <Group title={words.list.wrapping} sids={wrapping} {...groups} />
        {parked.length > 0 && (
          <Suspense fallback={null}>
            <ParkedList parked={parked} />
          </Suspense>
        )}
        {rows.length === 0 && offered.length === 0 && <NoTasks />}
      </div>
    </section>
  );
}
