// Ending a task by hand, with the reason that is kept with it: canceled while it waits, completed while it is worked on.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { post } from '#desk/rest/request.ts';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { words as parts } from '#desk/words/ui.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import styles from './WorkDialogs.module.css';
import type { WorkItem } from './work-item.ts';

const words = all.work;

const WAYS = {
  cancel: {
    status: 'canceled',
    title: words.cancelTitle,
    text: words.cancelText,
    submit: words.cancel,
    done: words.cancelDone,
  },
  complete: {
    status: 'completed',
    title: words.completeTitle,
    text: words.completeText,
    submit: words.complete,
    done: words.completeDone,
  },
} as const;

interface EndDialogProps {
  readonly item: WorkItem;
  readonly way: keyof typeof WAYS;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Asks for the reason; nothing ends without one. */
export function EndDialog({ item, way, onClose, onDone }: EndDialogProps) {
  const { status, title, text, submit, done } = WAYS[way];
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const form = useId();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = reason.trim() === '';
  const end = useMutation({
    mutationFn: () =>
      post(`${workspace}/Tasks/${item.taskSid}`, { AssignmentStatus: status, Reason: reason.trim() }),
    onSuccess: async () => {
      notify(done(item.name));
      onClose();
      onDone?.();
      await queries.invalidateQueries({ queryKey: [workspace] });
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing) end.mutate();
  };
  return (
    <Dialog
      title={title(item.name)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{parts.close}</Button>
          <Button kind="danger" type="submit" form={form} isBusy={end.isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={form} className={styles['form']} onSubmit={send}>
        <p className={styles['hint']}>{text}</p>
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          error={isTried && isMissing ? words.reasonMissing : end.error?.message}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          dir="auto"
          autoFocus
        />
      </form>
    </Dialog>
  );
}
