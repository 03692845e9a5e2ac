// One template: how it looks, how far its approval is, and what can be done about it.
import { Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { postJson, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-reach.ts';
import { words as common } from '#desk/words/ui.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { EditForm, useEdit } from '../parts/EditForm.tsx';
import type { FieldSpec } from '../parts/fields.ts';
import { readAnew } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { Preview } from './Preview.tsx';
import { approvalTone, type Template } from './stored.ts';
import styles from './Templates.module.css';
import { approvalName, lookOf } from './template.ts';

const text = words.templates;

interface ApprovalProps {
  readonly template: Template;
}

const REQUEST: readonly FieldSpec[] = [
  { name: 'name', label: text.approvalName, hint: text.approvalNameHint, isRequired: true },
  {
    name: 'category',
    label: text.category,
    kind: 'choice',
    choices: Object.entries(text.categories).map(([value, label]) => ({ value, label })),
  },
];

function Submit({ template }: ApprovalProps) {
  const id = useId();
  const initial = { name: approvalName(template.friendly_name), category: 'UTILITY' };
  const edit = useEdit(REQUEST, initial, async ({ name, category }) => {
    await postJson(`/content/v1/Content/${template.sid}/ApprovalRequests/whatsapp`, { name, category });
    await readAnew();
    notify(text.submitted);
  });
  return (
    <EditForm id={id} fields={REQUEST} edit={edit}>
      <div>
        <Button kind="primary" type="submit" isBusy={edit.isBusy}>
          {text.submit}
        </Button>
      </div>
    </EditForm>
  );
}

const DECISION: readonly FieldSpec[] = [
  {
    name: 'status',
    label: text.state,
    kind: 'choice',
    choices: Object.entries(text.statuses).map(([value, label]) => ({ value, label })),
  },
  { name: 'rejection_reason', label: text.reason, when: ({ status }) => status === 'rejected' },
];

function Decide({ template }: ApprovalProps) {
  const id = useId();
  const { status, rejection_reason } = template.approval_requests;
  const edit = useEdit(DECISION, { status, rejection_reason }, async (values) => {
    await postJson(`/content/v1/Content/${template.sid}/ApprovalRequests/whatsapp/Status`, {
      status: values['status'],
      ...(values['status'] === 'rejected' ? { rejection_reason: values['rejection_reason'] } : {}),
    });
    await readAnew();
    notify(text.decided);
  });
  return (
    <EditForm id={id} fields={DECISION} edit={edit}>
      <div>
        <Button type="submit" isBusy={edit.isBusy}>
          {text.decide}
        </Button>
      </div>
    </EditForm>
  );
}

function Approval({ template }: ApprovalProps) {
  const { status, rejection_reason: reason } = template.approval_requests;
  const isOpen = status === 'unsubmitted' || status === 'rejected';
  return (
    <div className={styles['approval']}>
      <h3>
        {text.approval}
        <Badge tone={approvalTone(status)}>{text.statuses[status] ?? status}</Badge>
      </h3>
      {status === 'rejected' && reason !== '' && (
        <Notice tone="bad">
          <p dir="auto">{reason}</p>
        </Notice>
      )}
      <p className={parts['note']}>{text.submitHint}</p>
      {isOpen && <Submit key={status} template={template} />}
      {status !== 'unsubmitted' && <Decide key={`decide ${status}`} template={template} />}
    </div>
  );
}

/** The dialog of a template that is there. */
export function TemplateDialog({
  template,
  onClose,
}: {
  readonly template: Template;
  readonly onClose: () => void;
}) {
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Dialog
        isOpen
        shape="wide"
        title={template.friendly_name}
        onClose={onClose}
        foot={
          <div className={parts['foot']}>
            <Button kind="danger" onClick={() => setRemoving(true)}>
              <Trash2 aria-hidden="true" />
              {common.remove}
            </Button>
            <span className={parts['gap']} />
            <Button onClick={onClose}>{common.close}</Button>
          </div>
        }
      >
        <div className={styles['writer']}>
          <Approval template={template} />
          <Preview look={lookOf(template.types, template.variables)} />
        </div>
      </Dialog>
      {isRemoving && (
        <Confirm
          title={frame.form.removeTitle(template.friendly_name)}
          label={common.remove}
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            await remove(`/content/v1/Content/${template.sid}`);
            await readAnew();
            notify(frame.form.removed(template.friendly_name));
            onClose();
          }}
        >
          {text.removeText}
        </Confirm>
      )}
    </>
  );
}
