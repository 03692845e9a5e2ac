// One message of the log.
import { memo } from 'react';
import type { MessageEntry } from '#desk/state/conversations.ts';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/canvas.ts';
import { exactly } from '#desk/words/exactly.ts';
import type { Side } from '../../speakers.ts';
import { Attachments } from '../media/Attachments.tsx';
import { RichText } from '../text/RichText.tsx';
import { isEmojiOnly } from '../text/text-parts.ts';
import styles from './Bubble.module.css';
import { DeliveryMark } from './DeliveryMark.tsx';
import { FailureLine } from './FailureLine.tsx';
import { TemplateText } from './TemplateText.tsx';
import { clock } from './times.ts';

interface MessageRowProps {
  readonly message: MessageEntry;
  readonly side: Side;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** What the author is called. */
  readonly name: string;
  /** The name is shown: he is not the only one who could have written it. */
  readonly isNamed: boolean;
  /** The other side has seen it, where that is known without a carrier. */
  readonly isSeen: boolean;
  /** Its menu can be reached with Tab. */
  readonly isTabStop: boolean;
  readonly onMenu: (message: MessageEntry, button: HTMLElement) => void;
}

function Words({ message }: { readonly message: MessageEntry }) {
  if (message.contentSid !== null && message.body === '') return <TemplateText message={message} />;
  return message.body === '' ? null : <RichText body={message.body} />;
}

/** A message: who said what, when, and what became of it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, side, isFirst, isLast, name, isNamed, isSeen, isTabStop, onMenu } = props;
  const time = clock(message.date);
  const isOurs = side !== 'customer';
  const hasFailed = message.delivery === 'failed' || message.delivery === 'undelivered';
  const state = message.delivery ?? (isSeen ? 'read' : 'posted');
  const isBare = message.media.length === 0 && isEmojiOnly(message.body);
  return (
    <article
      className={classes(
        styles['line'],
        isOurs && styles['ours'],
        isFirst && styles['first'],
        isLast && styles['last'],
      )}
      data-index={message.index}
    >
      {isNamed && isFirst && (
        <p className={styles['author']} aria-hidden="true" dir="auto">
          {name}
        </p>
      )}
      <div className={styles['row']}>
        <div
          className={classes(
            styles['bubble'],
            side === 'mine' && styles['mine'],
            side === 'colleague' && styles['colleague'],
            hasFailed && styles['bad'],
            isBare && styles['bare'],
          )}
        >
          <span className="visually-hidden">
            {name}, {exactly(message.date)}:{' '}
          </span>
          {message.media.length > 0 && <Attachments message={message} />}
          <Words message={message} />
          <span className={styles['meta']}>
            {message.isEdited && <span>{words.edited}</span>}
            <time dateTime={new Date(message.date).toISOString()} title={exactly(message.date)}>
              {time}
            </time>
            {isOurs && <DeliveryMark state={state} />}
          </span>
        </div>
        <button
          type="button"
          className={styles['menu']}
          data-message-menu=""
          aria-haspopup="menu"
          aria-label={words.message.menu(name, time)}
          tabIndex={isTabStop ? 0 : -1}
          onClick={(event) => onMenu(message, event.currentTarget)}
        />
      </div>
      {hasFailed && isOurs && <FailureLine message={message} />}
    </article>
  );
});
