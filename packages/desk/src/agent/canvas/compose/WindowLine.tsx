// How long free words may be written still, and what to do when they may not.
import { Clock3 } from 'lucide-react';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { Notice } from '#desk/ui/Notice.tsx';
import { words } from '#desk/words/canvas.ts';
import styles from './Composer.module.css';
import { leftInWords, type WindowState } from './window.ts';

/** The countdown of the window. */
export function WindowLeft({ window: { kind, left } }: { readonly window: WindowState }) {
  if (kind !== 'open' && kind !== 'closing') return null;
  const say = kind === 'closing' ? words.window.closing : words.window.open;
  return (
    <p className={classes(styles['window'], kind === 'closing' && styles['closing'])} role="timer">
      <Clock3 aria-hidden="true" />
      {say(leftInWords(left))}
    </p>
  );
}

/** Stands in place of the message box while only templates can be sent. */
export function WindowClosed({
  window,
  onTemplate,
}: {
  readonly window: WindowState;
  readonly onTemplate: () => void;
}) {
  return (
    <div className={styles['shut']}>
      <Notice
        tone="warn"
        title={window.kind === 'never' ? words.window.never : words.window.closedTitle}
        actions={
          <Button kind="primary" onClick={onTemplate}>
            {words.compose.chooseTemplate}
          </Button>
        }
      >
        {window.kind === 'closed' && <p>{words.window.closed}</p>}
      </Notice>
    </div>
  );
}
