// The agent as TaskRouter knows him, and whether his connections hold.
import type { Action } from './action.ts';

/** A state of work: who is in an available one is offered tasks. */
export interface Activity {
  readonly sid: string;
  readonly name: string;
  readonly available: boolean;
}

export type Link = 'connecting' | 'open' | 'lost' | 'refused';

export interface WorkerState {
  readonly sid: string | null;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly activity: Activity | null;
  readonly activities: readonly Activity[];
  /** When the present activity began, milliseconds. */
  readonly activitySince: number | null;
  readonly links: { readonly worker: Link; readonly conversations: Link };
}

export type WorkerAction =
  | {
      readonly type: 'worker/changed';
      readonly worker: Omit<WorkerState, 'links'>;
    }
  | { readonly type: 'link/changed'; readonly name: keyof WorkerState['links']; readonly link: Link };

const NOBODY: WorkerState = {
  sid: null,
  name: '',
  attributes: {},
  activity: null,
  activities: [],
  activitySince: null,
  links: { worker: 'connecting', conversations: 'connecting' },
};

export function workerReducer(state: WorkerState = NOBODY, action: Action): WorkerState {
  switch (action.type) {
    case 'worker/changed':
      return { ...state, ...action.worker };
    case 'link/changed':
      return { ...state, links: { ...state.links, [action.name]: action.link } };
    case 'session/signed-out':
      return NOBODY;
    default:
      return state;
  }
}
