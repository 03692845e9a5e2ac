// The menu of one message; one for the whole log, opened at the message's button.
import { Copy, Quote } from 'lucide-react';
import type { MessageEntry } from '#desk/state/conversations.ts';
import { MenuAt } from '#desk/ui/overlays/Menu.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/canvas.ts';
import { shownText } from '../text/text-parts.ts';

interface MessageMenuProps {
  readonly message: MessageEntry;
  readonly button: HTMLElement;
  readonly onClose: () => void;
  readonly onQuote: (text: string) => void;
}

/** Copy and quote. */
export function MessageMenu({ message, button, onClose, onQuote }: MessageMenuProps) {
  const text = shownText(message.body);
  const choose = (id: string) => {
    if (id === 'quote') {
      // After the menu has given the focus back.
      requestAnimationFrame(() => onQuote(text));
      return;
    }
    navigator.clipboard.writeText(text).then(() => notify(words.message.copied), notifyFailure);
  };
  const isDisabled = text === '';
  return (
    <MenuAt
      button={button}
      onClose={onClose}
      onChoose={choose}
      choices={[
        { id: 'copy', label: words.message.copy, icon: <Copy aria-hidden="true" />, isDisabled },
        { id: 'quote', label: words.message.quote, icon: <Quote aria-hidden="true" />, isDisabled },
      ]}
    />
  );
}
