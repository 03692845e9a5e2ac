// The log of webhooks: what was sent, what came back, and sending it again. Refreshed while something is under way.
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { post } from '#desk/rest/request.ts';
import { Badge, type Tone } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { ChoiceField, TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import type { Column } from '#desk/ui/Table.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-programs.ts';
import { words as common } from '#desk/words/ui.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListTable } from '../parts/ListTable.tsx';
import { readAnew, useList, useOne } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { Section } from '../parts/Section.tsx';
import { Code, When } from '../parts/Values.tsx';

const text = words.deliveries;
const PATH = '/webhooks/v1/Deliveries';

interface Delivery {
  readonly sid: string;
  readonly subject_sid: string | null;
  readonly event_type: string;
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly request_url: string;
  readonly request_method: string;
  readonly request_parameters: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly date_next_attempt: string | null;
  readonly response_status: number | null;
  readonly response_body: string | null;
  readonly error: string | null;
  readonly date_created: string;
}

const TONES: Readonly<Record<Delivery['status'], Tone>> = {
  pending: 'warn',
  delivered: 'good',
  failed: 'bad',
};

/** Often while something is under way; else as often as a log is worth. */
const SOON_MS = 1_500;
const LATER_MS = 10_000;

function StatusBadge({ status }: Pick<Delivery, 'status'>) {
  return <Badge tone={TONES[status]}>{text.statuses[status]}</Badge>;
}

function Resend({ delivery }: { readonly delivery: Delivery }) {
  const [isBusy, setBusy] = useState(false);
  const resend = async () => {
    setBusy(true);
    await post(`${PATH}/${delivery.sid}/Redeliver`)
      .then(() => notify(text.resent))
      .then(readAnew)
      .catch(notifyFailure);
    setBusy(false);
  };
  return (
    <Button isSmall isBusy={isBusy} disabled={delivery.status === 'pending'} onClick={resend}>
      <RotateCw aria-hidden="true" />
      {text.resend}
    </Button>
  );
}

function Facts({ delivery }: { readonly delivery: Delivery }) {
  return (
    <dl className={parts['facts']}>
      <dt>{text.status}</dt>
      <dd>
        <StatusBadge status={delivery.status} />
      </dd>
      <dt>{text.url}</dt>
      <dd>
        <Code>{`${delivery.request_method} ${delivery.request_url}`}</Code>
      </dd>
      <dt>{text.attempts}</dt>
      <dd>{text.attemptsOf(delivery.attempts, delivery.max_attempts)}</dd>
      <dt>{text.when}</dt>
      <dd>
        <When date={delivery.date_created} />
      </dd>
      {delivery.status === 'pending' && (
        <>
          <dt>{text.next}</dt>
          <dd>
            <When date={delivery.date_next_attempt} />
          </dd>
        </>
      )}
      {delivery.error !== null && (
        <>
          <dt>{text.error}</dt>
          <dd>{delivery.error}</dd>
        </>
      )}
      {delivery.response_status !== null && (
        <>
          <dt>{text.answer}</dt>
          <dd>{delivery.response_status}</dd>
        </>
      )}
    </dl>
  );
}

function DeliveryDialog({ sid, onClose }: { readonly sid: string; readonly onClose: () => void }) {
  const { data, error } = useOne<Delivery>(`${PATH}/${sid}`, { every: SOON_MS });
  return (
    <Dialog
      isOpen
      shape="wide"
      title={data?.event_type ?? text.title}
      onClose={onClose}
      foot={data && <Resend delivery={data} />}
    >
      {error && (
        <Notice tone="bad">
          <p>{error.message}</p>
        </Notice>
      )}
      {!data && !error && <Waiting label={common.loading} />}
      {data && (
        <>
          <Facts delivery={data} />
          <h3>{text.request}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too */}
          <pre className={parts['pre']} tabIndex={0}>
            {JSON.stringify(data.request_parameters, null, 2)}
          </pre>
          <h3>{text.response}</h3>
          {data.response_body ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
            <pre className={parts['pre']} tabIndex={0}>
              {data.response_body}
            </pre>
          ) : (
            <p className={parts['note']}>{text.noResponse}</p>
          )}
        </>
      )}
    </Dialog>
  );
}

const COLUMNS: readonly [Column<Delivery>, ...Column<Delivery>[]] = [
  { id: 'event', label: text.event, cell: (delivery) => delivery.event_type },
  { id: 'status', label: text.status, cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'url', label: text.url, cell: (delivery) => <Code>{delivery.request_url}</Code> },
  { id: 'answer', label: text.answer, cell: (delivery) => delivery.response_status ?? delivery.error },
  {
    id: 'attempts',
    label: text.attempts,
    kind: 'number',
    cell: (delivery) => text.attemptsOf(delivery.attempts, delivery.max_attempts),
  },
  { id: 'when', label: text.when, cell: (delivery) => <When date={delivery.date_created} /> },
  {
    id: 'acts',
    label: frame.form.actions,
    kind: 'acts',
    cell: (delivery) => delivery.status === 'failed' && <Resend delivery={delivery} />,
  },
];

/** The section. */
export function Deliveries({ open }: { readonly open: string | undefined }) {
  const [, navigate] = useLocation();
  const [written, setWritten] = useState({ event: '', subject: '' });
  const [filters, setFilters] = useState({ event: '', subject: '', status: '' });
  const [isMoving, setMoving] = useState(false);
  const list = useList<Delivery>({
    path: PATH,
    parameters: {
      Status: filters.status || null,
      EventType: filters.event || null,
      SubjectSid: filters.subject || null,
    },
    every: isMoving ? SOON_MS : LATER_MS,
  });
  const isUnderWay = list.rows?.some(({ status }) => status === 'pending') ?? false;
  if (isUnderWay !== isMoving) setMoving(isUnderWay);
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <Section title={text.title} intro={text.intro}>
      <FilterBar
        onFind={() =>
          setFilters({ ...filters, event: written.event.trim(), subject: written.subject.trim() })
        }
      >
        <ChoiceField
          label={text.status}
          value={filters.status}
          onChange={(event) => setFilters({ ...filters, status: event.target.value })}
          choices={[
            { value: '', label: frame.form.any },
            ...Object.entries(text.statuses).map(([value, label]) => ({ value, label })),
          ]}
        />
        <TextField
          label={text.event}
          placeholder={text.eventHint}
          value={written.event}
          onChange={(event) => setWritten({ ...written, event: event.target.value })}
        />
        <TextField
          label={text.subject}
          value={written.subject}
          onChange={(event) => setWritten({ ...written, subject: event.target.value })}
        />
      </FilterBar>
      <ListTable
        label={text.title}
        columns={COLUMNS}
        list={list}
        rowKey={({ sid }) => sid}
        href={({ sid }) => `/admin/deliveries/${sid}`}
        empty={isFiltered ? text.noneFound : text.empty}
      />
      {open !== undefined && <DeliveryDialog sid={open} onClose={() => navigate('/admin/deliveries')} />}
    </Section>
  );
}
