// The parameters statistics are asked with, beside the window of time.
import { z } from 'zod';
import { text } from '#http/parameters.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { findTaskChannel } from '../task-channels/find-task-channel.ts';
import { waitThresholds } from './split-by-wait-time.ts';
import { windowParameters } from './window.ts';

const channel = { TaskChannel: text().nullish() };

/** Parameters of figures of the present. */
export const presentParameters = z.object(channel);

/** Parameters of cumulative figures of workers. */
export const workerParameters = z.object({ ...channel, ...windowParameters });

/** Parameters of cumulative figures of tasks. */
export const cumulativeParameters = workerParameters.extend({ SplitByWaitTime: waitThresholds().nullish() });

/** What cumulative figures of tasks are asked with. */
export type CumulativeInput = z.output<typeof cumulativeParameters>;

/**
 * SID of the task channel that `TaskChannel` names by SID or unique name; null when all channels are meant.
 * 400/20001 for one that the workspace does not have.
 */
export async function namedTaskChannel(
  db: Reader,
  workspace: WorkspaceRow,
  name: string | null | undefined,
): Promise<string | null> {
  if (name === null || name === undefined) return null;
  const place = { accountSid: workspace.account_sid, workspaceSid: workspace.sid };
  const found = await findTaskChannel(db, place, name);
  if (found === undefined) throw invalidParameter('TaskChannel', `the workspace has no task channel ${name}`);
  return found.sid;
}
