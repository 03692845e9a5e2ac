// Tells the other side that somebody is writing, as seldom as does.
import { useRef } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';

/** Others see it for five seconds. */
const EVERY_MS = 4_000;

/** Called with every letter. */
export function useTypingSignal(conversationSid: string): () => void {
  const told = useRef(Number.NEGATIVE_INFINITY);
  return () => {
    const now = performance.now();
    if (now - told.current < EVERY_MS) return;
    told.current = now;
    // Nobody misses it when it does not arrive.
    invokeAction('SendTyping', { conversationSid }).catch(() => {});
  };
}
