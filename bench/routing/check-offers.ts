// Holds what was offered against what may be: a measured engine that routes wrongly is worth nothing.
import { FailedCheck } from '../failed-check.ts';
import type { Centre } from './centre.ts';
import { isAble, type TaskAttributes } from './population.ts';
import type { Rows } from './rows.ts';

interface Offered {
  readonly task_sid: string;
  readonly worker_sid: string;
  readonly attributes: string;
  readonly assignment_status: string;
}

/**
 * Throws `FailedCheck` when a task was offered twice or to a worker who cannot do it, when an offered task does not
 * say so or one says so that is not, or when the capacity taken is not that of the offers. The server has stopped.
 */
export async function checkOffers(rows: Rows, { workspaceSid, people }: Centre): Promise<void> {
  const offers = await rows.read<Offered>(
    `SELECT r.task_sid, r.worker_sid, t.attributes, t.assignment_status
     FROM reservations r JOIN tasks t ON t.sid = r.task_sid WHERE r.workspace_sid = $1`,
    [workspaceSid],
  );
  const workers = new Map(people.map(({ sid, attributes }) => [sid, attributes]));
  const offered = new Set<string>();
  for (const { task_sid: task, worker_sid: worker, attributes, assignment_status: status } of offers) {
    if (offered.has(task)) throw new FailedCheck(`task ${task} was offered twice`);
    offered.add(task);
    if (status !== 'reserved') throw new FailedCheck(`task ${task} was offered and is ${status}`);
    const able = workers.get(worker);
    if (able === undefined || !isAble(able, JSON.parse(attributes) as TaskAttributes)) {
      throw new FailedCheck(`task ${task} was offered to worker ${worker}, who cannot do it`);
    }
  }
  const [sums] = await rows.read<{ reserved: number; taken: number }>(
    `SELECT
       (SELECT CAST(count(*) AS integer) FROM tasks
        WHERE workspace_sid = $1 AND assignment_status = 'reserved') AS reserved,
       (SELECT CAST(sum(assigned_tasks) AS integer) FROM worker_channels
        WHERE workspace_sid = $1) AS taken`,
    [workspaceSid],
  );
  if (sums!.reserved !== offered.size || sums!.taken !== offered.size) {
    throw new FailedCheck(
      `${offered.size} tasks were offered, ${sums!.reserved} say so, and workers hold ${sums!.taken}`,
    );
  }
}
