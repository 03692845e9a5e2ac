// Changing the priority of a task.
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
const HIGHEST = 2 ** 31 - 1;

/** Whole numbers from 0 on, as TaskRouter takes them. */
export function PriorityDialog({ item, onClose }: { readonly item: WorkItem; readonly onClose: () => void }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const form = useId();
  const [text, setText] = useState(String(item.priority));
  const [isTried, setTried] = useState(false);
  const priority = /^\d+$/.test(text.trim()) ? Number(text) : null;
  const isWrong = priority === null || priority > HIGHEST;
  const change = useMutation({
    mutationFn: (Priority: number) => post(`${workspace}/Tasks/${item.taskSid}`, { Priority }),
    onSuccess: async (_, changed) => {
      notify(words.priorityDone(item.name, changed));
      onClose();
      await queries.invalidateQueries({ queryKey: [workspace] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (priority !== null && !isWrong) change.mutate(priority);
  };
  return (
    <Dialog
      title={words.priorityTitle}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{parts.cancel}</Button>
          <Button kind="primary" type="submit" form={form} isBusy={change.isPending}>
            {words.prioritySave}
          </Button>
        </>
      }
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        <TextField
          label={words.priorityLabel}
          hint={words.priorityHint}
          error={isTried && isWrong ? words.priorityWrong : change.error?.message}
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
