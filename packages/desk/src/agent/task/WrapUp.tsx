// The paperwork of a task: its outcome and a note, which go into its attributes when it is completed.
import { type FormEvent, useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import { customerOf } from '#desk/live/customer.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button } from '#desk/ui/Button.tsx';
import { ChoiceField, TextArea } from '#desk/ui/Field.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';
import { Stopwatch } from '../Age.tsx';
import { keep, kept } from '../kept.ts';
import { useDispositions } from './dispositions.ts';
import styles from './WrapUp.module.css';

interface Paperwork {
  readonly outcome: string;
  readonly note: string;
}

/** As much of a note as a task's attributes have room for. */
const LONGEST_NOTE = 2_000;

function recorded(task: TaskEntry): Paperwork {
  const { outcome, content } = (task.attributes['conversations'] ?? {}) as Record<string, unknown>;
  return {
    outcome: typeof outcome === 'string' ? outcome : '',
    note: typeof content === 'string' ? content : '',
  };
}

/** What is half written stays on this device until the task is completed. */
function usePaperwork(task: TaskEntry) {
  const place = `wrap-up.${task.sid}`;
  const [paperwork, setPaperwork] = useState(() => kept<Paperwork>(place, recorded(task)));
  const change = (part: Partial<Paperwork>) => {
    const changed = { ...paperwork, ...part };
    setPaperwork(changed);
    keep(place, changed);
  };
  return { paperwork, change, done: () => keep(place, null) };
}

async function complete(task: TaskEntry, { outcome, note }: Paperwork): Promise<void> {
  const before = task.attributes['conversations'] as object | undefined;
  const said = {
    ...(outcome === '' ? {} : { outcome }),
    ...(note.trim() === '' ? {} : { content: note.trim() }),
  };
  if (Object.keys(said).length > 0) {
    const attributes = { conversations: { ...before, ...said } };
    await invokeAction('SetTaskAttributes', { sid: task.sid, attributes });
  }
  await invokeAction('CompleteTask', { sid: task.sid });
}

/** The form above the conversation of a task that is wrapped up. */
export function WrapUp({ task }: { readonly task: TaskEntry }) {
  const { choices, status } = useDispositions();
  const { paperwork, change, done } = usePaperwork(task);
  const [isBusy, setBusy] = useState(false);
  const finish = () => {
    if (isBusy) return;
    setBusy(true);
    complete(task, paperwork)
      .then(() => {
        done();
        notify(words.wrapUp.completed(customerOf(task).name));
      })
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  useShortcuts([{ keys: 'mod+.', label: words.task.complete, isGlobal: true, run: finish }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finish();
  };
  const { outcome } = paperwork;
  const offered = outcome === '' || choices.includes(outcome) ? choices : [outcome, ...choices];
  return (
    <form className={styles['form']} aria-label={words.wrapUp.title} onSubmit={submit}>
      <ChoiceField
        label={words.wrapUp.outcome}
        value={outcome}
        choices={[
          { value: '', label: words.wrapUp.none },
          ...offered.map((value) => ({ value, label: value })),
        ]}
        hint={status === 'failed' ? words.wrapUp.defaults : undefined}
        onChange={({ target }) => change({ outcome: target.value })}
      />
      <TextArea
        label={words.wrapUp.note}
        rows={2}
        dir="auto"
        maxLength={LONGEST_NOTE}
        placeholder={words.wrapUp.notePlaceholder}
        value={paperwork.note}
        onChange={({ target }) => change({ note: target.value })}
      />
      <div className={styles['end']}>
        <Button kind="primary" type="submit" isBusy={isBusy}>
          {words.wrapUp.complete}
        </Button>
        <span className={styles['timer']}>
          <Stopwatch since={task.since} />
        </span>
      </div>
    </form>
  );
}
