// Activities of workers, and channels of tasks.
import type { NamedRecord } from '#desk/rest/records.ts';
import { post, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-routing.ts';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { ResourceList } from '../parts/ResourceList.tsx';
import { Section } from '../parts/Section.tsx';
import { Code } from '../parts/Values.tsx';

interface Activity {
  readonly sid: string;
  readonly friendly_name: string;
  readonly available: boolean;
}

interface TaskChannel {
  readonly sid: string;
  readonly friendly_name: string;
  readonly unique_name: string;
  readonly channel_optimized_routing: boolean;
}

interface ListProps {
  readonly workspace: string;
  readonly open: string | undefined;
}

/** What both lists of the page have alike. */
function partOf(list: 'activities' | 'channels', path: string) {
  const { title, intro, add: addLabel, empty, removeText } = words[list];
  return {
    at: `/admin/activities/${list}`,
    isPart: true,
    shape: 'normal' as const,
    title,
    intro,
    addLabel,
    empty,
    list: { path },
    keyOf: ({ sid }: NamedRecord) => sid,
    nameOf: ({ friendly_name: name }: NamedRecord) => name,
    remove: ({ sid }: NamedRecord) => remove(`${path}/${sid}`),
    removeText: () => removeText,
  };
}

const ACTIVITY_NAME: FieldSpec = { name: 'FriendlyName', label: words.activities.name, isRequired: true };

const ACTIVITY_FIELDS: readonly FieldSpec[] = [
  ACTIVITY_NAME,
  {
    name: 'Available',
    label: words.activities.offered,
    hint: words.activities.offeredHint,
    kind: 'switch',
  },
];

function ActivityList({ workspace, open }: ListProps) {
  const path = `${workspace}/Activities`;
  const text = words.activities;
  return (
    <ResourceList<Activity>
      open={open}
      kind={{
        ...partOf('activities', path),
        columns: [
          { id: 'name', label: text.name, cell: (activity) => <bdi>{activity.friendly_name}</bdi> },
          {
            id: 'available',
            label: text.tasks,
            cell: ({ available }) => (
              <Badge tone={available ? 'good' : 'neutral'}>{available ? text.yes : text.no}</Badge>
            ),
          },
        ],
        fields: (activity) => (activity === null ? ACTIVITY_FIELDS : [ACTIVITY_NAME]),
        valuesOf: (activity): Record<string, string | boolean> =>
          activity === null
            ? { FriendlyName: '', Available: false }
            : { FriendlyName: activity.friendly_name },
        save: (values, activity) =>
          activity === null
            ? post(path, parametersOf(ACTIVITY_FIELDS, values))
            : post(`${path}/${activity.sid}`, parametersOf([ACTIVITY_NAME], values)),
      }}
    />
  );
}

const CHANNEL_NAME: FieldSpec = { name: 'FriendlyName', label: words.channels.name, isRequired: true };
const CHANNEL_OPTIMIZED: FieldSpec = {
  name: 'ChannelOptimizedRouting',
  label: words.channels.optimized,
  kind: 'switch',
};
const CHANNEL_FIELDS: readonly FieldSpec[] = [
  CHANNEL_NAME,
  { name: 'UniqueName', label: words.channels.unique, hint: words.channels.uniqueHint, isRequired: true },
  CHANNEL_OPTIMIZED,
];

function ChannelList({ workspace, open }: ListProps) {
  const path = `${workspace}/TaskChannels`;
  const text = words.channels;
  const fields = (channel: TaskChannel | null) =>
    channel === null ? CHANNEL_FIELDS : [CHANNEL_NAME, CHANNEL_OPTIMIZED];
  return (
    <ResourceList<TaskChannel>
      open={open}
      kind={{
        ...partOf('channels', path),
        columns: [
          { id: 'name', label: text.name, cell: (channel) => <bdi>{channel.friendly_name}</bdi> },
          { id: 'unique', label: text.unique, cell: (channel) => <Code>{channel.unique_name}</Code> },
        ],
        fields,
        valuesOf: (channel) => ({
          FriendlyName: channel?.friendly_name ?? '',
          UniqueName: channel?.unique_name ?? '',
          ChannelOptimizedRouting: channel?.channel_optimized_routing ?? false,
        }),
        save: (values, channel) =>
          post(channel === null ? path : `${path}/${channel.sid}`, parametersOf(fields(channel), values)),
      }}
    />
  );
}

/** The section. `rest` is `activities/…` or `channels/…`. */
export function Activities({
  workspace,
  rest,
}: {
  readonly workspace: string;
  readonly rest: readonly string[];
}) {
  const [list, open] = rest;
  return (
    <Section title={frame.nav.activities}>
      <ActivityList workspace={workspace} open={list === 'activities' ? open : undefined} />
      <ChannelList workspace={workspace} open={list === 'channels' ? open : undefined} />
    </Section>
  );
}
