// Questions before something is taken away or lost.
import { type ReactNode, useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/admin.ts';
import { words as parts } from '#desk/words/ui.ts';
import { reasonOf } from './fields.ts';

interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button that does it says. */
  readonly label: string;
  readonly onConfirm: () => Promise<unknown> | undefined;
  readonly onClose: () => void;
}

/** Asks before doing something; what is refused is said in the dialog. */
export function Confirm({ title, children, label, onConfirm, onClose }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setRefusal(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      isAlert
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{parts.cancel}</Button>
          <Button kind="danger" isBusy={isBusy} onClick={confirm}>
            {label}
          </Button>
        </>
      }
    >
      <p>{children}</p>
      {refusal && (
        <Notice tone="bad">
          <p>{refusal}</p>
        </Notice>
      )}
    </Dialog>
  );
}

/** Asks before what was typed is thrown away. */
export function ConfirmDiscard({
  onDiscard,
  onClose,
}: {
  readonly onDiscard: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Confirm
      title={words.form.discardTitle}
      label={words.form.discard}
      onConfirm={() => {
        onDiscard();
        return undefined;
      }}
      onClose={onClose}
    >
      {words.form.discardText}
    </Confirm>
  );
}
