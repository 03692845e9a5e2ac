// What colleagues noted of the customer: read, written, and taken back by their authors.
import { Trash2 } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { queries } from '#desk/rest/queries.ts';
import { post, remove } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button, IconButton } from '#desk/ui/Button.tsx';
import { TextArea } from '#desk/ui/Field.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/customer.ts';
import { exactly } from '#desk/words/exactly.ts';
import { ago } from '#desk/words/moments.ts';
import { customerPath, type Note, useNotes } from '../facts.ts';
import { Nothing, Part } from '../parts/Part.tsx';
import styles from './Notes.module.css';

const words = all.notes;

/** Notes that were begun, by customer: looking at another task loses nothing. */
const begun = new Map<string, string>();

function NewNote({ address }: { readonly address: string }) {
  const [body, setBody] = useState(begun.get(address) ?? '');
  const [isBusy, setBusy] = useState(false);
  const write = (text: string) => {
    begun.set(address, text);
    setBody(text);
  };
  const add = async () => {
    if (body.trim() === '' || isBusy) return;
    setBusy(true);
    try {
      await post<Note>(`${customerPath(address)}/Notes`, { Body: body });
      write('');
      await queries.invalidateQueries({ queryKey: ['customers', 'notes', address] });
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void add();
  };
  return (
    <form className={styles['new']} onSubmit={submit}>
      <TextArea
        label={words.label}
        isLabelHidden
        className={styles['text']}
        placeholder={words.placeholder}
        dir="auto"
        rows={2}
        maxLength={4_096}
        value={body}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {body.trim() !== '' && (
        <Button isSmall type="submit" isBusy={isBusy}>
          {words.add}
        </Button>
      )}
    </form>
  );
}

function NoteItem({
  note,
  address,
  isOwn,
}: {
  readonly note: Note;
  readonly address: string;
  readonly isOwn: boolean;
}) {
  const takeBack = async () => {
    try {
      await remove(`${customerPath(address)}/Notes/${note.sid}`);
      await queries.invalidateQueries({ queryKey: ['customers', 'notes', address] });
      notify(words.removed);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <li className="note-paper">
      <p className={styles['body']} dir="auto">
        {note.body}
      </p>
      <div className={styles['by']}>
        <span>
          {note.author} ·{' '}
          <time dateTime={note.date_created} title={exactly(note.date_created)}>
            {ago(note.date_created)}
          </time>
        </span>
        {isOwn && (
          <IconButton isSmall label={words.remove} onClick={() => void takeBack()}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </li>
  );
}

export function Notes({ address }: { readonly address: string }) {
  const { data, error, isPending, refetch } = useNotes(address);
  const agentSid = useDesk((state) => state.session.user?.agentSid ?? '');
  return (
    <Part
      title={words.title}
      isPending={isPending}
      failure={error && { text: words.failed, error, onRetry: () => void refetch() }}
    >
      {data === null ? (
        <Nothing>{words.stranger}</Nothing>
      ) : (
        <>
          {data?.length === 0 && <Nothing>{words.none}</Nothing>}
          {data !== undefined && data.length > 0 && (
            <ul className={styles['notes']}>
              {data.map((note) => (
                <NoteItem key={note.sid} note={note} address={address} isOwn={note.author_sid === agentSid} />
              ))}
            </ul>
          )}
          <NewNote address={address} />
        </>
      )}
    </Part>
  );
}
