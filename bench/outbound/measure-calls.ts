// Measures how fast conversations are opened: by one call, by the requests it replaces, and beside them bare commits.
import { FailedCheck } from '../failed-check.ts';
import { openRows } from '../routing/rows.ts';
import type { Store, StoreId } from '../routing/stores.ts';
import { type ParleyServer, startParley } from '../server.ts';
import { commitBare } from './bare-commits.ts';
import { type Centre, openCentre } from './centre.ts';
import { countRows } from './kept-rows.ts';
import { keepUnderWay, type Load } from './load.ts';
import type { OutboundOptions } from './plan.ts';
import { open, WAYS, type Way } from './ways.ts';

/** One way to open conversations, at one number under way in one round. */
export interface CallCell extends Load {
  readonly store: StoreId;
  readonly way: Way | 'bare';
  readonly underWay: number;
  readonly round: number;
  /** Of the server, for each conversation, with everything that follows; null for bare commits. */
  readonly statements: number | null;
  readonly processorMs: number | null;
  /** Rows each left behind. */
  readonly rows: number;
}

const WARM_UP = 300;
const WARM_UP_AT_ONCE = 16;

/** A server with its centre, and how far its customers have been used up. */
interface Stage {
  readonly store: Store;
  readonly server: ParleyServer;
  readonly databaseUrl: string;
  readonly centre: Centre;
  customers: number;
}

async function warmUp(stage: Stage): Promise<void> {
  for (const way of Object.keys(WAYS) as Way[]) {
    const last = stage.customers + WARM_UP;
    const lane = async () => {
      while (stage.customers < last) await open(way, stage.centre, stage.customers++);
    };
    await Promise.all(Array.from({ length: WARM_UP_AT_ONCE }, lane));
  }
  await stage.server.ask('settle');
  await stage.store.tidy(stage.databaseUrl);
}

async function measureWay(
  stage: Stage,
  way: Way,
  underWay: number,
  round: number,
  seconds: number,
): Promise<CallCell> {
  const { server, store, databaseUrl, centre } = stage;
  const facts = async () => ({
    statements: await server.ask('statements'),
    processorMs: await server.ask('processor-time'),
    rows: await countRows(databaseUrl),
  });
  const before = await facts();
  const load = await keepUnderWay(underWay, seconds, () => open(way, centre, stage.customers++));
  await server.ask('settle');
  const after = await facts();
  const each = (what: keyof typeof after) => (after[what] - before[what]) / load.done;
  return {
    ...{ store: store.id, way, underWay, round, ...load },
    ...{ statements: each('statements'), processorMs: each('processorMs'), rows: each('rows') },
  };
}

/** Every customer must have one conversation, one task, and one text on their phone. */
async function check({ databaseUrl, customers }: Stage): Promise<void> {
  const rows = await openRows(databaseUrl);
  try {
    const [found] = await rows.read<Record<string, number>>(
      `SELECT (SELECT CAST(count(*) AS integer) FROM tasks) AS tasks,
              (SELECT CAST(count(*) AS integer) FROM threads) AS conversations,
              (SELECT CAST(count(DISTINCT phone_address) AS integer) FROM handset_messages) AS phones,
              (SELECT CAST(count(*) AS integer) FROM handset_messages) AS texts`,
    );
    for (const [what, count] of Object.entries(found!)) {
      if (count !== customers)
        throw new FailedCheck(`${customers} customers were written to: ${count} ${what}`);
    }
  } finally {
    await rows.close();
  }
}

/** Measures every way on one database; `tell` hears of each cell. */
export async function measureCalls(
  store: Store,
  { underWay, seconds, rounds }: OutboundOptions,
  folder: string,
  running: AsyncDisposableStack,
  tell: (cell: CallCell) => void,
): Promise<CallCell[]> {
  await using own = running.use(new AsyncDisposableStack());
  const databaseUrl = await store.create();
  own.defer(() => store.remove(databaseUrl));
  const server = await startParley(own, databaseUrl, folder);
  const centre = await openCentre(server);
  own.defer(() => centre.rest.close());
  const stage: Stage = { store, server, databaseUrl, centre, customers: 0 };
  await warmUp(stage);
  const cells: CallCell[] = [];
  const note = (cell: CallCell) => {
    cells.push(cell);
    tell(cell);
  };
  for (let round = 1; round <= rounds; round += 1) {
    for (const width of underWay) {
      const one = await measureWay(stage, 'one', width, round, seconds);
      note(one);
      note(await measureWay(stage, 'separate', width, round, seconds));
      const rows = Math.round(one.rows);
      const bare = await commitBare(store, rows, width, seconds);
      note({
        store: store.id,
        way: 'bare',
        underWay: width,
        round,
        ...bare,
        rows,
        statements: null,
        processorMs: null,
      });
    }
  }
  await check(stage);
  return cells;
}
