// Dialogs: focus goes in, stays in, and comes back; Escape and a press beside it close it.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { words } from '#desk/words/ui.ts';
import { IconButton } from '../Button.tsx';
import { classes } from '../classes.ts';
import styles from './Dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the leading one last. */
  readonly foot?: ReactNode;
  /** `side` is a panel at the edge of the window. */
  readonly shape?: 'normal' | 'wide' | 'side';
  /** Asks a question that cannot be put off. */
  readonly isAlert?: boolean;
}

/** A dialog over the page. A form inside of it is the caller's; a button of `foot` may submit it by its `form`. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  foot,
  shape = 'normal',
  isAlert = false,
}: DialogProps) {
  return (
    <ModalOverlay
      className={styles['scrim'] ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isAlert}
    >
      <Modal className={classes(styles['modal'], shape !== 'normal' && styles[shape])}>
        <AriaDialog className={styles['dialog'] ?? ''} role={isAlert ? 'alertdialog' : 'dialog'}>
          <div className={styles['head']}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={words.close} onClick={onClose}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
          <div className={styles['body']}>{children}</div>
          {foot && <div className={styles['foot']}>{foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
