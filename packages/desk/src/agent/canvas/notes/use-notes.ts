// The notes of the conversation on the canvas: read when it opens, when a participant changes (who whispers touches
// his record), and now and then while it is seen.
import { useCallback, useEffect, useState } from 'react';
import { readAll } from '#desk/rest/pages.ts';
import { post } from '#desk/rest/request.ts';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { type Note, type NoteRecord, noteOf } from './note.ts';

const EVERY_MS = 20_000;
const PATH = '/desk/v1/ConversationNotes';
const NONE: readonly Note[] = [];

interface Notes {
  readonly notes: readonly Note[];
  readonly add: (body: string) => Promise<void>;
}

function areSame(one: readonly Note[], other: readonly Note[]): boolean {
  return one.length === other.length && one.every(({ sid }, place) => sid === other[place]!.sid);
}

/** The notes of a conversation, oldest first, and how to add one. */
export function useNotes({ sid, participants }: Pick<ConversationEntry, 'sid' | 'participants'>): Notes {
  const [read, setRead] = useState<{ readonly sid: string; readonly notes: readonly Note[] }>({
    sid,
    notes: NONE,
  });
  const look = useCallback(
    async (signal?: AbortSignal) => {
      if (document.visibilityState === 'hidden') return;
      const records = await readAll<NoteRecord>(PATH, { ConversationSid: sid }, signal);
      const notes = records.map(noteOf);
      setRead((known) => (known.sid === sid && areSame(known.notes, notes) ? known : { sid, notes }));
    },
    [sid],
  );
  useEffect(() => {
    const ended = new AbortController();
    // What could not be read now is read with the next look.
    const lookQuietly = () => void look(ended.signal).catch(() => {});
    lookQuietly();
    const timer = setInterval(lookQuietly, EVERY_MS);
    document.addEventListener('visibilitychange', lookQuietly);
    return () => {
      ended.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookQuietly);
    };
  }, [look, participants]);
  const add = useCallback(
    async (body: string) => {
      const record = await post<NoteRecord>(PATH, { ConversationSid: sid, Body: body, Kind: 'note' });
      setRead((known) => ({ sid, notes: [...(known.sid === sid ? known.notes : NONE), noteOf(record)] }));
    },
    [sid],
  );
  return { notes: read.sid === sid ? read.notes : NONE, add };
}
