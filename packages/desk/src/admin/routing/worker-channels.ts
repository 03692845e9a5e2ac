// How many tasks of each channel a worker takes, as values of the worker's form.
import type { Parameters } from '#desk/rest/request.ts';
import type { Values } from '../parts/fields.ts';

/** A worker's share of a task channel. */
export interface WorkerChannel {
  readonly sid: string;
  readonly task_channel_unique_name: string;
  readonly configured_capacity: number;
  readonly available: boolean;
  readonly assigned_tasks: number;
}

/** What was changed, by the channel's SID; untouched channels are not in it. */
export function channelChanges(values: Values): ReadonlyMap<string, Parameters> {
  const changes = new Map<string, Record<string, string | boolean>>();
  for (const [name, value] of Object.entries(values)) {
    const [what, sid] = name.split(' ');
    if (sid === undefined || (what !== 'takes' && what !== 'capacity')) continue;
    const change = changes.get(sid) ?? {};
    change[what === 'takes' ? 'Available' : 'Capacity'] = value;
    changes.set(sid, change);
  }
  return changes;
}
