// Findings, repairs and reports as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ReconcilerRepairRow } from '#storage/schema/reconciler.ts';
import type { Finding } from './rule.ts';
import type { Outcome, Place, Report } from './run.ts';

/** A finding: what is wrong with what since when, and what would be done. */
function presentFinding({ rule, accountSid, subjectSid, related, since, fault, remedy }: Finding) {
  return {
    rule,
    account_sid: accountSid,
    subject_sid: subjectSid,
    related_sids: related,
    since: isoDate(since),
    fault,
    remedy,
  };
}

/** A finding with what has become of it. */
export function presentOutcome({ finding, outcome, error }: Outcome) {
  return { ...presentFinding(finding), outcome, error };
}

/** What one request has seen of all there is, with what is needed to ask for the rest. */
export interface ReportView {
  readonly report: Report;
  /** The rule asked for alone, or null. */
  readonly rule: string | null;
  readonly key: 'findings' | 'repairs';
}

/** The token that names a place. */
function placeToken(place: Place): string {
  return Buffer.from(JSON.stringify([place.rule, place.after])).toString('base64url');
}

/** A report in the shape of a list. */
export function presentReport({ report, rule, key }: ReportView, { base }: Presentation) {
  const path = key === 'findings' ? 'Findings' : 'Reconciliations';
  const only = rule === null ? {} : { Rule: rule };
  const urlOf = (more: Record<string, string>) => {
    const query = new URLSearchParams({ ...only, ...more }).toString();
    return `${base}/v1/${path}${query === '' ? '' : `?${query}`}`;
  };
  const token = report.next === null ? null : placeToken(report.next);
  return {
    meta: {
      key,
      rows_examined: report.examined,
      first_page_url: urlOf({}),
      next_page_url: token === null ? null : urlOf({ PageToken: token }),
      next_page_token: token,
    },
    [key]:
      key === 'findings'
        ? report.outcomes.map(({ finding }) => presentFinding(finding))
        : report.outcomes.map(presentOutcome),
  };
}

/** A past repair. */
export function presentRepair(row: ReconcilerRepairRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    rule: row.rule,
    subject_sid: row.subject_sid,
    related_sids: JSON.parse(row.related) as unknown,
    since: isoDate(row.broken_since),
    fault: row.fault,
    remedy: row.remedy,
    date_created: isoDate(row.date_created),
    url: `${base}/v1/Repairs/${row.sid}`,
  };
}
