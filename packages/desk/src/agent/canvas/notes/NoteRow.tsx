// A note or whisper of a colleague, in its place in the log: nothing the customer sees looks like it.

import { StickyNote } from 'lucide-react';
import { memo } from 'react';
import { words } from '#desk/words/canvas.ts';
import { exactly } from '#desk/words/exactly.ts';
import { clock } from '../log/times.ts';
import { RichText } from '../text/RichText.tsx';
import styles from './NoteRow.module.css';
import type { Note } from './note.ts';

export const NoteRow = memo(function NoteRow({ note }: { readonly note: Note }) {
  return (
    <article className={styles['note']}>
      <p className={styles['head']}>
        <StickyNote aria-hidden="true" />
        <strong dir="auto">{note.author}</strong>
        <span>{note.kind === 'whisper' ? words.whisper : words.note}</span>
        <span>{words.noteFor}</span>
        <time dateTime={new Date(note.date).toISOString()} title={exactly(note.date)}>
          {clock(note.date)}
        </time>
      </p>
      <RichText body={note.body} />
    </article>
  );
});
