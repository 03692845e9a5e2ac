// What was begun and not sent, kept in this browser: it survives a reload and is gone when it was sent or the task ends.

export interface Draft {
  readonly body: string;
  /** It was written for colleagues. */
  readonly isNote: boolean;
}

export const EMPTY: Draft = { body: '', isNote: false };

const PREFIX = 'parley.draft.';
const keyOf = (identity: string, threadSid: string) => `${PREFIX}${identity}.${threadSid}`;

/** What was begun in a conversation. */
export function readDraft(identity: string, threadSid: string, storage: Storage = localStorage): Draft {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(identity, threadSid)) ?? 'null') as Partial<Draft> | null;
    return typeof kept?.body === 'string' ? { body: kept.body, isNote: kept.isNote === true } : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Keeps a draft; an empty one is forgotten. */
export function keepDraft(
  identity: string,
  threadSid: string,
  draft: Draft,
  storage: Storage = localStorage,
): void {
  const key = keyOf(identity, threadSid);
  try {
    if (draft.body === '') storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage costs the draft of a reload only.
  }
}
