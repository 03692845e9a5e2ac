// API keys: made with a secret that is shown once, and revoked.
import { useState } from 'react';
import { post, remove } from '#desk/rest/request.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-programs.ts';
import { AddButton } from '../parts/AddButton.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { ListTable } from '../parts/ListTable.tsx';
import { readAnew, useAccountPath, useList } from '../parts/lists.ts';
import { Section } from '../parts/Section.tsx';
import { Code, CopyText, When } from '../parts/Values.tsx';

const text = words.keys;

interface Key {
  readonly sid: string;
  readonly friendly_name: string;
  readonly date_created: string;
  /** In the answer that made it, and never again. */
  readonly secret?: string;
}

const FIELDS: readonly FieldSpec[] = [
  { name: 'FriendlyName', label: text.name, hint: text.nameHint, isRequired: true },
];

function NewKey({ made, onClose }: { readonly made: Key; readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen
      isAlert
      title={text.madeTitle}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose}>
          {text.done}
        </Button>
      }
    >
      <Notice tone="warn">
        <p>{text.madeText}</p>
      </Notice>
      <CopyText label={text.sid} value={made.sid} />
      <CopyText label={text.secret} value={made.secret ?? ''} />
    </Dialog>
  );
}

/** The section. */
export function Keys() {
  const account = useAccountPath();
  const path = `${account}/Keys.json`;
  const list = useList<Key>({ path, rowsKey: 'keys' });
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Key | null>(null);
  const [revoked, setRevoked] = useState<Key | null>(null);
  return (
    <Section
      title={text.title}
      intro={text.intro}
      actions={<AddButton label={text.add} onPress={() => setMaking(true)} />}
    >
      <ListTable
        label={text.title}
        list={list}
        rowKey={({ sid }) => sid}
        empty={text.empty}
        columns={[
          {
            id: 'name',
            label: text.name,
            cell: (key) => <bdi>{key.friendly_name || key.sid}</bdi>,
            sortBy: (key) => key.friendly_name,
          },
          { id: 'sid', label: text.sid, cell: ({ sid }) => <Code>{sid}</Code> },
          {
            id: 'created',
            label: text.created,
            cell: (key) => <When date={key.date_created} />,
            sortBy: (key) => Date.parse(key.date_created),
          },
          {
            id: 'acts',
            label: frame.form.actions,
            kind: 'acts',
            cell: (key) => (
              <Button isSmall kind="danger" onClick={() => setRevoked(key)}>
                {text.revoke}
                <span className="visually-hidden"> {key.friendly_name}</span>
              </Button>
            ),
          },
        ]}
      />
      {isMaking && (
        <FormDialog
          title={text.add}
          shape="normal"
          submitLabel={text.add}
          fields={FIELDS}
          initial={{ FriendlyName: '' }}
          onClose={() => setMaking(false)}
          onSave={async (values) => {
            setMade(await post<Key>(path, parametersOf(FIELDS, values)));
            setMaking(false);
            await readAnew();
          }}
        />
      )}
      {made && <NewKey made={made} onClose={() => setMade(null)} />}
      {revoked && (
        <Confirm
          title={text.revokeTitle(revoked.friendly_name || revoked.sid)}
          label={text.revoke}
          onClose={() => setRevoked(null)}
          onConfirm={async () => {
            await remove(`${account}/Keys/${revoked.sid}.json`);
            await readAnew();
            notify(frame.form.removed(revoked.friendly_name || revoked.sid));
          }}
        >
          {text.revokeText}
        </Confirm>
      )}
    </Section>
  );
}
