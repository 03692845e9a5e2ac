// Watching as long as the page is there: in when it opens, out when it goes, one step after the other.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '#desk/state/store.ts';
import { enter, leave, leaveAtOnce, type Presence } from './presence.ts';

export interface Watching {
  readonly status: 'joining' | 'watching' | 'failed';
  readonly presence: Presence | null;
  readonly error: Error | null;
  /** Goes out before the page does. */
  readonly stop: () => Promise<void>;
  /** Comes in again after `stop`, or after it failed. */
  readonly again: () => void;
}

/** What is under way in a conversation; comings and goings of one page do not overtake each other. */
const turns = new Map<string, Promise<unknown>>();

function inTurn<T>(conversationSid: string, step: () => Promise<T>): Promise<T> {
  const before = turns.get(conversationSid) ?? Promise.resolve();
  const turn = before.then(step, step);
  turns.set(conversationSid, turn);
  return turn;
}

interface State {
  readonly status: Watching['status'];
  readonly presence: Presence | null;
  readonly error: Error | null;
}

const JOINING: State = { status: 'joining', presence: null, error: null };

/** Watches a conversation; null while it is not known which one, and for one that is over. */
export function useWatching(conversationSid: string | null): Watching {
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<State>(JOINING);
  const present = useRef<Presence | null>(null);
  useEffect(() => {
    if (conversationSid === null || identity === '') return;
    let isGone = false;
    let own: Presence | null = null;
    setState(JOINING);
    inTurn(conversationSid, async () => {
      if (isGone) return;
      own = await enter(conversationSid, identity);
      present.current = own;
      if (!isGone) setState({ status: 'watching', presence: own, error: null });
    }).catch((error: Error) => {
      if (!isGone) setState({ status: 'failed', presence: null, error });
    });
    const hidden = () => {
      if (own !== null && !own.isOwnWork && present.current === own) leaveAtOnce(conversationSid, own);
    };
    const shown = (event: PageTransitionEvent) => event.persisted && setAttempt((count) => count + 1);
    window.addEventListener('pagehide', hidden);
    window.addEventListener('pageshow', shown);
    return () => {
      isGone = true;
      window.removeEventListener('pagehide', hidden);
      window.removeEventListener('pageshow', shown);
      void inTurn(conversationSid, async () => {
        if (own === null || own.isOwnWork || present.current !== own) return;
        present.current = null;
        await leave(conversationSid, own);
      }).catch(() => {});
    };
  }, [conversationSid, identity, attempt]);

  const stop = useCallback(async () => {
    const own = present.current;
    if (conversationSid === null || own === null || own.isOwnWork) return;
    present.current = null;
    await inTurn(conversationSid, () => leave(conversationSid, own));
  }, [conversationSid]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, stop, again };
}
