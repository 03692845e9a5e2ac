// Asks before a task becomes the supervisor's, and says what that means.
import { useMutation } from '@tanstack/react-query';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { words as parts } from '#desk/words/ui.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import { takeOver } from './take-over.ts';
import type { WorkItem } from './work-item.ts';

const words = all.work;

interface TakeOverDialogProps {
  readonly item: WorkItem;
  /** Who has it; null while nobody does. */
  readonly holder: string | null;
  /** What has to be done before, such as to stop watching. */
  readonly prepare: () => Promise<void>;
  readonly onClose: () => void;
  readonly onDone: (reservationSid: string) => void;
  /** It did not work: whoever watched goes on watching. */
  readonly onFailed: () => void;
}

/** Taking over is the same for work somebody has and for work that waits. */
export function TakeOverDialog({ item, holder, prepare, onClose, onDone, onFailed }: TakeOverDialogProps) {
  const workspace = useWorkspace();
  const worker = useDesk((state) => state.worker);
  const take = useMutation({
    mutationFn: async () => {
      await prepare();
      return takeOver(workspace, item.taskSid);
    },
    onSuccess: onDone,
    onError: onFailed,
  });
  const isAway = worker.activity !== null && !worker.activity.available;
  return (
    <Dialog
      title={words.takeOverTitle(item.name)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{parts.cancel}</Button>
          <Button
            kind="primary"
            isBusy={take.isPending}
            disabled={worker.sid === null}
            onClick={() => take.mutate()}
          >
            {words.takeOver}
          </Button>
        </>
      }
    >
      <p>{holder === null ? words.takeOverWaiting : words.takeOverHeld(holder)}</p>
      {isAway && <Notice tone="info">{words.takeOverAway(worker.activity?.name ?? '')}</Notice>}
      {worker.sid === null && <Notice tone="warn">{words.noWorker}</Notice>}
      {take.error && <Notice tone="bad">{take.error.message}</Notice>}
    </Dialog>
  );
}
