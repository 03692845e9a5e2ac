// Going over a whole account at a stretch, for those who wait for the end of it.
import type { ReconcilerLimits } from '#config/reconciler.ts';
import type { Database } from '#storage/database.ts';
import { inspect, type Order, type Outcome, type Place, type Report, repair } from './run.ts';

const BUDGET = { pages: 20, findings: 200 };

/** How an account is gone over. */
export interface Examination {
  readonly accountSid: string;
  readonly limits: ReconcilerLimits;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly isRepairing: boolean;
}

/** Everything that is broken in an account, and what has become of it when it is repaired. */
export async function* examineAccount(
  database: Database,
  { isRepairing, ...examination }: Examination,
): AsyncGenerator<Outcome> {
  let from: Place | null = null;
  do {
    const order: Order = { ...examination, rule: null, from, budget: BUDGET };
    const report: Report = isRepairing
      ? await repair(database, order, () => {})
      : await inspect(database.read, order);
    yield* report.outcomes;
    from = report.next;
  } while (from !== null);
}
