// A conversation that is there: the log, who is writing, and the message box, kept in step with each other.
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { loadEarlier } from '#desk/live/conversations-client.ts';
import { customerOf } from '#desk/live/customer.ts';
import type { ConversationEntry, MessageEntry, PendingMessage } from '#desk/state/conversations.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { classes } from '#desk/ui/classes.ts';
import { Notice } from '#desk/ui/Notice.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/canvas.ts';
import { customerAmong, speakers } from '../speakers.ts';
import styles from './Canvas.module.css';
import { reachOf } from './channel.ts';
import { Composer, type ComposerHandle } from './compose/Composer.tsx';
import { useFileDrop } from './compose/use-file-drop.ts';
import { Announcer } from './log/Announcer.tsx';
import logStyles from './log/MessageLog.module.css';
import { MessageLog } from './log/MessageLog.tsx';
import { MessageRow } from './log/MessageRow.tsx';
import { PendingRow } from './log/PendingRow.tsx';
import { type LogRow, logRows } from './log/rows.ts';
import { TypingLine } from './log/TypingLine.tsx';
import { dayName } from './log/times.ts';
import { useRead } from './log/use-read.ts';
import { nameOfIdentity, useColleagueNames } from './names.ts';
import { NoteRow } from './notes/NoteRow.tsx';
import { useNotes } from './notes/use-notes.ts';
import { Watchers } from './Watchers.tsx';

const MessageMenu = lazy(async () => ({ default: (await import('./log/MessageMenu.tsx')).MessageMenu }));

interface ConversationCanvasProps {
  readonly entry: ConversationEntry;
  readonly task: TaskEntry;
}

/** Who is who in the conversation. */
function usePeople({ entry, task }: ConversationCanvasProps) {
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  const { participants, messages } = entry;
  const { customerAddress, channel, ourAddress } = reachOf(entry, task);
  const customerName = customerOf(task).name || entry.friendlyName;
  const people = useMemo(() => {
    const all = { identity, customerAddress, participants };
    return { sideOf: speakers(all), customer: customerAmong(all) };
  }, [identity, customerAddress, participants]);
  const colleagues = useMemo(() => {
    const authors = new Set(messages.map(({ author }) => author));
    for (const participant of participants) if (participant.identity) authors.add(participant.identity);
    return [...authors].filter((author) => people.sideOf(author) === 'colleague').sort();
  }, [messages, participants, people]);
  const names = useColleagueNames(colleagues);
  const nameOf = useCallback(
    (author: string) => {
      const side = people.sideOf(author);
      if (side === 'mine') return words.you;
      return side === 'customer' ? customerName : (names.get(author) ?? nameOfIdentity(author));
    },
    [people, names, customerName],
  );
  return { ...people, identity, nameOf, customerName, channel, customerAddress, ourAddress };
}

function StateNotice({ entry, task }: ConversationCanvasProps) {
  if (entry.state === 'closed') return <Notice>{words.closed}</Notice>;
  if (task.status === 'completed') return <Notice>{words.ended}</Notice>;
  if (entry.state === 'inactive') return <Notice>{words.inactive}</Notice>;
  return null;
}

/** The conversation of a task. */
export function ConversationCanvas({ entry, task }: ConversationCanvasProps) {
  const { sid, messages, pending, hasEarlier } = entry;
  const people = usePeople({ entry, task });
  const { sideOf, identity, nameOf, customer, customerName } = people;
  const { notes, add: addNote } = useNotes(entry);
  const [isAtEnd, setAtEnd] = useState(true);
  const unreadAfter = useRead(entry, isAtEnd);
  const composer = useRef<ComposerHandle>(null);
  const drop = useFileDrop((files) => composer.current?.attach(files));
  const [menu, setMenu] = useState<{ message: MessageEntry; button: HTMLElement } | null>(null);

  const rows = useMemo(
    () => logRows({ messages, notes, pending, hasEarlier, sideOf, identity, unreadAfter }),
    [messages, notes, pending, hasEarlier, sideOf, identity, unreadAfter],
  );
  const openMenu = useCallback(
    (message: MessageEntry, button: HTMLElement) => setMenu({ message, button }),
    [],
  );
  const takeBack = useCallback(
    (one: PendingMessage) => {
      composer.current?.insert(one.body, one.files);
      notify(words.takenBack);
      invokeAction('TakeBackMessage', { conversationSid: sid, pendingId: one.id }).catch(notifyFailure);
    },
    [sid],
  );
  const seenIndex = customer?.type === 'chat' ? (customer.lastRead ?? -1) : -1;
  const newestIndex = messages.at(-1)?.index ?? -1;

  const render = (row: LogRow) => {
    switch (row.kind) {
      case 'day':
        return <p className={logStyles['divider']}>{dayName(row.date, Date.now())}</p>;
      case 'unread':
        return <p className={classes(logStyles['divider'], logStyles['new'])}>{words.newMessages}</p>;
      case 'note':
        return <NoteRow note={row.note} />;
      case 'pending':
        return (
          <PendingRow
            conversationSid={sid}
            pending={row.pending}
            isFirst={row.isFirst}
            isLast={row.isLast}
            onTakeBack={takeBack}
          />
        );
      default:
        return (
          <MessageRow
            message={row.message}
            side={row.side}
            isFirst={row.isFirst}
            isLast={row.isLast}
            name={nameOf(row.message.author)}
            isNamed={row.side === 'colleague'}
            isSeen={row.message.index <= seenIndex}
            isTabStop={row.message.index === newestIndex}
            onMenu={openMenu}
          />
        );
    }
  };

  return (
    <section className={styles['canvas']} aria-label={words.log} {...drop.handlers}>
      {rows.length === 0 ? (
        <div className={styles['nothing']}>
          <p>{words.emptyTitle}</p>
          <p>{words.empty}</p>
        </div>
      ) : (
        <MessageLog
          rows={rows}
          hasEarlier={hasEarlier}
          onEarlier={() => loadEarlier(sid)}
          render={render}
          newestIndex={newestIndex}
          onAtEnd={setAtEnd}
        />
      )}
      <Announcer messages={messages} identity={identity} nameOf={nameOf} />
      <div className={styles['foot']}>
        <TypingLine entry={entry} identity={identity} nameOf={nameOf} customerSid={customer?.sid ?? null} />
        <Watchers participants={entry.participants} nameOf={nameOf} />
        <StateNotice entry={entry} task={task} />
        <Composer
          ref={composer}
          entry={entry}
          task={task}
          customerName={customerName}
          reach={people}
          canWrite={entry.state !== 'closed' && task.status !== 'completed' && task.status !== 'pending'}
          onNote={addNote}
        />
      </div>
      {drop.isDropping && <p className={styles['drop']}>{words.compose.drop}</p>}
      {menu && (
        <Suspense fallback={null}>
          <MessageMenu
            message={menu.message}
            button={menu.button}
            onClose={() => setMenu(null)}
            onQuote={(text) => composer.current?.quote(text)}
          />
        </Suspense>
      )}
    </section>
  );
}
