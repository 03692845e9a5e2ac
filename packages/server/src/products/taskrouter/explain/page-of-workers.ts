// A page of the workers of an explanation. Their order is worked out anew for each page, so a page token names the
// worker to go on from; where that one is gone, the place it had.
import type { RawInput } from '#http/form-body.ts';
import { pageToken, readPageRequest } from '#http/paging.ts';
import type { Verdict } from './demand.ts';

/** Some of the workers, and how the pages beside them are asked for. */
export interface WorkerPage {
  readonly verdicts: readonly Verdict[];
  readonly number: number;
  readonly size: number;
  /** Tokens; null where there is no such page. */
  readonly own: string | null;
  readonly next: string | null;
  readonly previous: string | null;
}

function tokenOf(verdicts: readonly Verdict[], start: number): string {
  return pageToken('n', [start, verdicts[start - 1]?.member.row.sid ?? '']);
}

/** The page a request asks for with `PageSize`, `Page` and `PageToken`; 400/20001 for an unusable one. */
export function pageOfWorkers(verdicts: readonly Verdict[], input: RawInput): WorkerPage {
  const { size, page, from } = readPageRequest(input);
  let start = page * size;
  if (from !== null) {
    const [place, after] = from;
    const found = after === '' ? -1 : verdicts.findIndex(({ member }) => member.row.sid === after);
    start = found === -1 ? Math.max(0, Math.trunc(Number(place)) || 0) : found + 1;
  }
  const end = start + size;
  return {
    verdicts: verdicts.slice(start, end),
    number: page,
    size,
    own: from === null ? null : tokenOf(verdicts, start),
    next: end < verdicts.length ? tokenOf(verdicts, end) : null,
    previous: start > 0 ? tokenOf(verdicts, Math.max(0, start - size)) : null,
  };
}
