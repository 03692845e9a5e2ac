// Small things shown the same everywhere: times, codes, addresses, something to copy.
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { exactly } from '#desk/words/exactly.ts';
import { ago } from '#desk/words/moments.ts';
import { words } from '#desk/words/ui.ts';
import styles from './parts.module.css';

/** A moment as people say it, exact when pointed at. */
export function When({ date }: { readonly date: string | null | undefined }) {
  if (!date) return null;
  return (
    <time dateTime={new Date(date).toISOString()} title={exactly(date)}>
      {ago(date)}
    </time>
  );
}

/** An identifier, a URL, an expression: what programs read. */
export function Code({ children }: { readonly children: string }) {
  return <code className={styles['code']}>{children}</code>;
}

/** Something to take elsewhere, with a button that copies it. */
export function CopyText({ label, value }: { readonly label: string; readonly value: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className={styles['copy']}>
      <span className={styles['copyLabel']}>{label}</span>
      <code className={styles['copied']}>{value}</code>
      <Button isSmall aria-label={`${words.copy}: ${label}`} onClick={copy}>
        {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {isCopied ? words.copied : words.copy}
      </Button>
    </div>
  );
}
