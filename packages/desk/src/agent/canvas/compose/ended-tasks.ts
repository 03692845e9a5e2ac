// Drafts end with their tasks: what was begun for a customer is not sent to him with the next task.
import { deskState, store } from '#desk/state/store.ts';
import type { TasksState } from '#desk/state/tasks.ts';
import { EMPTY, keepDraft } from './drafts.ts';
import { forgetFiles } from './use-files.ts';

const threadsOf = ({ bySid }: TasksState) =>
  new Set(Object.values(bySid).flatMap(({ threadSid }) => (threadSid === null ? [] : [threadSid])));

let isWatching = false;

/** Watches tasks from now on, as long as the page is there. */
export function forgetDraftsOfEndedTasks(): void {
  if (isWatching) return;
  isWatching = true;
  let { tasks, session } = deskState();
  store.subscribe(() => {
    const now = deskState();
    if (now.tasks === tasks) return;
    const before = threadsOf(tasks);
    const isSamePerson = now.session.user !== null && now.session.user === session.user;
    const after = threadsOf(now.tasks);
    if (isSamePerson) {
      for (const threadSid of before) {
        if (after.has(threadSid)) continue;
        keepDraft(now.session.user!.identity, threadSid, EMPTY);
        forgetFiles(threadSid);
      }
    }
    ({ tasks, session } = now);
  });
}
