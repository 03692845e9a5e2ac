// Answers what happened to the tasks of scopes of one kind: figures and, where thresholds are given, splits.
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { type Figures, NO_FIGURES } from './figures.ts';
import { type CumulativeInput, namedTaskChannel } from './parameters.ts';
import type { CumulativeFigures } from './present.ts';
import { readFigures, readShortWaits } from './read-cumulative.ts';
import type { WaitCounts, WaitSplit } from './split-by-wait-time.ts';
import { readWindow } from './window.ts';

const NOBODY: WaitCounts = { accepted: 0, canceled: 0 };

/** Cumulative figures of scopes of a workspace by SID: each has some, also where nothing happened. */
export async function askCumulative(
  db: Reader,
  workspace: WorkspaceRow,
  scopeSids: readonly string[],
  input: CumulativeInput,
  now: number,
): Promise<ReadonlyMap<string, CumulativeFigures>> {
  const window = readWindow(input, now);
  const taskChannelSid = await namedTaskChannel(db, workspace, input.TaskChannel);
  const question = { accountSid: workspace.account_sid, scopes: scopeSids, window, taskChannelSid };
  const figures = await readFigures(db, question);
  const thresholds = input.SplitByWaitTime ?? null;
  const short = thresholds === null ? null : await readShortWaits(db, question, thresholds);
  return new Map(
    scopeSids.map((sid) => {
      const own = figures.get(sid) ?? NO_FIGURES;
      const splits = thresholds?.map((threshold) => splitOf(own, threshold, short?.get(sid)?.get(threshold)));
      return [sid, { window, figures: own, splits: splits ?? null }];
    }),
  );
}

/** Who did not wait for less than the threshold waited for as long or longer. */
function splitOf(figures: Figures, threshold: number, below: WaitCounts = NOBODY): WaitSplit {
  const above = {
    accepted: figures.first_acceptances - below.accepted,
    canceled: figures.tasks_canceled - below.canceled,
  };
  return { threshold, below, above };
}

/** Cumulative figures of one scope. */
export async function askCumulativeOf(
  db: Reader,
  workspace: WorkspaceRow,
  scopeSid: string,
  input: CumulativeInput,
  now: number,
): Promise<CumulativeFigures> {
  const found = await askCumulative(db, workspace, [scopeSid], input, now);
  return found.get(scopeSid)!;
}
