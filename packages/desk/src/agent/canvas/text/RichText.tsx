// What somebody wrote, with its links. Text goes into the page as text only.
import { memo, useMemo } from 'react';
import styles from './RichText.module.css';
import { isEmojiOnly, textParts } from './text-parts.ts';

/** The words of a message. */
export const RichText = memo(function RichText({ body }: { readonly body: string }) {
  const parts = useMemo(() => textParts(body), [body]);
  return (
    <p className={isEmojiOnly(body) ? styles['large'] : styles['text']} dir="auto">
      {parts.map(({ text, href }, place) =>
        href === undefined ? (
          text
        ) : (
          <a key={place} href={href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {text}
          </a>
        ),
      )}
    </p>
  );
});
