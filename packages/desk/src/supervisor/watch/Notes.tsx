// What colleagues have said in the margin of a conversation.
import { useQuery } from '@tanstack/react-query';
import { readAll } from '#desk/rest/pages.ts';
import { Notice } from '#desk/ui/Notice.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { When } from '../basis/Moment.tsx';
import { polled } from '../basis/taskrouter.ts';
import styles from './Notes.module.css';

const words = all.watch;

interface NoteRecord {
  readonly sid: string;
  readonly kind: string;
  readonly author: string;
  readonly body: string;
  readonly date_created: string;
}

/** Notes and whispers, the newest first. */
export function Notes({ conversationSid }: { readonly conversationSid: string }) {
  const { data, error } = useQuery({
    queryKey: ['notes', conversationSid],
    queryFn: ({ signal }) =>
      readAll<NoteRecord>('/desk/v1/ConversationNotes', { ConversationSid: conversationSid }, signal),
    ...polled(10_000),
  });
  if (data === undefined) return error === null ? null : <Notice tone="bad">{error.message}</Notice>;
  if (data.length === 0) return <p className={styles['none']}>{words.noNotes}</p>;
  return (
    <ul className={styles['notes']}>
      {data.toReversed().map(({ sid, kind, author, body, date_created: date }) => (
        <li key={sid} className="note-paper">
          <p className={styles['head']}>
            <strong>
              <bdi>{author}</bdi>
            </strong>
            <span>{words.noteOf[kind] ?? kind}</span>
            <When date={date} />
          </p>
          <p className={styles['body']} dir="auto">
            {body}
          </p>
        </li>
      ))}
    </ul>
  );
}
