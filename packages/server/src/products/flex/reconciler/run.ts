// Looking for what is broken, and mending it: rule after rule, page after page, as far as one call may go.
import type { ReconcilerLimits } from '#config/reconciler.ts';
import { ApiError } from '#kernel/errors.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { Finding, Rule, RuleName } from './rule.ts';
import { RULES } from './rules.ts';

/** Where looking goes on. */
export interface Place {
  readonly rule: RuleName;
  /** The rule's own word for it; empty is its beginning. */
  readonly after: string;
}

/** How far one call may go. */
export interface Budget {
  /** Pages read, at most. */
  readonly pages: number;
  /** Findings after which no further page is begun. */
  readonly findings: number;
}

/** What has become of a finding. */
export interface Outcome {
  readonly finding: Finding;
  /** `mended-itself` when it was no longer so, or somebody else had repaired it. */
  readonly outcome: 'found' | 'repaired' | 'mended-itself' | 'failed';
  /** Why it could not be repaired. */
  readonly error: string | null;
}

/** What one call has seen. */
export interface Report {
  readonly outcomes: readonly Outcome[];
  /** Rows looked at. */
  readonly examined: number;
  /** Where to go on; null when everything has been looked at. */
  readonly next: Place | null;
}

/** What is to be looked at. */
export interface Order {
  readonly accountSid: string;
  readonly limits: ReconcilerLimits;
  readonly now: number;
  /** One rule alone; all of them when not given. */
  readonly rule: RuleName | null;
  readonly from: Place | null;
  readonly budget: Budget;
}

/** Rows a rule reads at a time: as many SIDs are named in one statement. */
const PAGE = 200;

function rulesFrom(order: Order): readonly Rule[] {
  const rules = RULES.filter(({ name }) => order.rule === null || name === order.rule);
  const start = rules.findIndex(({ name }) => name === order.from?.rule);
  return start === -1 ? rules : rules.slice(start);
}

async function walk(
  db: Reader,
  order: Order,
  handle: (finding: Finding) => Promise<Outcome>,
): Promise<Report> {
  const { accountSid, limits, now, budget, from } = order;
  const outcomes: Outcome[] = [];
  let examined = 0;
  let pages = 0;
  for (const rule of rulesFrom(order)) {
    let after: string | null = rule.name === from?.rule ? from.after : '';
    while (after !== null) {
      const isSpent = pages >= budget.pages || outcomes.length >= budget.findings;
      if (isSpent) return { outcomes, examined, next: { rule: rule.name, after } };
      const page = await rule.find(db, { accountSid, limits, now, after, size: PAGE });
      pages += 1;
      examined += page.examined;
      for (const finding of page.findings) outcomes.push(await handle(finding));
      after = page.next;
    }
  }
  return { outcomes, examined, next: null };
}

/** Reports what is broken and writes nothing. */
export function inspect(db: Reader, order: Order): Promise<Report> {
  return walk(db, order, async (finding) => ({ finding, outcome: 'found', error: null }));
}

async function repairOne(tx: Transaction, found: Finding, limits: ReconcilerLimits): Promise<Outcome> {
  const rule = RULES.find(({ name }) => name === found.rule)!;
  const done = await rule.repair(tx, found, limits);
  return { finding: done ?? found, outcome: done === null ? 'mended-itself' : 'repaired', error: null };
}

/**
 * Repairs what is broken, each finding in a transaction of its own: what cannot be repaired is reported and keeps
 * nothing else from it. `onFault` hears of failures that are no refusal of a product.
 */
export function repair(
  database: Database,
  order: Order,
  onFault: (error: unknown, found: Finding) => void,
): Promise<Report> {
  return walk(database.read, order, async (found) => {
    try {
      return await database.transaction((tx) => repairOne(tx, found, order.limits));
    } catch (error) {
      // A product refuses when a workflow is gone, say.
      if (error instanceof ApiError) {
        return { finding: found, outcome: 'failed', error: `${error.code}: ${error.message}` };
      }
      onFault(error, found);
      return { finding: found, outcome: 'failed', error: 'Something failed inside the server' };
    }
  });
}

/** Repairs what is broken in the transaction given: all of it or, when something cannot be repaired, nothing. */
export function repairTogether(tx: Transaction, order: Order): Promise<Report> {
  return walk(tx.db, order, (found) => repairOne(tx, found, order.limits));
}
