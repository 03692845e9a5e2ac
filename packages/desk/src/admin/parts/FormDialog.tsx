// A form in a panel beside the page; closing it with something unsaved asks first.
import { Trash2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words as parts } from '#desk/words/ui.ts';
import { Confirm, ConfirmDiscard } from './Confirm.tsx';
import { EditForm, type EditState, useEdit } from './EditForm.tsx';
import type { FieldSpec, Values } from './fields.ts';
import { useUnloadGuard } from './leave-guard.ts';
import styles from './parts.module.css';

/** How a thing is taken away. */
interface Removal {
  readonly title: string;
  readonly text: string;
  readonly label?: string;
  readonly run: () => Promise<unknown>;
}

interface FormDialogProps {
  readonly title: string;
  readonly fields: readonly FieldSpec[];
  readonly initial: Values;
  readonly submitLabel?: string;
  readonly onSave: (values: Values) => Promise<unknown>;
  readonly onClose: () => void;
  readonly removal?: Removal | null;
  readonly shape?: 'normal' | 'wide' | 'side';
  /** What is below the fields; told the values. */
  readonly children?: (edit: EditState) => ReactNode;
}

/** Opens at once; whoever shows it takes it away again. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    fields,
    initial,
    submitLabel = parts.save,
    onSave,
    onClose,
    removal,
    shape = 'side',
  } = props;
  const id = useId();
  const edit = useEdit(fields, initial, onSave);
  const [asks, setAsks] = useState<'discard' | 'remove' | null>(null);
  useUnloadGuard(edit.isDirty);
  const close = () => (edit.isDirty && !edit.isBusy ? setAsks('discard') : onClose());
  return (
    <>
      <Dialog
        isOpen
        title={title}
        shape={shape}
        onClose={close}
        foot={
          <div className={styles['foot']}>
            {removal && (
              <Button kind="danger" onClick={() => setAsks('remove')}>
                <Trash2 aria-hidden="true" />
                {removal.label ?? parts.remove}
              </Button>
            )}
            <span className={styles['gap']} />
            <Button onClick={close}>{parts.cancel}</Button>
            <Button kind="primary" type="submit" form={id} isBusy={edit.isBusy}>
              {submitLabel}
            </Button>
          </div>
        }
      >
        <EditForm id={id} fields={fields} edit={edit}>
          {props.children?.(edit)}
        </EditForm>
      </Dialog>
      {asks === 'discard' && <ConfirmDiscard onDiscard={onClose} onClose={() => setAsks(null)} />}
      {asks === 'remove' && removal && (
        <Confirm
          title={removal.title}
          label={removal.label ?? parts.remove}
          onConfirm={removal.run}
          onClose={() => setAsks(null)}
        >
          {removal.text}
        </Confirm>
      )}
    </>
  );
}
