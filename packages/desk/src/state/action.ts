// Everything that can happen to the desk's state.
import type { ConversationsAction } from './conversations.ts';
import type { SessionAction } from './session.ts';
import type { TasksAction } from './tasks.ts';
import type { ViewAction } from './view.ts';
import type { WorkerAction } from './worker.ts';

export type Action = SessionAction | WorkerAction | TasksAction | ConversationsAction | ViewAction;
