// Emoji to choose from: a search field and a grid that arrow keys move through.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { TextField } from '#desk/ui/Field.tsx';
import { words } from '#desk/words/canvas.ts';
import styles from './EmojiPicker.module.css';
import { type Emoji, findEmoji, recentEmoji, rememberEmoji } from './emoji.ts';

interface EmojiPickerProps {
  readonly onChoose: (mark: string) => void;
  readonly onClose: () => void;
}

const COLUMNS = 8;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS,
  ArrowDown: COLUMNS,
};

/** The panel above the message box; Escape and a press elsewhere close it. */
export function EmojiPicker({ onChoose, onClose }: EmojiPickerProps) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [recent] = useState(recentEmoji);
  const panel = useRef<HTMLDivElement>(null);
  const shown = typed.trim() === '' ? [...new Set([...recent, ...findEmoji('')])] : findEmoji(typed);
  useEffect(() => {
    panel.current?.querySelector('input')?.focus();
    const look = (event: PointerEvent) => {
      if (!panel.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', look);
    return () => document.removeEventListener('pointerdown', look);
  }, [onClose]);
  const choose = ({ mark }: Emoji) => {
    rememberEmoji(mark);
    onChoose(mark);
  };
  const focusAt = (place: number) => {
    setActive(place);
    panel.current?.querySelectorAll('button')[place]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isInField = (event.target as HTMLElement).tagName === 'INPUT';
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
      return;
    }
    if (isInField && event.key === 'Enter' && shown[0]) {
      event.preventDefault();
      choose(shown[0]);
      return;
    }
    const step = STEPS[event.key];
    if (step === undefined || shown.length === 0 || (isInField && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    if (isInField) focusAt(0);
    else if (active + step < 0) panel.current?.querySelector('input')?.focus();
    else focusAt(Math.min(active + step, shown.length - 1));
  };
  return (
    <div
      ref={panel}
      className={styles['panel']}
      role="dialog"
      aria-label={words.emoji.label}
      onKeyDown={onKeyDown}
    >
      <TextField
        label={words.emoji.search}
        isLabelHidden
        placeholder={words.emoji.search}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
      />
      {shown.length === 0 ? (
        <p className={styles['none']} role="status">
          {words.emoji.none}
        </p>
      ) : (
        <div className={styles['grid']}>
          {shown.map((emoji, place) => (
            <button
              key={emoji.mark}
              type="button"
              aria-label={emoji.words}
              title={emoji.words}
              tabIndex={place === active ? 0 : -1}
              onClick={() => choose(emoji)}
            >
              {emoji.mark}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
