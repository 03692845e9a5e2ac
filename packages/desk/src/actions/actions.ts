// What can be done at the desk, by name, so that plugins can listen, change and replace it. Names and order are those
// of Flex UI: listeners before, the action (or what replaced it), listeners after.

export type Payload = Record<string, unknown>;
export type ActionBody = (payload: Payload) => unknown;
/** Takes the place of an action; `original` does what would have been done. */
export type Replacement = (payload: Payload, original: ActionBody) => unknown;
/** `cancel` may be called by listeners before the action: then nothing is done. */
export type Listener = (payload: Payload, cancel: (reason?: unknown) => void) => unknown;

const bodies = new Map<string, ActionBody>();
const listeners = new Map<string, Set<Listener>>();

/** Makes an action known; a second registration of one name is a mistake. */
export function registerAction(name: string, body: ActionBody): void {
  if (bodies.has(name)) throw new Error(`The action ${name} is registered already`);
  bodies.set(name, body);
}

/** Puts something in the place of an action; the last one to do so is asked first. */
export function replaceAction(name: string, replacement: Replacement): void {
  const original = bodies.get(name);
  if (original === undefined) throw new Error(`There is no action ${name}`);
  bodies.set(name, (payload) => replacement(payload, original));
}

/** Listens to `before<Action>`, `after<Action>`. */
export function addListener(event: string, listener: Listener): void {
  const others = listeners.get(event) ?? new Set();
  listeners.set(event, others.add(listener));
}

/** Stops listening. */
export function removeListener(event: string, listener: Listener): void {
  listeners.get(event)?.delete(listener);
}

async function tell(event: string, payload: Payload): Promise<boolean> {
  let isCanceled = false;
  const cancel = () => {
    isCanceled = true;
  };
  for (const listener of [...(listeners.get(event) ?? [])]) {
    await listener(payload, cancel);
    if (isCanceled) return false;
  }
  return true;
}

/**
 * Does what the name says. Resolves when the listeners after it have run, or at once when one before it canceled;
 * rejects with what the action or a listener threw.
 */
export async function invokeAction(name: string, payload: Payload = {}): Promise<unknown> {
  const body = bodies.get(name);
  if (body === undefined) throw new Error(`There is no action ${name}`);
  if (!(await tell(`before${name}`, payload))) return undefined;
  const result = await body(payload);
  await tell(`after${name}`, payload);
  return result;
}
