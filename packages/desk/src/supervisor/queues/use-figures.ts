// The queues as the page shows them: names, the present, the day, and what was seen lately.
import { useEffect, useMemo, useState } from 'react';
import { words } from '#desk/words/supervisor.ts';
import { DIRECT, type QueueFigures, usePresent, useToday, waitingIn } from './figures.ts';
import { byPain } from './pain.ts';
import { keepSamples, keptSamples, type Samples, withSample } from './samples.ts';

function useSamples(queues: readonly QueueFigures[] | undefined, at: number): Samples {
  const [samples, setSamples] = useState(keptSamples);
  useEffect(() => {
    if (queues === undefined || at === 0) return;
    const next = withSample(
      keptSamples(),
      at,
      Object.fromEntries(queues.map(({ sid, waiting }) => [sid, waiting])),
    );
    keepSamples(next);
    setSamples(next);
  }, [at]);
  return samples;
}

type Present = NonNullable<ReturnType<typeof usePresent>['present']['data']>;

/** The row of what was sent past all queues; nothing while nothing of it waits. */
function directOf({ workspace, queues, priorities, longestDirect }: Present): QueueFigures[] {
  const waiting = waitingIn(workspace) - queues.reduce((sum, queue) => sum + waitingIn(queue), 0);
  if (waiting <= 0) return [];
  return [
    {
      sid: DIRECT,
      name: words.queues.direct,
      waiting,
      longest: longestDirect,
      available: null,
      eligible: 0,
      withAgents: null,
      priorities: priorities === null ? null : (priorities.get(null) ?? []),
      activities: [],
    },
  ];
}

/** Everything the overview shows; what hurts most comes first. */
export function useQueueFigures() {
  const { records, present } = usePresent();
  const today = useToday();
  const queues = useMemo(() => {
    if (records.data === undefined || present.data === undefined) return undefined;
    const { queues: figures, priorities } = present.data;
    const bySid = new Map(figures.map((figure) => [figure.task_queue_sid, figure]));
    const rows = records.data.flatMap((record): QueueFigures[] => {
      const figure = bySid.get(record.sid);
      if (figure === undefined) return [];
      const { assigned = 0, wrapping = 0 } = figure.tasks_by_status;
      return [
        {
          sid: record.sid,
          name: record.friendly_name,
          waiting: waitingIn(figure),
          longest: figure.longest_task_waiting_age,
          available: figure.total_available_workers,
          eligible: figure.total_eligible_workers,
          withAgents: assigned + wrapping,
          priorities: priorities === null ? null : (priorities.get(record.sid) ?? []),
          activities: figure.activity_statistics,
        },
      ];
    });
    return [...rows, ...directOf(present.data)].toSorted(byPain);
  }, [records.data, present.data]);
  const samples = useSamples(queues, present.dataUpdatedAt);
  return { records, present, today, queues, samples };
}
