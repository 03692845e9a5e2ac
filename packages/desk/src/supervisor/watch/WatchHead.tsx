// The head of a watched conversation: whose it is, whether it is live, and what the supervisor can do with it.
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { ConversationHead } from '../basis/ConversationFrame.tsx';
import { EndDialog } from '../work/EndDialog.tsx';
import { ReassignDialog } from '../work/ReassignDialog.tsx';
import { TakeOverDialog } from '../work/TakeOverDialog.tsx';
import type { WorkItem } from '../work/work-item.ts';
import type { Watching } from './use-watching.ts';
import styles from './WatchPage.module.css';

const words = all.watch;

type Act = 'take-over' | 'assign' | 'complete' | 'cancel';

interface WatchHeadProps {
  readonly item: WorkItem;
  /** Who has it; null while nobody does. */
  readonly holder: string | null;
  readonly isOver: boolean;
  readonly watching: Watching;
  readonly backTo: string;
  readonly onChanged: () => void;
}

function LiveBadge({ isOver, watching }: Pick<WatchHeadProps, 'isOver' | 'watching'>) {
  if (isOver) return <Badge>{words.closed}</Badge>;
  if (watching.status === 'failed') return null;
  if (watching.presence?.isOwnWork) return <Badge tone="accent">{words.own}</Badge>;
  if (watching.status === 'joining') return <Badge>{words.joining}</Badge>;
  return (
    <Badge tone="good">
      <Eye aria-hidden="true" />
      {words.live}
    </Badge>
  );
}

/** Whoever works on it himself cannot take it over from himself. */
export function WatchHead({ item, holder, isOver, watching, backTo, onChanged }: WatchHeadProps) {
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<Act | null>(null);
  const close = () => setOpen(null);
  const canMove = !isOver && (item.isWaiting || item.isHeld);
  return (
    <ConversationHead
      back={{ href: backTo, label: words.back }}
      title={
        <>
          <bdi>{item.name}</bdi>
          <span role="status">
            <LiveBadge isOver={isOver} watching={watching} />
          </span>
        </>
      }
      intro={`${item.channel} ${holder === null ? words.withNobody : words.with(holder)}`}
    >
      {!isOver && (
        <div className={styles['acts']}>
          {item.isWaiting && (
            <Button kind="danger" onClick={() => setOpen('cancel')}>
              {all.work.cancel}
            </Button>
          )}
          {!item.isWaiting && <Button onClick={() => setOpen('complete')}>{all.work.complete}</Button>}
          {canMove && <Button onClick={() => setOpen('assign')}>{all.work.reassign}</Button>}
          {canMove && !watching.presence?.isOwnWork && (
            <Button kind="primary" onClick={() => setOpen('take-over')}>
              {all.work.takeOver}
            </Button>
          )}
        </div>
      )}
      {open === 'take-over' && (
        <TakeOverDialog
          item={item}
          holder={holder}
          prepare={watching.stop}
          onClose={close}
          onDone={(sid) => navigate(`/tasks/${sid}`)}
          onFailed={watching.again}
        />
      )}
      {open === 'assign' && (
        <ReassignDialog
          item={item}
          onClose={close}
          onDone={(sid) => {
            if (sid !== item.taskSid) navigate(`/watch/${sid}`, { replace: true });
            onChanged();
          }}
        />
      )}
      {(open === 'complete' || open === 'cancel') && (
        <EndDialog item={item} way={open} onClose={close} onDone={onChanged} />
      )}
    </ConversationHead>
  );
}
