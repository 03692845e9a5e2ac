// The desk's state in one store, under `flex` as plugins know it; plugins add reducers beside it.
import { useSyncExternalStore } from 'react';
import { combineReducers, legacy_createStore as createStore, type Reducer } from 'redux';
import type { Action } from './action.ts';
import { byFrame } from './by-frame.ts';
import { type ConversationsState, conversationsReducer } from './conversations.ts';
import { type SessionState, sessionReducer } from './session.ts';
import { type TasksState, tasksReducer } from './tasks.ts';
import { type ViewState, viewReducer } from './view.ts';
import { type WorkerState, workerReducer } from './worker.ts';

/** The desk's own state. */
export interface DeskState {
  readonly session: SessionState;
  readonly worker: WorkerState;
  readonly tasks: TasksState;
  readonly conversations: ConversationsState;
  readonly view: ViewState;
}

const desk = combineReducers({
  session: sessionReducer,
  worker: workerReducer,
  tasks: tasksReducer,
  conversations: conversationsReducer,
  view: viewReducer,
}) as unknown as Reducer<DeskState>;

const added: Record<string, Reducer> = {};
const rootReducer = () =>
  combineReducers({ ...added, flex: desk }) as unknown as Reducer<{ flex: DeskState }>;

export const store = createStore(rootReducer());

/** Adds a plugin's reducer under its own name; `flex` is the desk's and stays. */
export function addReducer(name: string, reducer: Reducer): void {
  if (name === 'flex') throw new Error('`flex` is the desk’s own state');
  added[name] = reducer;
  store.replaceReducer(rootReducer() as never);
}

/** Makes something happen to the state. */
export function dispatch(action: Action): void {
  store.dispatch(action);
}

/** The desk's state at this moment. */
export function deskState(): DeskState {
  return store.getState().flex;
}

const subscribe = byFrame(store.subscribe);

/**
 * A part of the state, read anew in the frame after it changed. What is selected must be the same object while nothing
 * changed: select what is stored, compute with `useMemo`.
 */
export function useDesk<T>(select: (state: DeskState) => T): T {
  return useSyncExternalStore(subscribe, () => select(deskState()));
}
