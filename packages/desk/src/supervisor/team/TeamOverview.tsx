// Everybody who works here: what they do, since when, and how much they have.
import { useMemo, useState } from 'react';
import { presenceOf } from '#desk/agent/activity/presence.ts';
import type { WorkerRecord } from '#desk/rest/records.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Badge } from '#desk/ui/Badge.tsx';
import { ChoiceField, TextField } from '#desk/ui/Field.tsx';
import { type Column, Table } from '#desk/ui/Table.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { Freshness } from '../basis/Freshness.tsx';
import { Ago } from '../basis/Moment.tsx';
import { Page } from '../basis/Page.tsx';
import { useActivities, useWorkers } from '../basis/taskrouter.ts';
import { ActivityMenu } from './ActivityMenu.tsx';
import { Capacity } from './Capacity.tsx';
import styles from './TeamOverview.module.css';
import { EVERYBODY, filtered, skillsOf, type TeamFilter } from './team-filter.ts';

const words = all.team;

/** Who it is, with a face. */
export function Person({ worker }: { readonly worker: WorkerRecord }) {
  const { friendly_name: name, activity_name, available } = worker;
  return (
    <span className={styles['person']}>
      <Avatar name={name} size={30} presence={presenceOf({ name: activity_name, available })} />
      <bdi>{name}</bdi>
    </span>
  );
}

/** What somebody can do. */
export function Skills({ worker }: { readonly worker: WorkerRecord }) {
  const skills = skillsOf(worker);
  if (skills.length === 0) return null;
  return (
    <span className={styles['skills']}>
      {skills.map((skill) => (
        <Badge key={skill}>{skill}</Badge>
      ))}
    </span>
  );
}

const COLUMNS: readonly [Column<WorkerRecord>, ...Column<WorkerRecord>[]] = [
  {
    id: 'name',
    label: words.name,
    sortBy: ({ friendly_name }) => friendly_name,
    cell: (worker) => <Person worker={worker} />,
  },
  {
    id: 'activity',
    label: words.activity,
    sortBy: ({ activity_name }) => activity_name,
    cell: (worker) => <ActivityMenu worker={worker} />,
  },
  {
    id: 'since',
    label: words.since,
    kind: 'number',
    sortBy: ({ date_status_changed: date }) => (date === null ? null : -Date.parse(date)),
    cell: ({ date_status_changed: date }) => <Ago date={date} />,
  },
  { id: 'load', label: words.load, cell: ({ sid }) => <Capacity workerSid={sid} /> },
  {
    id: 'skills',
    label: words.skills,
    cell: (worker) => skillsOf(worker).length > 0 && <Skills worker={worker} />,
  },
];

interface FiltersProps {
  readonly filter: TeamFilter;
  readonly skills: readonly string[];
  readonly onChange: (filter: TeamFilter) => void;
}

function Filters({ filter, skills, onChange }: FiltersProps) {
  const activities = useActivities();
  return (
    <search className={styles['filters']}>
      <TextField
        label={words.findName}
        type="search"
        value={filter.name}
        onChange={(event) => onChange({ ...filter, name: event.target.value })}
      />
      <ChoiceField
        label={words.activity}
        value={filter.activity}
        onChange={(event) => onChange({ ...filter, activity: event.target.value })}
        choices={[
          { value: '', label: words.allActivities },
          ...(activities.data ?? []).map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
        ]}
      />
      <ChoiceField
        label={words.skills}
        value={filter.skill}
        onChange={(event) => onChange({ ...filter, skill: event.target.value })}
        choices={[
          { value: '', label: words.allSkills },
          ...skills.map((skill) => ({ value: skill, label: skill })),
        ]}
      />
    </search>
  );
}

/** The page. */
export function TeamOverview() {
  const workers = useWorkers();
  const [filter, setFilter] = useState(EVERYBODY);
  const { data } = workers;
  const shown = useMemo(() => (data === undefined ? undefined : filtered(data, filter)), [data, filter]);
  const skills = useMemo(() => [...new Set((data ?? []).flatMap(skillsOf))].sort(), [data]);
  const available = data?.filter((worker) => worker.available).length ?? 0;
  return (
    <Page
      title={
        <>
          {words.title} <Freshness of={workers} />
        </>
      }
      intro={data && words.summary(available, data.length)}
    >
      <Filters filter={filter} skills={skills} onChange={setFilter} />
      <Table
        label={words.title}
        columns={COLUMNS}
        rows={shown}
        rowKey={({ sid }) => sid}
        href={({ sid }) => `/team/${sid}`}
        empty={data?.length === 0 ? words.empty : words.noneFound}
        error={data === undefined ? workers.error : null}
        onRetry={() => void workers.refetch()}
      />
    </Page>
  );
}
