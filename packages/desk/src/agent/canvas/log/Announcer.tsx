// Tells screen readers what is new; what is scrolled into view is not news.
import { useEffect, useRef, useState } from 'react';
import type { MessageEntry } from '#desk/state/conversations.ts';
import { words } from '#desk/words/canvas.ts';
import { shownText } from '../text/text-parts.ts';

interface AnnouncerProps {
  readonly messages: readonly MessageEntry[];
  readonly identity: string;
  readonly nameOf: (author: string) => string;
}

const MOST_LETTERS = 300;

function spoken({ author, body, media }: MessageEntry, nameOf: (author: string) => string): string {
  const files = media.map(({ filename }) => filename || words.media.file).join(', ');
  return `${nameOf(author)}: ${[files, shownText(body).slice(0, MOST_LETTERS)].filter(Boolean).join('. ')}`;
}

/** A polite region with the newest message of somebody else. */
export function Announcer({ messages, identity, nameOf }: AnnouncerProps) {
  const newest = messages.at(-1);
  const told = useRef(newest?.index ?? -1);
  const [text, setText] = useState('');
  useEffect(() => {
    if (newest === undefined || newest.index <= told.current) return;
    told.current = newest.index;
    if (newest.author !== identity) setText(spoken(newest, nameOf));
  }, [newest, identity, nameOf]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {text}
    </p>
  );
}
