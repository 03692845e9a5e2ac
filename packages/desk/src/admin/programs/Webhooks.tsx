// What calls out, and the two callbacks that are set here.
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '#desk/rest/request.ts';
import { Button, buttonClass } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Table } from '#desk/ui/Table.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-programs.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import type { FieldSpec, Values } from '../parts/fields.ts';
import { readAnew, useOne, useWorkspacePath } from '../parts/lists.ts';
import { Part, Section } from '../parts/Section.tsx';
import { Code } from '../parts/Values.tsx';
import {
  ACCOUNT_WEBHOOKS,
  type AccountWebhooks,
  type Caller,
  useCallers,
  type WorkspaceCallback,
} from './callers.ts';

const text = words.webhooks;

const ACCOUNT_FIELDS: readonly FieldSpec[] = [
  { name: 'PreWebhookUrl', label: text.pre, hint: text.preHint, kind: 'url' },
  { name: 'PostWebhookUrl', label: text.post, kind: 'url' },
  {
    name: 'Method',
    label: text.method,
    kind: 'choice',
    choices: ['POST', 'GET'].map((value) => ({ value, label: value })),
  },
  { name: 'Filters', label: text.filters, hint: text.filtersHint, kind: 'mono' },
];

const WORKSPACE_FIELDS: readonly FieldSpec[] = [
  { name: 'EventCallbackUrl', label: text.workspaceUrl, kind: 'url' },
  { name: 'EventsFilter', label: text.workspaceFilter, hint: text.workspaceFilterHint },
];

const linesOf = (value: unknown) =>
  String(value)
    .split(/[\s,]+/)
    .filter(Boolean);

interface EditProps {
  readonly title: string;
  readonly intro: string;
  readonly fields: readonly FieldSpec[];
  readonly initial: Values | null;
  readonly save: (values: Values) => Promise<unknown>;
}

function Setting({ title, intro, fields, initial, save }: EditProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Part
      title={title}
      intro={intro}
      actions={
        <Button
          aria-label={`${text.edit}: ${title}`}
          disabled={initial === null}
          onClick={() => setOpen(true)}
        >
          {text.edit}
        </Button>
      }
    >
      {isOpen && initial && (
        <FormDialog
          title={title}
          fields={fields}
          initial={initial}
          onClose={() => setOpen(false)}
          onSave={async (values) => {
            await save(values);
            await readAnew();
            notify(frame.form.saved);
            setOpen(false);
          }}
        />
      )}
    </Part>
  );
}

function AccountSetting() {
  const { data } = useOne<AccountWebhooks>(ACCOUNT_WEBHOOKS);
  return (
    <Setting
      title={text.account}
      intro={text.accountIntro}
      fields={ACCOUNT_FIELDS}
      initial={
        data === undefined
          ? null
          : {
              PreWebhookUrl: data.pre_webhook_url ?? '',
              PostWebhookUrl: data.post_webhook_url ?? '',
              Method: data.method,
              Filters: data.filters.join('\n'),
            }
      }
      save={({ Filters, ...others }) => {
        const filters = linesOf(Filters);
        return post(ACCOUNT_WEBHOOKS, { ...others, Filters: filters.length === 0 ? '' : filters });
      }}
    />
  );
}

function WorkspaceSetting({ workspace }: { readonly workspace: string }) {
  const { data } = useOne<WorkspaceCallback>(workspace);
  return (
    <Setting
      title={text.workspace}
      intro={text.workspaceIntro}
      fields={WORKSPACE_FIELDS}
      initial={
        data === undefined
          ? null
          : { EventCallbackUrl: data.event_callback_url ?? '', EventsFilter: data.events_filter ?? '' }
      }
      save={({ EventCallbackUrl, EventsFilter }) =>
        post(workspace, { EventCallbackUrl, EventsFilter: linesOf(EventsFilter).join(',') })
      }
    />
  );
}

function whereOf({ at }: Caller) {
  if (at === null || at === '/admin/webhooks') return null;
  return <Link href={at}>{text.edit}</Link>;
}

/** The section. */
export function Webhooks() {
  const workspace = useWorkspacePath();
  const { callers, error } = useCallers();
  return (
    <Section
      title={text.title}
      intro={text.intro}
      actions={
        <Link className={buttonClass({})} href="/admin/deliveries">
          {text.log}
        </Link>
      }
    >
      {error && (
        <Notice tone="bad">
          <p>{error.message}</p>
        </Notice>
      )}
      <Table<Caller>
        label={text.calls}
        rows={callers}
        rowKey={({ what, url }) => `${what} ${url}`}
        empty={text.empty}
        columns={[
          { id: 'what', label: text.what, cell: ({ what }) => <bdi>{what}</bdi>, sortBy: ({ what }) => what },
          { id: 'url', label: text.url, cell: ({ url }) => <Code>{url}</Code>, sortBy: ({ url }) => url },
          { id: 'where', label: text.where, kind: 'acts', cell: whereOf },
        ]}
      />
      <AccountSetting />
      {workspace && <WorkspaceSetting workspace={workspace} />}
    </Section>
  );
}
