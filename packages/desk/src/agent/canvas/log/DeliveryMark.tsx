// How far an own message has come, as a small mark with the word for it. The pictures are drawn once for the whole log:
// a long conversation has thousands of marks.
import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { memo } from 'react';
import type { Delivery } from '#desk/state/conversations.ts';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/canvas.ts';
import styles from './Bubble.module.css';

type SentState = NonNullable<Delivery> | 'sending' | 'waiting' | 'posted';

const PICTURES = { clock: Clock3, check: Check, checks: CheckCheck, alert: CircleAlert } as const;

const PICTURE_OF: Readonly<Record<SentState, keyof typeof PICTURES>> = {
  sending: 'clock',
  waiting: 'clock',
  posted: 'check',
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
  failed: 'alert',
  undelivered: 'alert',
};

const idOf = (picture: string) => `delivery-${picture}`;

/** The pictures of the marks; once in a page that shows some. */
export const DeliveryPictures = memo(function DeliveryPictures() {
  return (
    <svg className={styles['pictures']} aria-hidden="true">
      {Object.entries(PICTURES).map(([picture, Picture]) => (
        <symbol key={picture} id={idOf(picture)} viewBox="0 0 24 24">
          <Picture />
        </symbol>
      ))}
    </svg>
  );
});

/** The mark. Pointing at it shows the word, which is its name for screen readers. */
export function DeliveryMark({ state }: { readonly state: SentState }) {
  const word = words.states[state];
  return (
    <span className={classes(styles['mark'], styles[state])} role="img" title={word} data-state={state}>
      <svg aria-hidden="true">
        <use href={`#${idOf(PICTURE_OF[state])}`} />
      </svg>
    </span>
  );
}
