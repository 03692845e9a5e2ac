// What the reconciler would do now, doing it, and what it has done.
import { RotateCw, Wrench } from 'lucide-react';
import { useState } from 'react';
import { post } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import type { Column } from '#desk/ui/Table.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/admin-programs.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { ListTable } from '../parts/ListTable.tsx';
import { readAnew, useList } from '../parts/lists.ts';
import { Part, Section } from '../parts/Section.tsx';
import { Code, When } from '../parts/Values.tsx';

const text = words.reconciler;

interface Finding {
  readonly rule: string;
  readonly subject_sid: string;
  readonly since: string;
  readonly fault: string;
  readonly remedy: string;
}

interface Repair extends Finding {
  readonly sid: string;
  readonly date_created: string;
}

interface Run {
  readonly meta: { readonly next_page_token: string | null };
  readonly repairs: readonly { readonly outcome: 'repaired' | 'mended-itself' | 'failed' }[];
}

const ruleName = ({ rule }: Finding) => text.rules[rule] ?? rule;

/** Fault and remedy are sentences of the server's. */
function columnsWith<Row extends Finding>(
  remedy: string,
  when: Column<Row>,
): readonly [Column<Row>, ...Column<Row>[]] {
  return [
    { id: 'rule', label: text.rule, cell: ruleName, sortBy: ruleName },
    { id: 'fault', label: text.fault, cell: ({ fault }) => fault },
    { id: 'remedy', label: remedy, cell: (finding) => finding.remedy },
    { id: 'subject', label: text.subject, cell: (finding) => <Code>{finding.subject_sid}</Code> },
    when,
  ];
}

const FINDINGS = columnsWith<Finding>(text.remedy, {
  id: 'since',
  label: text.since,
  cell: ({ since }) => <When date={since} />,
  sortBy: ({ since }) => since,
});

const REPAIRS = columnsWith<Repair>(text.done, {
  id: 'when',
  label: text.when,
  cell: (repair) => <When date={repair.date_created} />,
  sortBy: (repair) => repair.date_created,
});

/** Runs until everything was looked at: one request does a bounded part. */
async function repairAll(): Promise<{ repaired: number; failed: number }> {
  const outcomes: string[] = [];
  let token: string | null = null;
  do {
    const run: Run = await post<Run>('/operations/v1/Reconciliations', { PageToken: token });
    outcomes.push(...run.repairs.map(({ outcome }) => outcome));
    token = run.meta.next_page_token;
  } while (token !== null);
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  return { repaired: count('repaired'), failed: count('failed') };
}

function Findings() {
  const list = useList<Finding>({ path: '/operations/v1/Findings' });
  const [isAsking, setAsking] = useState(false);
  return (
    <Part
      title={text.findings}
      intro={text.findingsIntro}
      actions={
        <>
          <Button onClick={list.retry}>
            <RotateCw aria-hidden="true" />
            {text.look}
          </Button>
          <Button
            kind="primary"
            disabled={!list.rows || list.rows.length === 0}
            onClick={() => setAsking(true)}
          >
            <Wrench aria-hidden="true" />
            {text.run}
          </Button>
        </>
      }
    >
      <ListTable
        label={text.findings}
        columns={FINDINGS}
        list={list}
        rowKey={({ rule, subject_sid: subject }) => `${rule} ${subject}`}
        empty={<Badge tone="good">{text.nothing}</Badge>}
      />
      {isAsking && (
        <Confirm
          title={text.runTitle}
          label={text.run}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const { repaired, failed } = await repairAll();
            await readAnew();
            notify(text.ran(repaired, failed));
          }}
        >
          {text.runText}
        </Confirm>
      )}
    </Part>
  );
}

function Repairs() {
  const list = useList<Repair>({ path: '/operations/v1/Repairs' });
  return (
    <Part title={text.repairs}>
      <ListTable
        label={text.repairs}
        columns={REPAIRS}
        list={list}
        rowKey={({ sid }) => sid}
        empty={text.noRepairs}
      />
    </Part>
  );
}

/** The section. */
export function Reconciler() {
  return (
    <Section title={text.title} intro={text.intro}>
      <Findings />
      <Repairs />
    </Section>
  );
}
