// How many workers of a queue are in which activity.
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { WorkerState } from './worker-state.ts';

/** Counts the workers of a queue by presence (TaskRouter "Workflow configuration", `skip_if`). */
export class Presence {
  readonly #counts = new Map<string, number>([
    ['available', 0],
    ['unavailable', 0],
  ]);

  add(worker: WorkerState): void {
    this.#change(worker, 1);
  }

  remove(worker: WorkerState): void {
    this.#change(worker, -1);
  }

  /** By `available`, `unavailable` and the SID of each activity. */
  document(): JsonObject {
    return Object.fromEntries(this.#counts);
  }

  #change(worker: WorkerState, by: 1 | -1): void {
    for (const key of [worker.isAvailable ? 'available' : 'unavailable', worker.activitySid]) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
    }
  }
}
