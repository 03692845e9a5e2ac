// A message that is on its way to the server, or was refused by it.

import { FileText, RotateCw, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import type { PendingMessage } from '#desk/state/conversations.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/canvas.ts';
import { exactly } from '#desk/words/exactly.ts';
import { RichText } from '../text/RichText.tsx';
import styles from './Bubble.module.css';
import { DeliveryMark } from './DeliveryMark.tsx';
import { clock } from './times.ts';

interface PendingRowProps {
  readonly conversationSid: string;
  readonly pending: PendingMessage;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onTakeBack: (pending: PendingMessage) => void;
}

function bodyOf({ body, attributes }: PendingMessage): string {
  const template = attributes?.['template'] as { text?: unknown } | undefined;
  return body || (typeof template?.text === 'string' ? template.text : '');
}

/** What the agent has sent; refused, it can be sent again or taken back into the message box. */
export const PendingRow = memo(function PendingRow(props: PendingRowProps) {
  const { conversationSid, pending, isFirst, isLast, onTakeBack } = props;
  const isConnected = useDesk((state) => state.worker.links.conversations === 'open');
  const { error } = pending;
  const body = bodyOf(pending);
  const again = () => {
    // What comes of it is shown in this very place.
    invokeAction('SendMessage', { conversationSid, pendingId: pending.id }).catch(() => {});
  };
  return (
    <article
      className={classes(
        styles['line'],
        styles['ours'],
        isFirst && styles['first'],
        isLast && styles['last'],
      )}
    >
      <div className={styles['row']}>
        <div
          className={classes(
            styles['bubble'],
            styles['mine'],
            error === null ? styles['pending'] : styles['bad'],
          )}
        >
          <span className="visually-hidden">
            {words.you}, {exactly(pending.date)}:{' '}
          </span>
          {pending.files.map((file) => (
            <p key={`${file.name} ${file.size}`} className={styles['waiting-file']} dir="auto">
              <FileText aria-hidden="true" />
              {file.name}
            </p>
          ))}
          {body !== '' && <RichText body={body} />}
          <span className={styles['meta']}>
            <time dateTime={new Date(pending.date).toISOString()}>{clock(pending.date)}</time>
            <DeliveryMark
              state={
                error !== null ? 'failed' : isConnected || pending.index !== null ? 'sending' : 'waiting'
              }
            />
          </span>
        </div>
      </div>
      {error !== null && (
        <div className={styles['failure']} role="alert">
          <p>
            <strong>{words.states.failed}.</strong> {error}
          </p>
          <Button isSmall kind="quiet" onClick={again}>
            <RotateCw aria-hidden="true" />
            {words.sendAgain}
          </Button>
          <Button isSmall kind="quiet" onClick={() => onTakeBack(pending)}>
            <Undo2 aria-hidden="true" />
            {words.takeBack}
          </Button>
        </div>
      )}
    </article>
  );
});
