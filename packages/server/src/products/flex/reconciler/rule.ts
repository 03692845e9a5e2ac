// What a rule of the reconciler is: it finds what is broken a page at a time, and mends one subject in a transaction.
import type { ReconcilerLimits } from '#config/reconciler.ts';
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';

export type RuleName = keyof ReconcilerLimits;

/** What can be done about something broken. */
export type Remedy =
  | 'close-session'
  | 'retire-channel'
  | 'make-task'
  | 'finish-task'
  | 'complete-task'
  | 'close-conversation'
  | 'invite-again';

/** Something broken. */
export interface Finding {
  readonly rule: RuleName;
  readonly accountSid: string;
  readonly subjectSid: string;
  /** What else it is about, by the word for it (`channel`, `session`, `task`, …). */
  readonly related: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch: since when nothing has happened that would excuse it. */
  readonly since: number;
  /** One sentence on what is wrong. */
  readonly fault: string;
  readonly remedy: Remedy;
}

/** What a rule says of one of its rows; the rest of a finding follows. */
export type Verdict = Omit<Finding, 'rule' | 'accountSid'>;

/** Whom a rule looks at, and when. */
export interface Scope {
  readonly accountSid: string;
  readonly now: number;
  readonly limits: ReconcilerLimits;
}

/** A bounded part of what a rule looks at. */
export interface PageScope extends Scope {
  /** Where the page before this one ended; empty for the first. */
  readonly after: string;
  /** Rows looked at, at most. */
  readonly size: number;
}

/** Rows a rule judges, and where to go on; null after the last. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

interface RuleParts<Row> {
  readonly name: RuleName;
  /** Reads a page of candidates by an index. */
  page(db: Reader, scope: PageScope): Promise<RowPage<Row>>;
  /** What is wrong with the candidates, in a fixed number of statements. */
  judge(db: Reader, rows: readonly Row[], scope: Scope): Promise<readonly Verdict[]>;
  /** Holds the subject until the transaction ends and reads it as it is then; nothing when it is gone or over. */
  hold(tx: Transaction, accountSid: string, subjectSid: string): Promise<readonly Row[]>;
  mend(tx: Transaction, finding: Finding): Promise<void>;
}

/** A rule, whatever its rows are. */
export interface Rule {
  readonly name: RuleName;
  find(db: Reader, scope: PageScope): Promise<{ findings: Finding[]; examined: number; next: string | null }>;
  /**
   * Mends a subject if it is broken still, and records that. Null when somebody else was faster, or it has mended
   * itself: whoever does it a second time does nothing.
   */
  repair(tx: Transaction, found: Finding, limits: ReconcilerLimits): Promise<Finding | null>;
}

async function findingsAmong<Row>(
  parts: RuleParts<Row>,
  db: Reader,
  rows: readonly Row[],
  scope: Scope,
): Promise<Finding[]> {
  if (rows.length === 0) return [];
  const verdicts = await parts.judge(db, rows, scope);
  const ripeAt = scope.now - scope.limits[parts.name];
  const bySubject = new Map(verdicts.map((verdict) => [verdict.subjectSid, verdict]));
  return [...bySubject.values()]
    .filter(({ since }) => since <= ripeAt)
    .map((verdict) => ({ ...verdict, rule: parts.name, accountSid: scope.accountSid }));
}

/** Puts a rule together. */
export function defineRule<Row>(parts: RuleParts<Row>): Rule {
  return {
    name: parts.name,
    async find(db, scope) {
      const { rows, next } = await parts.page(db, scope);
      return { findings: await findingsAmong(parts, db, rows, scope), examined: rows.length, next };
    },
    async repair(tx, { accountSid, subjectSid }, limits) {
      const rows = await parts.hold(tx, accountSid, subjectSid);
      const [finding] = await findingsAmong(parts, tx.db, rows, { accountSid, now: tx.now, limits });
      if (finding === undefined) return null;
      await parts.mend(tx, finding);
      await recordRepair(tx, finding);
      return finding;
    },
  };
}

async function recordRepair(tx: Transaction, finding: Finding): Promise<void> {
  const { rule, accountSid, subjectSid, related, since, fault, remedy } = finding;
  const sid = newSid('RP');
  await tx.db
    .insertInto('reconciler_repairs')
    .values({
      sid,
      account_sid: accountSid,
      rule,
      subject_sid: subjectSid,
      related: JSON.stringify(related),
      broken_since: since,
      fault,
      remedy,
      date_created: tx.now,
    })
    .execute();
  appendEvent(tx, {
    type: 'reconciler.repaired',
    accountSid,
    subjectSid,
    data: { repairSid: sid, rule, related, since, fault, remedy },
  });
}

/** The page of rows a query of `size + 1` of them gave. */
export function pageOf<Row>(rows: readonly Row[], size: number, placeOf: (row: Row) => string): RowPage<Row> {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { rows: page, next: rows.length > size && last !== undefined ? placeOf(last) : null };
}
