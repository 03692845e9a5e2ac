// Tells the agent who reads along: supervisors who watch are participants that say so.
import { Eye } from 'lucide-react';
import type { ParticipantEntry } from '#desk/state/conversations.ts';
import { words } from '#desk/words/canvas.ts';
import styles from './Canvas.module.css';

/** Whether somebody takes part only to watch. */
function isWatching({ attributes }: ParticipantEntry): boolean {
  const parley = attributes['parley'] as { role?: unknown } | null | undefined;
  return parley?.role === 'watching';
}

interface WatchersProps {
  readonly participants: readonly ParticipantEntry[];
  readonly nameOf: (identity: string) => string;
}

/** A line with the names of those who watch; nothing while nobody does. */
export function Watchers({ participants, nameOf }: WatchersProps) {
  const names = participants.filter(isWatching).map(({ identity }) => nameOf(identity ?? ''));
  if (names.length === 0) return null;
  return (
    <p className={styles['watchers']} role="status">
      <Eye aria-hidden="true" />
      {words.watching(names)}
    </p>
  );
}
