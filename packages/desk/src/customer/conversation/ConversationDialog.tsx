// A conversation to read, at the edge of the window. Whoever reads is not in it.
import { useMemo } from 'react';
import { RequestError } from '#desk/rest/request.ts';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words as all } from '#desk/words/customer.ts';
import { exactly } from '#desk/words/exactly.ts';
import { moment } from '#desk/words/moments.ts';
import { words as ui } from '#desk/words/ui.ts';
import { Nothing } from '../parts/Part.tsx';
import styles from './ConversationDialog.module.css';
import { type ReadMessage, useMessages } from './messages.ts';

const words = all.conversations;

/** Customers write under their addresses, agents under their names. */
function isCustomers({ author }: ReadMessage): boolean {
  return /^(\+|[a-z]+:)/.test(author ?? '');
}

/** Under this name notices are written that nobody said. */
const SYSTEM = 'system';

function Message({ message }: { readonly message: ReadMessage }) {
  if (message.author === SYSTEM) return <li className={styles['note']}>{message.body}</li>;
  return (
    <li className={classes(styles['message'], isCustomers(message) && styles['theirs'])}>
      <p className={styles['by']}>
        <span dir="auto">{message.author}</span>{' '}
        <time dateTime={message.date_created} title={exactly(message.date_created)}>
          {moment(message.date_created)}
        </time>
      </p>
      <div className={styles['bubble']} dir="auto">
        {message.body}
        {message.media && message.media.length > 0 && (
          <ul aria-label={words.files}>
            {message.media.map(({ sid, filename }) => (
              <li key={sid}>{words.file(filename ?? sid)}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function Messages({ conversationSid }: { readonly conversationSid: string }) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useMessages(conversationSid);
  const messages = useMemo(
    () => (data?.pages ?? []).flatMap(({ items }) => items).toSorted((one, other) => one.index - other.index),
    [data],
  );
  if (isPending) return <Waiting label={ui.loading} />;
  if (error && data === undefined) {
    const isGone = error instanceof RequestError && error.status === 404;
    return (
      <Notice
        tone={isGone ? 'info' : 'bad'}
        title={isGone ? words.gone : words.cannot}
        actions={
          !isGone && (
            <Button isSmall onClick={() => void refetch()}>
              {ui.retry}
            </Button>
          )
        }
      >
        {!isGone && <p>{error.message}</p>}
      </Notice>
    );
  }
  return (
    <>
      {hasNextPage && (
        <div className={styles['earlier']}>
          <Button isSmall isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {words.earlier}
          </Button>
        </div>
      )}
      {messages.length === 0 && <Nothing>{words.empty}</Nothing>}
      <ol className={styles['messages']}>
        {messages.map((message) => (
          <Message key={message.sid} message={message} />
        ))}
      </ol>
      <p className={styles['note']}>{words.readOnly}</p>
    </>
  );
}

interface ConversationDialogProps {
  /** Null while it is closed. */
  readonly conversationSid: string | null;
  readonly title: string;
  readonly onClose: () => void;
}

export function ConversationDialog({ conversationSid, title, onClose }: ConversationDialogProps) {
  return (
    <Dialog title={title} isOpen={conversationSid !== null} onClose={onClose} shape="side">
      {conversationSid !== null && (
        <WithQueries>
          <Messages conversationSid={conversationSid} />
        </WithQueries>
      )}
    </Dialog>
  );
}
