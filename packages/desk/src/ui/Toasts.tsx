// Short notices that come and go: what was done, what did not work.
import { X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { words } from '#desk/words/ui.ts';
import { Button, IconButton } from './Button.tsx';
import { classes } from './classes.ts';
import styles from './Toasts.module.css';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'neutral' | 'bad';
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

/** Long enough to read two sentences; what failed stays until it is dismissed. */
const SHOWN_MS = 6_000;
const MOST_SHOWN = 4;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Shows a notice. The same words again replace those that are there. */
export function notify(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
  lastId += 1;
  const others = toasts.filter((toast) => toast.text !== text);
  change([...others, { id: lastId, text, tone: 'neutral' as const, ...options }].slice(-MOST_SHOWN));
}

/** Shows what went wrong, in the words of the error. */
export function notifyFailure(error: unknown): void {
  notify(error instanceof Error && error.message !== '' ? error.message : words.failed, { tone: 'bad' });
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  useEffect(() => {
    if (toast.tone === 'bad') return;
    const timer = setTimeout(() => dismiss(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  const { action } = toast;
  return (
    <div
      className={classes(styles['toast'], toast.tone === 'bad' && styles['bad'])}
      role={toast.tone === 'bad' ? 'alert' : 'status'}
    >
      <span className={styles['words']}>{toast.text}</span>
      {action && (
        <Button
          isSmall
          kind="quiet"
          onClick={() => {
            dismiss(toast.id);
            action.onPress();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton isSmall label={words.dismiss} onClick={() => dismiss(toast.id)}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** Where notices appear; once in the page. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <section className={styles['region']} aria-label={words.notices}>
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
