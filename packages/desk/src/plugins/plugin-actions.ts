// `Flex.Actions`: the desk's actions, whose payloads name the task as an object too, as plugins expect.
import * as actions from '#desk/actions/actions.ts';
import { liveClients } from '#desk/live/clients.ts';
import { deskState } from '#desk/state/store.ts';
import { pluginTask } from './plugin-task.ts';

const wrapped = new WeakMap<actions.Listener, actions.Listener>();

/** Adds `task` to a payload that names a reservation; what a plugin changes in the payload stays changed. */
function withTask(payload: actions.Payload): actions.Payload {
  const { sid, task } = payload as { sid?: unknown; task?: unknown };
  if (task !== undefined || typeof sid !== 'string') return payload;
  const entry = deskState().tasks.bySid[sid];
  if (entry === undefined) return payload;
  return Object.assign(payload, { task: pluginTask(entry, liveClients().worker?.reservations.get(sid)) });
}

/** What `Flex.Actions` is. */
export const pluginActions = {
  invokeAction: actions.invokeAction,
  registerAction: actions.registerAction,
  replaceAction(name: string, replacement: actions.Replacement): void {
    actions.replaceAction(name, (payload, original) => replacement(withTask(payload), original));
  },
  addListener(event: string, listener: actions.Listener): void {
    const known = wrapped.get(listener) ?? ((payload, cancel) => listener(withTask(payload), cancel));
    wrapped.set(listener, known);
    actions.addListener(event, known);
  },
  removeListener(event: string, listener: actions.Listener): void {
    const known = wrapped.get(listener);
    if (known !== undefined) actions.removeListener(event, known);
  },
};
