// The sheet on `?`: every shortcut of the page that is shown.
import { useState } from 'react';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/app.ts';
import styles from './ShortcutSheet.module.css';
import { useOfferedShortcuts, useShortcuts } from './shortcuts.ts';

const IS_MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const NAMES: Readonly<Record<string, string>> = {
  mod: IS_MAC ? '⌘' : 'Ctrl',
  alt: IS_MAC ? '⌥' : 'Alt',
  shift: '⇧',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Enter: '↵',
};

function keyNames(keys: string): string[] {
  return keys.split('+').map((key) => NAMES[key] ?? key.toUpperCase());
}

/** Opens on `?` and lists what the page offers, the page's own first. */
export function ShortcutSheet() {
  const [isOpen, setOpen] = useState(false);
  const groups = useOfferedShortcuts();
  useShortcuts([{ keys: '?', label: words.shortcuts.title, run: () => setOpen(true) }]);
  const shortcuts = groups.toReversed().flat();
  return (
    <Dialog title={words.shortcuts.title} isOpen={isOpen} onClose={() => setOpen(false)}>
      <ul className={styles['list']}>
        {shortcuts.map(({ keys, label }) => (
          <li key={`${keys} ${label}`} className={styles['row']}>
            <span>{label}</span>
            <span className={styles['keys']}>
              {keyNames(keys).map((key) => (
                <kbd key={key} className={styles['key']}>
                  {key}
                </kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
