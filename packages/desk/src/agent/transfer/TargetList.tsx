// The list in which one chooses whom a task goes to.
import { Layers } from 'lucide-react';
import { useId, useState } from 'react';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/tasks.ts';
import { words as parts } from '#desk/words/ui.ts';
import { presenceOf } from '../activity/presence.ts';
import styles from './TransferDialog.module.css';
import { type Target, useTargets } from './targets.ts';

interface TargetListProps {
  readonly kind: 'agents' | 'queues';
  readonly chosen: Target | null;
  readonly onChoose: (target: Target) => void;
}

function Option({
  target,
  name,
  isChosen,
  onChoose,
}: {
  readonly target: Target;
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { activity } = target;
  const isFree = activity === null || activity.available;
  return (
    <label className={styles['target']}>
      <input type="radio" name={name} checked={isChosen} disabled={!isFree} onChange={onChoose} />
      {activity === null ? (
        <span className={styles['queue']}>
          <Layers aria-hidden="true" />
        </span>
      ) : (
        <Avatar name={target.name} size={30} presence={presenceOf(activity)} />
      )}
      <bdi className={styles['name']}>{target.name}</bdi>
      {activity !== null && (
        <span className={styles['activity']}>
          {activity.name}
          {!isFree && <span className="visually-hidden">, {words.transfer.notAvailable}</span>}
        </span>
      )}
    </label>
  );
}

/** Radio buttons with a search above them. */
export function TargetList({ kind, chosen, onChoose }: TargetListProps) {
  const name = useId();
  const [query, setQuery] = useState('');
  const { data, error, isPending, refetch } = useTargets(kind);
  if (isPending) return <Waiting label={parts.loading} />;
  if (data === undefined) {
    return (
      <Notice tone="bad" actions={<Button onClick={() => void refetch()}>{parts.retry}</Button>}>
        <p>{error?.message}</p>
      </Notice>
    );
  }
  const sought = query.trim().toLocaleLowerCase();
  const found = data.filter((target) => target.name.toLocaleLowerCase().includes(sought));
  const nothing = kind === 'agents' ? words.transfer.noAgents : words.transfer.noQueues;
  return (
    <>
      {data.length > 0 && (
        <TextField
          label={words.transfer.search}
          isLabelHidden
          type="search"
          placeholder={words.transfer.search}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
        />
      )}
      <div className={styles['targets']} role="radiogroup" aria-label={words.transfer.to}>
        {found.map((target) => (
          <Option
            key={target.sid}
            target={target}
            name={name}
            isChosen={target.sid === chosen?.sid}
            onChoose={() => onChoose(target)}
          />
        ))}
        {found.length === 0 && (
          <p className={styles['nothing']}>{data.length === 0 ? nothing : words.transfer.noMatch(query)}</p>
        )}
      </div>
    </>
  );
}
