// The buttons that export what the present filters find.
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import styles from './Export.module.css';
import { type ExportFormat, type ExportProgress, exportMessages } from './export-messages.ts';
import type { HistoryFilters } from './filters.ts';

const words = all.history;
const COUNT = new Intl.NumberFormat();
const SIZE = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });

/** One export at a time; it can be stopped, and stops with the page. */
export function Export({ filters }: { readonly filters: HistoryFilters }) {
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const start = (format: ExportFormat) => {
    const controller = new AbortController();
    abort.current = controller;
    setProgress({ messages: 0, bytes: 0 });
    exportMessages(filters, format, setProgress, controller.signal)
      .then((messages) => notify(words.exportDone(COUNT.format(messages))))
      .catch((error: Error) => error.name !== 'AbortError' && notifyFailure(error))
      .finally(() => setProgress(null));
  };
  return (
    <div className={styles['export']}>
      {progress === null ? (
        <>
          <Button isSmall onClick={() => start('csv')}>
            <Download aria-hidden="true" />
            {words.exportCsv}
          </Button>
          <Button isSmall onClick={() => start('jsonl')}>
            {words.exportJson}
          </Button>
        </>
      ) : (
        <>
          <span className={styles['progress']} role="status">
            {words.exporting(COUNT.format(progress.messages), SIZE.format(progress.bytes / 1_000))}
          </span>
          <Button isSmall onClick={() => abort.current?.abort()}>
            {words.exportStop}
          </Button>
        </>
      )}
    </div>
  );
}
