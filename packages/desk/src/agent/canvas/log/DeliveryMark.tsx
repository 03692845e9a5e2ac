// How far an own message has come, as a small mark with the word for it.
import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import type { Delivery } from '#desk/state/conversations.ts';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/canvas.ts';
import styles from './Bubble.module.css';

type SentState = NonNullable<Delivery> | 'sending' | 'waiting' | 'posted';

const ICONS = {
  sending: Clock3,
  waiting: Clock3,
  posted: Check,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
  undelivered: CircleAlert,
} as const;

/** The mark. Pointing at it shows the word; screen readers read it. */
export function DeliveryMark({ state }: { readonly state: SentState }) {
  const Icon = ICONS[state];
  const word = words.states[state];
  return (
    <span className={classes(styles['mark'], styles[state])} title={word} data-state={state}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
