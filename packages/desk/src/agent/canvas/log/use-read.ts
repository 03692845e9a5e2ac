// What counts as read: the newest message was on the screen while the window had the focus.
import { useEffect, useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import type { ConversationEntry } from '#desk/state/conversations.ts';

/** A glance; it also keeps a flood of messages from being a flood of requests. */
const GLANCE_MS = 400;

function useWindowFocus(): boolean {
  const [isFocused, setFocused] = useState(() => document.hasFocus());
  useEffect(() => {
    const look = () => setFocused(document.hasFocus() && document.visibilityState === 'visible');
    for (const event of ['focus', 'blur'] as const) window.addEventListener(event, look);
    document.addEventListener('visibilitychange', look);
    return () => {
      for (const event of ['focus', 'blur'] as const) window.removeEventListener(event, look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isFocused;
}

/** Marks as read what is seen, and says after which message the line of what is new belongs; null for no line. */
export function useRead({ sid, lastIndex, lastRead }: ConversationEntry, isAtEnd: boolean): number | null {
  const isFocused = useWindowFocus();
  const newest = lastIndex ?? -1;
  const read = lastRead ?? -1;
  const isUnread = newest > read;
  const [line, setLine] = useState<number | null>(isUnread ? read : null);
  useEffect(() => {
    if (!isUnread || !isAtEnd || !isFocused) return;
    const timer = setTimeout(() => {
      // It is tried again with the next message.
      invokeAction('MarkConversationRead', { conversationSid: sid }).catch(() => {});
    }, GLANCE_MS);
    return () => clearTimeout(timer);
  }, [sid, isUnread, isAtEnd, isFocused, newest]);
  // What comes while nobody looks is new when somebody comes back.
  useEffect(() => {
    if (!isFocused && !isUnread) setLine(newest);
  }, [isFocused]);
  return line;
}
