// A worker as expressions see it.
import { readAttributes } from '#kernel/attributes.ts';
import type { JsonObject } from '#kernel/expression/expression.ts';

/** The facts of a worker an expression may name. */
interface WorkerFields {
  readonly sid: string;
  readonly friendly_name: string;
  readonly activity_sid: string;
  readonly activity_name: string;
  readonly attributes: string;
}

/** The attributes with the worker's own fields on top (TaskRouter "Expression syntax", worker fields). */
export function workerDocument(worker: WorkerFields): JsonObject {
  return {
    ...(readAttributes(worker.attributes) as JsonObject),
    sid: worker.sid,
    friendly_name: worker.friendly_name,
    activity_sid: worker.activity_sid,
    activity_name: worker.activity_name,
  };
}
