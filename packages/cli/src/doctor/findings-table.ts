// Findings as a table for a terminal.

/** What the table shows of a finding. */
interface ShownFinding {
  readonly rule: string;
  readonly subject_sid: string;
  readonly since: string | null;
  readonly fault: string;
  readonly remedy: string;
  readonly outcome: string;
  readonly error: string | null;
}

const WORDS: Readonly<Record<string, string>> = {
  'close-session': 'close the session',
  'retire-channel': 'end the channel',
  'make-task': 'make a task',
  'finish-task': 'end the task',
  'complete-task': 'complete the task',
  'close-conversation': 'close the conversation',
  'invite-again': 'invite an agent again',
};

const OUTCOMES: Readonly<Record<string, string>> = {
  repaired: 'done',
  'mended-itself': 'was mended meanwhile',
  failed: 'failed',
};

function rowOf(finding: ShownFinding, isRepairing: boolean): string[] {
  const { rule, subject_sid: subject, since, fault, remedy, outcome, error } = finding;
  const became = `${OUTCOMES[outcome] ?? outcome}${error === null ? '' : ` (${error})`}`;
  return [rule, subject, since ?? '', fault, WORDS[remedy] ?? remedy, ...(isRepairing ? [became] : [])];
}

/** A line for each finding, under headings; the last column of a report says what would be done. */
export function findingsTable(findings: readonly ShownFinding[], isRepairing: boolean): string {
  const heading = ['RULE', 'SUBJECT', 'SINCE', 'WHAT IS WRONG', 'REPAIR', ...(isRepairing ? ['RESULT'] : [])];
  const rows = [heading, ...findings.map((finding) => rowOf(finding, isRepairing))];
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One sentence on all of them. */
export function summary(findings: readonly ShownFinding[], isRepairing: boolean): string {
  if (findings.length === 0) return 'Nothing is broken.';
  if (!isRepairing) return `Found: ${findings.length}. Repair with: parley doctor --repair`;
  const repaired = findings.filter(({ outcome }) => outcome === 'repaired').length;
  const failed = findings.filter(({ outcome }) => outcome === 'failed').length;
  return `Found: ${findings.length}, repaired: ${repaired}, failed: ${failed}.`;
}
