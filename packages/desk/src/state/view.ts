// What the agent looks at.
import type { Action } from './action.ts';

export interface ViewState {
  /** The reservation whose conversation is on the canvas; null when none is. */
  readonly selectedTaskSid: string | null;
}

export type ViewAction = { readonly type: 'view/task-selected'; readonly sid: string | null };

export function viewReducer(state: ViewState = { selectedTaskSid: null }, action: Action): ViewState {
  switch (action.type) {
    case 'view/task-selected':
      return state.selectedTaskSid === action.sid ? state : { ...state, selectedTaskSid: action.sid };
    case 'session/signed-out':
      return { selectedTaskSid: null };
    default:
      return state;
  }
}
