// Answers what happened to the tasks of scopes of one kind: figures and, where thresholds are given, splits.
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { NO_FIGURES } from './figures.ts';
import { type CumulativeInput, namedTaskChannel } from './parameters.ts';
import type { CumulativeFigures } from './present.ts';
import { readFigures, readSplits } from './read-cumulative.ts';
import { readWindow } from './window.ts';

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
  const splits = thresholds === null ? null : await readSplits(db, question, thresholds);
  return new Map(
    scopeSids.map((sid) => [
      sid,
      { window, figures: figures.get(sid) ?? NO_FIGURES, thresholds, splits: splits?.get(sid) },
    ]),
  );
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
