// The draft of the conversation on the canvas, kept with every letter.
import { useCallback, useState } from 'react';
import { type Draft, keepDraft, readDraft } from './drafts.ts';

/** The draft and how to change it. */
export function useDraft(
  identity: string,
  threadSid: string,
): readonly [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState(() => readDraft(identity, threadSid));
  const change = useCallback(
    (part: Partial<Draft>) =>
      setDraft((before) => {
        const next = { ...before, ...part };
        keepDraft(identity, threadSid, next);
        return next;
      }),
    [identity, threadSid],
  );
  return [draft, change];
}
