// Handing a task to another agent or to a queue, or bringing another agent in.
import { useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { customerOf } from '#desk/live/customer.ts';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/tasks.ts';
import { words as parts } from '#desk/words/ui.ts';
import { TargetList } from './TargetList.tsx';
import styles from './TransferDialog.module.css';
import { nameTarget } from './target-names.ts';
import type { Target } from './targets.ts';

type Mode = 'COLD' | 'WARM';
type Kind = 'agents' | 'queues';

const MODES = [
  ['COLD', words.transfer.cold, words.transfer.coldHint],
  ['WARM', words.transfer.warm, words.transfer.warmHint],
] as const;

function KindChoice({ kind, onChoose }: { readonly kind: Kind; readonly onChoose: (kind: Kind) => void }) {
  return (
    <fieldset className={styles['kinds']}>
      <legend className="visually-hidden">{words.transfer.to}</legend>
      {(['agents', 'queues'] as const).map((one) => (
        <label key={one}>
          <input type="radio" name="kind" checked={kind === one} onChange={() => onChoose(one)} />
          {words.transfer[one]}
        </label>
      ))}
    </fieldset>
  );
}

function ModeChoice({ mode, onChoose }: { readonly mode: Mode; readonly onChoose: (mode: Mode) => void }) {
  return (
    <fieldset className={styles['modes']}>
      <legend>{words.transfer.how}</legend>
      {MODES.map(([one, label, hint]) => (
        <label key={one}>
          <input type="radio" name="mode" checked={mode === one} onChange={() => onChoose(one)} />
          <span>
            <strong>{label}</strong>
            <span className={styles['hint']}>{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface TransferDialogProps {
  readonly task: TaskEntry;
  readonly onClose: () => void;
}

/** The dialog; it is there as long as it is open. */
export function TransferDialog({ task, onClose }: TransferDialogProps) {
  const [kind, setKind] = useState<Kind>('agents');
  const [target, setTarget] = useState<Target | null>(null);
  const [mode, setMode] = useState<Mode>('COLD');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const transfer = () => {
    if (target === null) return setFailure(words.transfer.choose);
    setBusy(true);
    setFailure(null);
    nameTarget(task.sid, target.name);
    invokeAction('TransferTask', { sid: task.sid, targetSid: target.sid, options: { mode } })
      .then(onClose)
      .catch((error: Error) => setFailure(error.message))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={words.transfer.title(customerOf(task).name)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            {parts.cancel}
          </Button>
          <Button kind="primary" isBusy={isBusy} onClick={transfer}>
            {words.transfer.send}
          </Button>
        </>
      }
    >
      <div className={styles['transfer']}>
        <KindChoice
          kind={kind}
          onChoose={(chosen) => {
            setKind(chosen);
            setTarget(null);
          }}
        />
        <WithQueries>
          <TargetList key={kind} kind={kind} chosen={target} onChoose={setTarget} />
        </WithQueries>
        <ModeChoice mode={mode} onChoose={setMode} />
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
      </div>
    </Dialog>
  );
}
