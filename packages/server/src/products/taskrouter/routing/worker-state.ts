// The workers and queues as routing keeps them in memory.
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { QueueOrder } from '#storage/schema/taskrouter.ts';

/** What a worker takes of one task channel. */
export interface ChannelState {
  readonly isAvailable: boolean;
  /** Tasks the worker can take on top of those held; below zero when more are held than the capacity. */
  free: number;
  /** When a task of the channel was last finished or given back; 0 before the first. */
  readonly releasedAt: number;
}

export interface WorkerState {
  readonly sid: string;
  /** Attributes, with `sid`, `friendly_name`, `activity_sid` and `activity_name` on top. */
  readonly document: JsonObject;
  /** What the document was made of, as text: equal texts make equal documents. */
  readonly documentText: string;
  readonly activitySid: string;
  /** Whether the activity is one in which workers are offered tasks. */
  readonly isAvailable: boolean;
  readonly statusChangedAt: number;
  /** SID of the newest offer. They grow, so the smallest has waited longest. */
  lastOffer: string;
  /** By task channel. */
  readonly channels: ReadonlyMap<string, ChannelState>;
}

export interface QueueState {
  readonly sid: string;
  readonly targetWorkers: string;
  readonly order: QueueOrder;
  readonly maxReservedWorkers: number;
}

/** Available, and with room for one more task of the channel. */
export function isReady(worker: WorkerState, taskChannelSid: string): boolean {
  const channel = worker.channels.get(taskChannelSid);
  return worker.isAvailable && channel?.isAvailable === true && channel.free > 0;
}

/** Since when a worker has had nothing new: the last change of activity, or the last task finished. */
export function idleSince(worker: WorkerState): number {
  let since = worker.statusChangedAt;
  for (const { releasedAt } of worker.channels.values()) since = Math.max(since, releasedAt);
  return since;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
