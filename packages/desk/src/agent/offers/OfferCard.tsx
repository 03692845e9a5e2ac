// Work offered to this agent: who it is, what he says, how long there is, and the two answers.
import { ArrowRightLeft } from 'lucide-react';
import { customerOf } from '#desk/live/customer.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Badge } from '#desk/ui/Badge.tsx';
import { words } from '#desk/words/tasks.ts';
import { wayOf } from '../channels.ts';
import { Answers } from './Answers.tsx';
import { Countdown } from './Countdown.tsx';
import styles from './OfferCard.module.css';
import { useInitiator, useOfferWords } from './offer-facts.ts';

function TransferMark({ task }: { readonly task: TaskEntry }) {
  const from = useInitiator(task);
  if (task.transfer?.direction !== 'incoming') return null;
  const isWarm = task.transfer.mode === 'WARM';
  const { asksYou, asksYouBy, handedOver, handedOverBy } = words.offers;
  return (
    <Badge tone="info">
      <ArrowRightLeft aria-hidden="true" />
      {from === null ? (isWarm ? asksYou : handedOver) : (isWarm ? asksYouBy : handedOverBy)(from)}
    </Badge>
  );
}

function Offer({ task }: { readonly task: TaskEntry }) {
  const { name } = customerOf(task);
  const firstWords = useOfferWords(task);
  return (
    <article className={styles['card']} aria-label={name}>
      <div className={styles['who']}>
        <Avatar name={name} />
        <div className={styles['facts']}>
          <bdi className={styles['name']}>{name}</bdi>
          <span className={styles['way']}>{wayOf(task)}</span>
        </div>
        {task.offerEnds !== null && <Countdown from={task.dateOffered} to={task.offerEnds} />}
      </div>
      <TransferMark task={task} />
      {firstWords !== null && (
        <p className={styles['words']} dir="auto">
          {firstWords}
        </p>
      )}
      <div className={styles['answers']}>
        <Answers task={task} />
      </div>
    </article>
  );
}

/** An offer at the top of the list; nothing once it is answered or over. */
export function OfferCard({ sid }: { readonly sid: string }) {
  const task = useDesk((state) => state.tasks.bySid[sid]);
  return task?.status === 'pending' ? <Offer task={task} /> : null;
}
