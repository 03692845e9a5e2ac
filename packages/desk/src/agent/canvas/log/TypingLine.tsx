// Who is writing at this moment.
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { words } from '#desk/words/canvas.ts';
import styles from './TypingLine.module.css';

interface TypingLineProps {
  readonly entry: Pick<ConversationEntry, 'typing' | 'participants'>;
  readonly identity: string;
  readonly nameOf: (author: string) => string;
  readonly customerSid: string | null;
}

/** Those who are writing, but for the agent himself. */
export function TypingLine({ entry, identity, nameOf, customerSid }: TypingLineProps) {
  const { typing, participants } = entry;
  const names = typing
    .filter((who) => who !== identity)
    .map((who) => {
      const address = participants.find(({ sid }) => sid === who)?.address;
      return nameOf(who === customerSid && address ? address : who);
    });
  return (
    <p className={styles['typing']} aria-live="polite" data-shown={names.length > 0}>
      {names.length > 0 && (
        <>
          <span className={styles['dots']} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span dir="auto">{words.typing([...new Set(names)])}</span>
        </>
      )}
    </p>
  );
}
