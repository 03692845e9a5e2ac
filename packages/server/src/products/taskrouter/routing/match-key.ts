// What a target's conditions say about the values of task and worker that must be the same, as a key both are filed
// under: a task need only be compared with workers of its key, and a worker only with tasks of his.
import {
  type Constraint,
  constraintsOf,
  descend,
  type Expression,
  isArray,
  isScalar,
  type JsonObject,
  type JsonValue,
  type Operand,
  type Reference,
  referencedAttributes,
} from '#kernel/expression/expression.ts';

/** Files tasks and workers of one target. Those of different keys never match; those of one key may. */
export interface MatchKey {
  /** The attributes of workers it is made of; targets with the same text file workers alike. */
  readonly text: string;
  /** The key of a task, or null when no worker can match it. */
  ofTask(task: JsonObject): string | null;
  /** The keys of a worker: several where an attribute holds an array and the task asks for one of its items. */
  ofWorker(worker: JsonObject): readonly string[];
  /**
   * What the conditions read of a task, as text: two tasks with the same text match the same workers.
   */
  signatureOf(task: JsonObject): string;
}

/** A worker named by an attribute of the task. */
export interface KnownWorker {
  /** Path of the attribute inside the task's document. */
  readonly attribute: Reference['path'];
  readonly field: 'sid' | 'friendly_name';
}

type Path = readonly (string | number)[];

/** A value of the task, or a constant, that one of the worker must be. */
interface Equal {
  readonly of: (task: JsonObject) => JsonValue;
  readonly worker: Path;
  /** Whether the worker's attribute is an array that must hold the value. */
  readonly isMember: boolean;
}

/** The key of a target with these conditions. */
export function matchKeyOf(expression: Expression | null, known: KnownWorker | null): MatchKey {
  const equals = [
    ...(known === null ? [] : [knownEqual(known)]),
    ...(expression === null ? [] : constraintsOf(expression, { unprefixed: false }).flatMap(equalOf)),
  ];
  const kept = withOneMembership(equals);
  const reads = [
    ...(known === null ? [] : [inTask(known.attribute)]),
    ...(expression === null
      ? []
      : referencedAttributes(expression)
          .filter(({ path, quoted }) => !quoted && path[0] === 'task')
          .map(({ path }) => path.slice(1))),
  ];
  return {
    text: kept.map(({ worker, isMember }) => `${JSON.stringify(worker)}${isMember ? ' has' : ''}`).join(' '),
    ofTask: (task) => keyOfTask(kept, task),
    ofWorker: (worker) => keysOfWorker(kept, worker),
    signatureOf: (task) => JSON.stringify(reads.map((path) => descend(task, path, 0))),
  };
}

function inTask(path: Reference['path']): Path {
  return path[0] === 'task' ? path.slice(1) : path;
}

function knownEqual({ attribute, field }: KnownWorker): Equal {
  const path = inTask(attribute);
  return { of: (task) => descend(task, path, 0), worker: [field], isMember: false };
}

/** One key a worker and item of an array: a second array would make their product. */
function withOneMembership(equals: readonly Equal[]): readonly Equal[] {
  const first = equals.findIndex(({ isMember }) => isMember);
  return equals.filter(({ isMember }, at) => !isMember || at === first);
}

function equalOf(constraint: Constraint): Equal[] {
  if (constraint.kind === 'equal') {
    const { left, right } = constraint;
    if (isOfWorker(left)) return pair(right, left, false);
    return isOfWorker(right) ? pair(left, right, false) : [];
  }
  const { value, array } = constraint;
  return isOfWorker(array) ? pair(value, array, true) : [];
}

function isOfWorker(operand: Operand): operand is Reference {
  return operand.kind === 'reference' && operand.path[0] === 'worker';
}

function pair(value: Operand, worker: Reference, isMember: boolean): Equal[] {
  const path = worker.path.slice(1);
  if (value.kind === 'constant') return [{ of: () => value.value, worker: path, isMember }];
  if (value.kind !== 'reference' || value.path[0] !== 'task') return [];
  const source = value.path.slice(1);
  return [{ of: (task) => descend(task, source, 0), worker: path, isMember }];
}

function keyOfTask(equals: readonly Equal[], task: JsonObject): string | null {
  const values: JsonValue[] = [];
  for (const { of } of equals) {
    const value = of(task);
    if (!isScalar(value)) return null;
    values.push(value);
  }
  return JSON.stringify(values);
}

function keysOfWorker(equals: readonly Equal[], worker: JsonObject): readonly string[] {
  let keys: JsonValue[][] = [[]];
  for (const { worker: path, isMember } of equals) {
    const value = descend(worker, path, 0);
    const values = isMember ? (isArray(value) ? [...new Set(value)] : []) : [value];
    keys = keys.flatMap((key) => values.filter(isScalar).map((item) => [...key, item]));
  }
  return keys.map((key) => JSON.stringify(key));
}
