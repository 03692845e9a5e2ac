// The limit: tasks claimed from a table by workers who do not choose, with `FOR UPDATE SKIP LOCKED`. It does less
// than routing does: a worker serves one queue, and no condition over task and worker is looked at.
import { connect } from '../../packages/server/tests/support/postgres-databases.ts';
import { FailedCheck } from '../failed-check.ts';
import { machineTime } from './client.ts';
import type { Store } from './stores.ts';

type Connection = Awaited<ReturnType<typeof connect>>;

/** How tasks are claimed. */
export interface ClaimWay {
  readonly connections: number;
  /** Tasks in one claim, and so in one commit. */
  readonly batch: number;
  readonly waiting: number;
}

/** What one trial found. */
export interface ClaimCell extends ClaimWay {
  readonly round: number;
  readonly claimed: number;
  readonly perSecond: number;
}

const QUEUES = 24;
/** Longest time of one trial. */
const LONGEST_MS = 3_000;

const TABLES = [
  `CREATE TABLE queued_tasks (
     id bigint PRIMARY KEY, queue bigint NOT NULL, priority bigint NOT NULL, date_created bigint NOT NULL,
     status text NOT NULL, attributes text NOT NULL)`,
  `CREATE INDEX ix_queued_tasks ON queued_tasks (queue, priority DESC, date_created)
     WHERE status = 'pending'`,
  `CREATE TABLE claims (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, task_id bigint NOT NULL, worker_id bigint NOT NULL,
     status text NOT NULL, date_created bigint NOT NULL)`,
  'CREATE UNIQUE INDEX uq_claims_task ON claims (task_id)',
];

const FILL = `
  INSERT INTO queued_tasks
  SELECT id, id % ${QUEUES}, CASE WHEN id % 10 = 0 THEN 10 ELSE 0 END, 1780000000000 + id, 'pending', repeat('a', 200)
  FROM generate_series(1, $1::bigint) AS id`;

/** The best tasks of a queue: claimed, marked and given to a worker in one statement and one commit. */
const claimOf = (batch: number) => `
  WITH best AS (
    SELECT id FROM queued_tasks WHERE status = 'pending' AND queue = $1
    ORDER BY priority DESC, date_created LIMIT ${batch} FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE queued_tasks SET status = 'reserved' FROM best WHERE queued_tasks.id = best.id
    RETURNING queued_tasks.id
  )
  INSERT INTO claims (task_id, worker_id, status, date_created) SELECT id, $2, 'pending', $3 FROM taken`;

/** Claims until its queues are empty or the time is up; the number of tasks claimed. */
async function claimer(
  connection: Connection,
  worker: number,
  batch: number,
  deadline: number,
): Promise<number> {
  const queues = Array.from({ length: QUEUES }, (_, number) => (worker + number) % QUEUES);
  const text = claimOf(batch);
  let claimed = 0;
  for (let turn = 0; queues.length > 0 && machineTime() < deadline; turn += 1) {
    const at = turn % queues.length;
    const { rowCount } = await connection.query({
      name: 'claim',
      text,
      values: [queues[at], worker, Date.now()],
    });
    claimed += rowCount ?? 0;
    if (rowCount === 0) queues.splice(at, 1);
  }
  return claimed;
}

async function fill(connection: Connection, waiting: number): Promise<void> {
  for (const statement of TABLES) await connection.query(statement);
  await connection.query(FILL, [waiting]);
  await connection.query('VACUUM ANALYZE');
  await connection.query('CHECKPOINT');
}

/** Claims waiting tasks until none is left, or for three seconds. Throws `FailedCheck` when the books do not agree. */
export async function measureClaims(store: Store, way: ClaimWay, round: number): Promise<ClaimCell> {
  await using resources = new AsyncDisposableStack();
  const databaseUrl = await store.create();
  resources.defer(() => store.remove(databaseUrl));
  const open = async () => {
    const connection = await connect(databaseUrl);
    resources.defer(() => connection.end());
    return connection;
  };
  const first = await open();
  await fill(first, way.waiting);
  const connections = await Promise.all(Array.from({ length: way.connections }, open));
  const began = machineTime();
  const counts = await Promise.all(
    connections.map((connection, worker) => claimer(connection, worker, way.batch, began + LONGEST_MS)),
  );
  const took = machineTime() - began;
  const claimed = counts.reduce((sum, count) => sum + count, 0);
  const { rows } = await first.query(
    `SELECT (SELECT count(*)::int FROM claims) AS claims,
            (SELECT count(*)::int FROM queued_tasks WHERE status = 'reserved') AS reserved`,
  );
  if (rows[0].claims !== claimed || rows[0].reserved !== claimed) {
    throw new FailedCheck(`${claimed} tasks were claimed, ${rows[0].claims} claims are there`);
  }
  return { ...way, round, claimed, perSecond: (claimed * 1_000) / took };
}
