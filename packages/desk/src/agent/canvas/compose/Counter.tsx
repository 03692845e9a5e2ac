// How long the message is, for those that are paid by the part.

import { smsSegments } from '#desk/text/sms-segments.ts';
import { words } from '#desk/words/canvas.ts';
import styles from './Composer.module.css';

interface CounterProps {
  readonly text: string;
  readonly isSms: boolean;
  /** Most characters a message can have. */
  readonly most: number;
}

/** Characters left and parts, for SMS; for all channels, what is over the limit. */
export function Counter({ text, isSms, most }: CounterProps) {
  if (text.length > most) {
    return (
      <span className={styles['over']} role="status">
        {words.compose.tooLong(text.length - most, most)}
      </span>
    );
  }
  if (!isSms || text === '') return null;
  const { encoding, parts, left } = smsSegments(text);
  return (
    <span
      className={styles['count']}
      title={encoding === 'UCS-2' ? words.compose.unicode : words.compose.characters(left)}
      data-encoding={encoding}
    >
      <span aria-hidden="true">
        {left} / {words.compose.segments(parts)}
        {encoding === 'UCS-2' && ' · Unicode'}
      </span>
      <span className="visually-hidden">
        {words.compose.characters(left)}, {words.compose.segments(parts)}
      </span>
    </span>
  );
}
