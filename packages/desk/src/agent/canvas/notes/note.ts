// What colleagues write in the margin of a conversation.

export interface Note {
  readonly sid: string;
  readonly kind: 'note' | 'whisper';
  readonly author: string;
  readonly body: string;
  /** Milliseconds. */
  readonly date: number;
}

/** A note as the REST API shows it. */
export interface NoteRecord {
  readonly sid: string;
  readonly kind: 'note' | 'whisper';
  readonly author: string;
  readonly body: string;
  readonly date_created: string;
}

export function noteOf({ date_created: date, ...rest }: NoteRecord): Note {
  const { sid, kind, author, body } = rest;
  return { sid, kind, author, body, date: Date.parse(date) };
}
