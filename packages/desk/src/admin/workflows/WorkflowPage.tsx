// A workflow: its settings, its filters as a form or as JSON, and a place to try it before it is saved.
import { ArrowLeft, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { ChoiceField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { Tabs } from '#desk/ui/Tabs.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-routing.ts';
import { words as common } from '#desk/words/ui.ts';
import { Confirm, ConfirmDiscard } from '../parts/Confirm.tsx';
import { EditForm, useEdit } from '../parts/EditForm.tsx';
import { type FieldSpec, parametersOf, type Values } from '../parts/fields.ts';
import { JsonField } from '../parts/JsonField.tsx';
import { useLeaveGuard } from '../parts/leave-guard.ts';
import { readAnew, useAll, useOne } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { Section } from '../parts/Section.tsx';
import {
  addFilter,
  type Configuration,
  defaultQueueOf,
  filtersOf,
  newConfiguration,
  readConfiguration,
  setDefaultQueue,
  writeConfiguration,
} from './configuration.ts';
import { FilterForm, type QueueChoice } from './FilterForm.tsx';
import { Simulator } from './Simulator.tsx';
import styles from './Workflow.module.css';

const text = words.workflows;

/** A workflow as the API shows it. */
export interface Workflow {
  readonly sid: string;
  readonly friendly_name: string;
  readonly configuration: string;
  readonly assignment_callback_url: string | null;
  readonly fallback_assignment_callback_url: string | null;
  readonly task_reservation_timeout: number;
  readonly date_updated: string;
}

const FIELDS: readonly FieldSpec[] = [
  { name: 'FriendlyName', label: text.name, isRequired: true },
  { name: 'TaskReservationTimeout', label: text.reservation, kind: 'number' },
  { name: 'AssignmentCallbackUrl', label: text.callback, hint: text.callbackHint, kind: 'url' },
  { name: 'FallbackAssignmentCallbackUrl', label: text.fallback, kind: 'url' },
];

function valuesOf(workflow: Workflow | null, queue: string): Values {
  return {
    FriendlyName: workflow?.friendly_name ?? '',
    TaskReservationTimeout: String(workflow?.task_reservation_timeout ?? 120),
    AssignmentCallbackUrl: workflow?.assignment_callback_url ?? '',
    FallbackAssignmentCallbackUrl: workflow?.fallback_assignment_callback_url ?? '',
    Configuration: workflow ? pretty(workflow.configuration) : newConfiguration(queue),
  };
}

function pretty(configuration: string): string {
  const read = readConfiguration(configuration);
  return read === null ? configuration : writeConfiguration(read);
}

interface FiltersProps {
  readonly configuration: Configuration | null;
  readonly queues: readonly QueueChoice[];
  readonly onChange: (configuration: Configuration) => void;
}

function Filters({ configuration, queues, onChange }: FiltersProps) {
  if (configuration === null) {
    return (
      <Notice tone="warn">
        <p>{text.notAForm}</p>
      </Notice>
    );
  }
  return (
    <div className={styles['filters']}>
      {filtersOf(configuration).map((_, index) => (
        <FilterForm
          key={index}
          configuration={configuration}
          index={index}
          queues={queues}
          onChange={onChange}
        />
      ))}
      <div>
        <Button onClick={() => onChange(addFilter(configuration, queues[0]?.sid ?? ''))}>
          <Plus aria-hidden="true" />
          {text.addFilter}
        </Button>
      </div>
      <div className={styles['filter']}>
        <ChoiceField
          label={text.otherwise}
          hint={text.otherwiseHint}
          value={defaultQueueOf(configuration)}
          onChange={(event) => onChange(setDefaultQueue(configuration, event.target.value))}
          choices={[
            { value: '', label: text.canceled },
            ...queues.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
          ]}
        />
      </div>
    </div>
  );
}

interface EditorProps {
  readonly workspace: string;
  readonly workflow: Workflow | null;
  readonly queues: readonly QueueChoice[];
}

function WorkflowEditor({ workspace, workflow, queues }: EditorProps) {
  const [, navigate] = useLocation();
  const [view, setView] = useState('form');
  const [isRemoving, setRemoving] = useState(false);
  const [initial, setInitial] = useState(() => valuesOf(workflow, queues[0]?.sid ?? ''));
  const all = [...FIELDS, { name: 'Configuration', label: text.configuration }];
  const edit = useEdit(all, initial, async (values) => {
    const path = workflow === null ? `${workspace}/Workflows` : `${workspace}/Workflows/${workflow.sid}`;
    const more = workflow === null ? {} : { ReEvaluateTasks: true };
    const saved = await post<Workflow>(path, { ...parametersOf(all, values), ...more });
    setInitial(values);
    await readAnew();
    notify(text.saved);
    if (workflow === null) navigate(`/admin/workflows/${saved.sid}`);
  });
  const guard = useLeaveGuard(edit.isDirty);
  const configuration = String(edit.values['Configuration']);
  const change = (next: string) => edit.set('Configuration', next);
  const refused = edit.errors['Configuration'];
  return (
    <Section
      title={workflow?.friendly_name ?? text.add}
      actions={
        <>
          {edit.isDirty && <Badge tone="warn">{text.unsaved}</Badge>}
          {workflow && (
            <Button kind="danger" onClick={() => setRemoving(true)}>
              <Trash2 aria-hidden="true" />
              {common.remove}
            </Button>
          )}
          <Button kind="primary" type="submit" form="workflow" isBusy={edit.isBusy}>
            {common.save}
          </Button>
        </>
      }
    >
      <Link href="/admin/workflows" className={styles['back'] ?? ''}>
        <ArrowLeft aria-hidden="true" />
        {text.title}
      </Link>
      <div className={parts['card']}>
        <EditForm id="workflow" fields={FIELDS} edit={edit} />
      </div>
      {refused && (
        <Notice tone="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <Tabs
        label={text.views}
        selected={view}
        onSelect={setView}
        tabs={[
          { id: 'form', label: text.form },
          { id: 'json', label: text.json },
          { id: 'try', label: text.tryIt },
        ]}
      >
        {view === 'form' && (
          <Filters
            configuration={readConfiguration(configuration)}
            queues={queues}
            onChange={(next) => change(writeConfiguration(next))}
          />
        )}
        {view === 'json' && (
          <JsonField label={text.configuration} rows={24} value={configuration} onChange={change} />
        )}
        {view === 'try' && <Simulator workspace={workspace} configuration={configuration} />}
      </Tabs>
      {isRemoving && workflow && (
        <Confirm
          title={frame.form.removeTitle(workflow.friendly_name)}
          label={common.remove}
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            await remove(`${workspace}/Workflows/${workflow.sid}`);
            navigate('/admin/workflows');
            void readAnew();
          }}
        >
          {text.removeText}
        </Confirm>
      )}
      {guard.isAsking && <ConfirmDiscard onDiscard={guard.leave} onClose={guard.stay} />}
    </Section>
  );
}

/** The page of one workflow, or of a new one. */
export function WorkflowPage({ workspace, sid }: { readonly workspace: string; readonly sid: string }) {
  const isNew = sid === 'new';
  const workflow = useOne<Workflow>(`${workspace}/Workflows/${sid}`, { isWanted: !isNew });
  const queues = useAll<QueueChoice>({ path: `${workspace}/TaskQueues` });
  const error = workflow.error ?? queues.error;
  if (error) {
    return (
      <Section title={text.title}>
        <Notice tone="bad" actions={<Link href="/admin/workflows">{text.title}</Link>}>
          <p>{error.message}</p>
        </Notice>
      </Section>
    );
  }
  if (queues.data === undefined || (!isNew && workflow.data === undefined)) {
    return <Waiting label={common.loading} />;
  }
  return (
    <WorkflowEditor key={sid} workspace={workspace} workflow={workflow.data ?? null} queues={queues.data} />
  );
}
