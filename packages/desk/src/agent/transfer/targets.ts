// Whom a task can be handed to: the other agents with what they do now, and the queues.
import { useQuery } from '@tanstack/react-query';
import { readAll } from '#desk/rest/pages.ts';
import { useDesk } from '#desk/state/store.ts';

/** Somebody or something a task can go to. */
export interface Target {
  readonly sid: string;
  readonly name: string;
  /** What an agent does now; null for queues. */
  readonly activity: { readonly name: string; readonly available: boolean } | null;
}

interface WorkerAnswer {
  readonly sid: string;
  readonly friendly_name: string;
  readonly activity_name: string;
  readonly available: boolean;
  /** JSON text. */
  readonly attributes: string;
}

interface QueueAnswer {
  readonly sid: string;
  readonly friendly_name: string;
}

/** Activities change all the time. */
const LOOK_AGAIN_MS = 5_000;

function nameOf({ attributes, friendly_name }: WorkerAnswer): string {
  try {
    const { full_name: name } = JSON.parse(attributes) as { full_name?: unknown };
    return typeof name === 'string' && name.trim() !== '' ? name : friendly_name;
  } catch {
    return friendly_name;
  }
}

function byUse(one: Target, other: Target): number {
  const free = Number(other.activity?.available ?? false) - Number(one.activity?.available ?? false);
  return free || one.name.localeCompare(other.name);
}

/** The agents or the queues, who can be asked now first. */
export function useTargets(kind: 'agents' | 'queues') {
  const workspace = useDesk((state) => state.session.user?.workspaceSid ?? '');
  const own = useDesk((state) => state.session.user?.workerSid);
  return useQuery({
    queryKey: ['transfer targets', kind, workspace],
    refetchInterval: kind === 'agents' ? LOOK_AGAIN_MS : false,
    queryFn: async ({ signal }): Promise<readonly Target[]> => {
      const path = `/taskrouter/v1/Workspaces/${workspace}`;
      if (kind === 'queues') {
        const queues = await readAll<QueueAnswer>(`${path}/TaskQueues`, {}, signal);
        return queues.map(({ sid, friendly_name: name }) => ({ sid, name, activity: null })).sort(byUse);
      }
      const workers = await readAll<WorkerAnswer>(`${path}/Workers`, {}, signal);
      return workers
        .filter(({ sid }) => sid !== own)
        .map((worker) => ({
          sid: worker.sid,
          name: nameOf(worker),
          activity: { name: worker.activity_name, available: worker.available },
        }))
        .sort(byUse);
    },
  });
}
