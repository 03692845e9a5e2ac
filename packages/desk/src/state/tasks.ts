// The work offered to this agent and taken by him: one entry a reservation, known by its SID as Flex UI does it.
import type { Action } from './action.ts';

export type TaskStatus = 'pending' | 'accepted' | 'wrapping' | 'completed';

/** A reservation with its task. */
export interface TaskEntry {
  /** The reservation's SID: what `SelectTask` and the other actions take. */
  readonly sid: string;
  readonly taskSid: string;
  readonly status: TaskStatus;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly queueName: string;
  readonly queueSid: string;
  readonly workflowName: string;
  readonly channel: string;
  readonly priority: number;
  /** When the task came into being, milliseconds. */
  readonly dateCreated: number;
  /** When the offer was made, milliseconds. */
  readonly dateOffered: number;
  /** When the offer ends, milliseconds; null once it was taken. */
  readonly offerEnds: number | null;
  /** When the present status was reached, as seen here; milliseconds. */
  readonly since: number;
  /** The conversation or channel it is about; null for work without one. */
  readonly threadSid: string | null;
  /** Somebody handed it over, or it is being handed over. */
  readonly transfer: {
    readonly direction: 'incoming' | 'outgoing';
    readonly mode: 'WARM' | 'COLD';
    readonly sid: string;
  } | null;
}

export interface TasksState {
  readonly bySid: Readonly<Record<string, TaskEntry>>;
}

export type TasksAction =
  | { readonly type: 'task/changed'; readonly task: TaskEntry }
  | { readonly type: 'task/gone'; readonly sid: string }
  | { readonly type: 'tasks/reset'; readonly tasks: readonly TaskEntry[] };

function without(bySid: TasksState['bySid'], sid: string): TasksState['bySid'] {
  const { [sid]: _gone, ...rest } = bySid;
  return rest;
}

export function tasksReducer(state: TasksState = { bySid: {} }, action: Action): TasksState {
  switch (action.type) {
    case 'task/changed':
      return { bySid: { ...state.bySid, [action.task.sid]: action.task } };
    case 'task/gone':
      return action.sid in state.bySid ? { bySid: without(state.bySid, action.sid) } : state;
    case 'tasks/reset':
      return { bySid: Object.fromEntries(action.tasks.map((task) => [task.sid, task])) };
    case 'session/signed-out':
      return { bySid: {} };
    default:
      return state;
  }
}
