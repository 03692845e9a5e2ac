// How much work a worker has on each channel, of as much as he takes.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { readAll } from '#desk/rest/pages.ts';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { polled } from '../basis/taskrouter.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import styles from './Capacity.module.css';
import { useSeen } from './use-seen.ts';

const words = all.team;

interface WorkerChannel {
  readonly sid: string;
  readonly task_channel_unique_name: string;
  readonly available: boolean;
  readonly assigned_tasks: number;
  readonly configured_capacity: number;
}

/** Every worker has them, but nothing comes through them here: only messages do. */
const SPOKEN = new Set(['voice', 'video']);

interface CapacityProps {
  readonly workerSid: string;
  /** Channels without work as well. */
  readonly isWhole?: boolean;
}

/** A bar a channel; asked for only while it is seen. */
export function Capacity({ workerSid, isWhole = false }: CapacityProps) {
  const workspace = useWorkspace();
  const place = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(place);
  const { data } = useQuery({
    queryKey: [workspace, 'worker-channels', workerSid],
    enabled: isSeen,
    queryFn: ({ signal }) => readAll<WorkerChannel>(`${workspace}/Workers/${workerSid}/Channels`, {}, signal),
    ...polled(10_000),
  });
  const shown = data?.filter(
    ({ assigned_tasks: held, available, configured_capacity: capacity, task_channel_unique_name: name }) =>
      held > 0 || (isWhole && available && capacity > 0 && !SPOKEN.has(name)),
  );
  return (
    <div ref={place} className={styles['bars']}>
      {shown?.length === 0 && <span className={styles['soft']}>{words.free}</span>}
      {shown?.map(({ sid, task_channel_unique_name: channel, assigned_tasks: held, configured_capacity }) => {
        const capacity = Math.max(configured_capacity, held, 1);
        return (
          <span key={sid} className={styles['bar']}>
            {channelName(channel)}
            <meter
              min={0}
              max={capacity}
              value={held}
              high={capacity - 0.5}
              optimum={0}
              aria-label={words.bar(channelName(channel), held, configured_capacity)}
            />
            <span className={styles['count']}>
              {held}/{configured_capacity}
            </span>
          </span>
        );
      })}
    </div>
  );
}
