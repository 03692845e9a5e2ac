// How long workers were in each activity within a window of time, from their moves and from where they are now.
import { sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { GRAINS, rangesOf, spanEnd } from './grains.ts';
import type { StatisticsWindow } from './window.ts';

const DAY = GRAINS[2];

/** Times of the workers that were in an activity, each worker's taken together, in milliseconds. */
export interface ActivityDurations {
  readonly workers: number;
  readonly total: number;
  readonly least: number;
  readonly most: number;
}

/** Whose times are wanted: of a worker, or of every worker of the workspace. */
export interface DurationQuestion {
  readonly workspace: WorkspaceRow;
  readonly workerSid: string | null;
  readonly window: StatisticsWindow;
  readonly now: number;
}

interface Stay {
  readonly workerSid: string;
  readonly activitySid: string;
  /** 1 when the worker is in the activity when the window ends. */
  present: number;
  /** Milliseconds of the moves within the window: leaving adds the time since its start, coming takes it away. */
  moved: number;
}

interface MovesRow {
  readonly worker_sid: string;
  readonly activity_sid: string;
  readonly moves: number;
  readonly moved: number;
}

/** Moves between two moments, with their times counted from the first. */
async function readMoves(
  db: Reader,
  { workspace, workerSid }: DurationQuestion,
  from: number,
  to: number,
): Promise<MovesRow[]> {
  const parts = rangesOf(from, to).map((range) => {
    const part = db
      .selectFrom('statistics_moves')
      .select(['worker_sid', 'activity_sid', 'moves'])
      .select(sql<number>`moves_offset + moves * (starts_at - ${from})`.as('moved'))
      .where('account_sid', '=', workspace.account_sid)
      .where('grain', '=', range.grain)
      .where('starts_at', '>=', range.from)
      .where('starts_at', '<', range.to);
    return workerSid === null
      ? part.where('workspace_sid', '=', workspace.sid)
      : part.where('worker_sid', '=', workerSid);
  });
  const [first, ...others] = parts;
  if (first === undefined) return [];
  const spans = others.reduce((all, part) => all.unionAll(part), first);
  return db
    .selectFrom(spans.as('spans'))
    .select(['worker_sid', 'activity_sid'])
    .select(({ fn }) => [fn.sum<number>('moves').as('moves'), fn.sum<number>('moved').as('moved')])
    .groupBy(['worker_sid', 'activity_sid'])
    .execute();
}

/** Where the workers are now. */
function readPresence(db: Reader, { workspace, workerSid }: DurationQuestion) {
  const query = db
    .selectFrom('statistics_presence')
    .select(['worker_sid', 'activity_sid'])
    .where('workspace_sid', '=', workspace.sid);
  return (workerSid === null ? query : query.where('worker_sid', '=', workerSid)).execute();
}

/**
 * Times in activities by the activity's SID. A worker in an activity at the end of the window was there from its
 * start on, but for the time before it came; one that left it meanwhile was there until then.
 */
export async function readActivityDurations(
  db: Reader,
  question: DurationQuestion,
  isMeant: (workerSid: string) => boolean = () => true,
): Promise<ReadonlyMap<string, ActivityDurations>> {
  const { window, now } = question;
  const stays = new Map<string, Stay>();
  const stayOf = (row: { worker_sid: string; activity_sid: string }) => {
    const key = `${row.worker_sid} ${row.activity_sid}`;
    const known = stays.get(key);
    if (known !== undefined) return known;
    const stay = { workerSid: row.worker_sid, activitySid: row.activity_sid, present: 0, moved: 0 };
    stays.set(key, stay);
    return stay;
  };
  for (const row of await readPresence(db, question)) stayOf(row).present += 1;
  for (const row of await readMoves(db, question, window.lastMinuteEnd, spanEnd(now + 1, DAY))) {
    stayOf(row).present += row.moves;
  }
  for (const row of await readMoves(db, question, window.from, window.lastMinuteEnd)) {
    stayOf(row).moved += row.moved;
  }
  const durations = new Map<string, ActivityDurations>();
  for (const { workerSid, activitySid, present, moved } of stays.values()) {
    const duration = present * (window.to - window.from) + moved;
    if (duration <= 0 || !isMeant(workerSid)) continue;
    const known = durations.get(activitySid);
    durations.set(activitySid, {
      workers: (known?.workers ?? 0) + 1,
      total: (known?.total ?? 0) + duration,
      least: Math.min(known?.least ?? duration, duration),
      most: Math.max(known?.most ?? duration, duration),
    });
  }
  return durations;
}
