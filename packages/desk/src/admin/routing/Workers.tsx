// Workers: who they are, what they are good at, and how many tasks of each channel they take.
import type { NamedRecord, WorkerRecord } from '#desk/rest/records.ts';
import { post, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { Switch } from '#desk/ui/Switch.tsx';
import { words } from '#desk/words/admin-routing.ts';
import { words as common } from '#desk/words/ui.ts';
import type { EditState } from '../parts/EditForm.tsx';
import { type FieldSpec, parametersOf, type Values } from '../parts/fields.ts';
import { JsonField } from '../parts/JsonField.tsx';
import { tidyJson } from '../parts/json-problem.ts';
import { useAll } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { ResourceList } from '../parts/ResourceList.tsx';
import { Code, When } from '../parts/Values.tsx';
import styles from './Workers.module.css';
import { channelChanges, type WorkerChannel } from './worker-channels.ts';

const text = words.workers;

function fieldsOf(activities: readonly NamedRecord[]): readonly FieldSpec[] {
  return [
    { name: 'FriendlyName', label: text.name, isRequired: true },
    {
      name: 'ActivitySid',
      label: text.activity,
      kind: 'choice',
      choices: activities.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
    },
    {
      name: 'Attributes',
      label: text.attributes,
      render: ({ value, onChange, error }) => (
        <JsonField
          label={text.attributes}
          hint={text.attributesHint}
          value={value}
          onChange={onChange}
          error={error}
        />
      ),
    },
  ];
}

interface ChannelsProps {
  readonly path: string;
  readonly edit: EditState;
}

/** Capacities are values of the same form, so that they are saved and guarded with it. */
function Channels({ path, edit }: ChannelsProps) {
  const { data, error } = useAll<WorkerChannel>({ path: `${path}/Channels` });
  if (error) {
    return (
      <Notice tone="bad">
        <p>{error.message}</p>
      </Notice>
    );
  }
  if (data === undefined) return <Waiting label={common.loading} />;
  return (
    <fieldset className={styles['channels']}>
      <legend>{text.channels}</legend>
      <p className={parts['note']}>{text.channelsHint}</p>
      {data.map((channel) => {
        const name = channel.task_channel_unique_name;
        const takes = `takes ${channel.sid}`;
        const capacity = `capacity ${channel.sid}`;
        return (
          <div key={channel.sid} className={styles['channel']}>
            <span>{name}</span>
            <span className={parts['note']}>{text.holds(channel.assigned_tasks)}</span>
            <TextField
              label={text.capacity(name)}
              isLabelHidden
              type="number"
              min={0}
              value={String(edit.values[capacity] ?? channel.configured_capacity)}
              onChange={(event) => edit.set(capacity, event.target.value)}
              error={edit.errors[capacity]}
            />
            <Switch
              label={text.takes(name)}
              isLabelHidden
              isOn={(edit.values[takes] ?? channel.available) === true}
              onChange={(isOn) => edit.set(takes, isOn)}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

/** The section. */
export function Workers({
  workspace,
  open,
}: {
  readonly workspace: string;
  readonly open: string | undefined;
}) {
  const path = `${workspace}/Workers`;
  const activities = useAll<NamedRecord>({ path: `${workspace}/Activities` });
  const fields = fieldsOf(activities.data ?? []);
  const save = async (values: Values, worker: WorkerRecord | null) => {
    const saved = await post<WorkerRecord>(
      worker === null ? path : `${path}/${worker.sid}`,
      parametersOf(fields, values),
    );
    for (const [sid, change] of channelChanges(values)) {
      await post(`${path}/${saved.sid}/Channels/${sid}`, change);
    }
  };
  return (
    <ResourceList<WorkerRecord>
      open={activities.data === undefined ? undefined : open}
      kind={{
        at: '/admin/workers',
        title: text.title,
        intro: text.intro,
        list: { path },
        keyOf: ({ sid }) => sid,
        nameOf: (worker) => worker.friendly_name,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'name',
            label: text.name,
            cell: (worker) => <bdi>{worker.friendly_name}</bdi>,
            sortBy: (worker) => worker.friendly_name,
          },
          {
            id: 'activity',
            label: text.activity,
            sortBy: (worker) => worker.activity_name,
            cell: (worker) => (
              <Badge tone={worker.available ? 'good' : 'neutral'}>{worker.activity_name}</Badge>
            ),
          },
          { id: 'attributes', label: text.attributes, cell: (worker) => <Code>{worker.attributes}</Code> },
          {
            id: 'since',
            label: text.since,
            sortBy: (worker) => worker.date_status_changed,
            cell: (worker) => <When date={worker.date_status_changed} />,
          },
        ],
        fields: () => fields,
        valuesOf: (worker) => ({
          FriendlyName: worker?.friendly_name ?? '',
          ActivitySid: worker?.activity_sid ?? activities.data?.[0]?.sid ?? '',
          Attributes: tidyJson(worker?.attributes ?? '{}'),
        }),
        save,
        remove: ({ sid }) => remove(`${path}/${sid}`),
        removeText: () => text.removeText,
        beside: (worker, edit) => worker && <Channels path={`${path}/${worker.sid}`} edit={edit} />,
      }}
    />
  );
}
