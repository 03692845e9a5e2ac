// Who refuses to be written to: found by address, recorded, exported, and how it came about.
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { readAll } from '#desk/rest/pages.ts';
import { post } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { ChoiceField, TextField } from '#desk/ui/Field.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import type { Column } from '#desk/ui/Table.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-reach.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { ListTable } from '../parts/ListTable.tsx';
import { readAnew, useAll, useList } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/Values.tsx';
import { csvOf, saveFile } from './csv.ts';
import { senderLabel, useOwnSenders } from './own-senders.ts';

const text = words.consents;
const PATH = '/messaging/v1/Consents';

interface Change {
  readonly sid: string;
  readonly status: 'opt-in' | 'opt-out';
  readonly source: string;
  readonly word: string | null;
  readonly date_of_consent: string;
}

interface Consent extends Change {
  readonly contact: string;
  readonly sender: string;
}

const STATUS_CHOICES = Object.entries(text.statuses).map(([value, label]) => ({ value, label }));

const SAID: readonly Column<Change>[] = [
  {
    id: 'status',
    label: text.status,
    cell: ({ status }) => <Badge tone={status === 'opt-out' ? 'bad' : 'good'}>{text.statuses[status]}</Badge>,
    sortBy: ({ status }) => status,
  },
  { id: 'source', label: text.by, cell: ({ source }) => text.sources[source] ?? source },
  { id: 'word', label: text.word, cell: ({ word }) => word && <bdi>{word}</bdi> },
  {
    id: 'since',
    label: text.since,
    cell: (change) => <When date={change.date_of_consent} />,
    sortBy: (change) => change.date_of_consent,
  },
];

function RecordForm({ onClose }: { readonly onClose: () => void }) {
  const senders = useOwnSenders();
  const services = useAll<{ sid: string; friendly_name: string }>({ path: '/messaging/v1/Services' });
  if (!senders || !services.data) return null;
  const choices = [
    ...senders.map((sender) => ({ value: sender.address, label: senderLabel(sender) })),
    ...services.data.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
  ];
  const fields: readonly FieldSpec[] = [
    { name: 'Contact', label: text.contact, isRequired: true, placeholder: '+14155550123' },
    { name: 'Sender', label: text.sender, hint: text.senderHint, kind: 'choice', choices },
    { name: 'Status', label: text.status, kind: 'choice', choices: STATUS_CHOICES },
    { name: 'Word', label: text.word, hint: text.wordHint },
  ];
  return (
    <FormDialog
      title={text.add}
      fields={fields}
      initial={{ Contact: '', Sender: choices[0]?.value ?? '', Status: 'opt-out', Word: '' }}
      onClose={onClose}
      onSave={async (values) => {
        await post(PATH, parametersOf(fields, values));
        await readAnew();
        notify(text.recorded);
        onClose();
      }}
    />
  );
}

function Changes({ consent, onClose }: { readonly consent: Consent; readonly onClose: () => void }) {
  const list = useList<Change>({ path: `${PATH}/${consent.sid}/Changes` });
  return (
    <Dialog isOpen shape="wide" title={text.changesOf(consent.contact)} onClose={onClose}>
      <ListTable
        label={text.changes}
        columns={SAID as [Column<Change>]}
        list={list}
        rowKey={({ sid }) => sid}
        empty={text.empty}
      />
    </Dialog>
  );
}

const COLUMNS: readonly [Column<Consent>, ...Column<Consent>[]] = [
  { id: 'contact', label: text.contact, cell: ({ contact }) => contact, sortBy: ({ contact }) => contact },
  { id: 'sender', label: text.sender, cell: ({ sender }) => sender, sortBy: ({ sender }) => sender },
  ...(SAID as readonly Column<Consent>[]),
];

/** Everything is exported, whatever is searched for. */
async function exportAll(): Promise<void> {
  const all = await readAll<Consent>(PATH, {}, undefined, { most: 100_000 });
  const rows = all.map((one) => [
    one.contact,
    one.sender,
    one.status,
    one.source,
    one.word,
    one.date_of_consent,
  ]);
  saveFile(text.exportName, csvOf(text.columns, rows));
}

/** The section. */
export function Consents({ open }: { readonly open: string | undefined }) {
  const [, navigate] = useLocation();
  const [written, setWritten] = useState('');
  const [contact, setContact] = useState('');
  const [status, setStatus] = useState('');
  const [isExporting, setExporting] = useState(false);
  const list = useList<Consent>({
    path: PATH,
    parameters: { Contact: contact || null, Status: status || null },
  });
  const close = () => navigate('/admin/consents');
  const opened = list.rows?.find(({ sid }) => sid === open);
  return (
    <Section
      title={text.title}
      intro={text.intro}
      actions={
        <>
          <Button
            isBusy={isExporting}
            onClick={async () => {
              setExporting(true);
              await exportAll().catch(notifyFailure);
              setExporting(false);
            }}
          >
            <Download aria-hidden="true" />
            {text.export}
          </Button>
          <Button kind="primary" onClick={() => navigate('/admin/consents/new')}>
            {text.add}
          </Button>
        </>
      }
    >
      <FilterBar onFind={() => setContact(written.trim())}>
        <div className={parts['grow']}>
          <TextField
            label={text.search}
            type="search"
            placeholder={text.searchHint}
            value={written}
            onChange={(event) => {
              setWritten(event.target.value);
              if (event.target.value === '') setContact('');
            }}
          />
        </div>
        <ChoiceField
          label={text.status}
          value={status}
          onChange={(event) => setStatus(event.target.value)}
          choices={[{ value: '', label: frame.form.any }, ...STATUS_CHOICES]}
        />
      </FilterBar>
      <ListTable
        label={text.title}
        columns={COLUMNS}
        list={list}
        rowKey={({ sid }) => sid}
        href={({ sid }) => `/admin/consents/${sid}`}
        empty={contact === '' ? text.empty : text.noneFound}
      />
      {open === 'new' && <RecordForm onClose={close} />}
      {opened && <Changes consent={opened} onClose={close} />}
    </Section>
  );
}
