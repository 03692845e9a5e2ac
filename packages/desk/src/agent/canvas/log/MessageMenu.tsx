// The menu of one message; one for the whole log, opened at the message's button.
import { Copy, Quote } from 'lucide-react';
import { useRef } from 'react';
import { Menu, MenuItem, Popover, Text } from 'react-aria-components';
import type { MessageEntry } from '#desk/state/conversations.ts';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/canvas.ts';
import { shownText } from '../text/text-parts.ts';
import styles from './MessageMenu.module.css';

interface MessageMenuProps {
  readonly message: MessageEntry;
  readonly button: HTMLElement;
  readonly onClose: () => void;
  readonly onQuote: (text: string) => void;
}

/** Copy and quote. Focus goes back to the button when it closes, unless an answer is begun. */
export function MessageMenu({ message, button, onClose, onQuote }: MessageMenuProps) {
  const trigger = useRef<HTMLElement>(button);
  trigger.current = button;
  const text = shownText(message.body);
  const choose = (id: string) => {
    if (id === 'quote') {
      // After the menu has given the focus back.
      requestAnimationFrame(() => onQuote(text));
      return;
    }
    navigator.clipboard.writeText(text).then(() => notify(words.message.copied), notifyFailure);
  };
  return (
    <Popover
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        onClose();
        button.focus();
      }}
      placement="bottom end"
      className={styles['popover'] ?? ''}
    >
      <Menu
        autoFocus="first"
        aria-label={button.getAttribute('aria-label') ?? ''}
        className={styles['menu'] ?? ''}
        disabledKeys={text === '' ? ['copy', 'quote'] : []}
        onAction={(key) => choose(String(key))}
        onClose={onClose}
      >
        <MenuItem id="copy" textValue={words.message.copy} className={styles['item'] ?? ''}>
          <Copy aria-hidden="true" />
          <Text slot="label">{words.message.copy}</Text>
        </MenuItem>
        <MenuItem id="quote" textValue={words.message.quote} className={styles['item'] ?? ''}>
          <Quote aria-hidden="true" />
          <Text slot="label">{words.message.quote}</Text>
        </MenuItem>
      </Menu>
    </Popover>
  );
}
