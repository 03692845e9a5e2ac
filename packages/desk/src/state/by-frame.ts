// Telling what is on the screen that something changed, once a frame: a burst of messages is drawn once, not once for each.

/** Nothing is drawn of a page in the background, and frames stop there. */
const LONGEST_MS = 100;

/** Something that tells its listeners of changes as they happen. */
type Subscribe = (listener: () => void) => () => void;

/** Tells of all changes since the last frame with the next one. */
export function byFrame(subscribe: Subscribe): Subscribe {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let frame = 0;
  const tell = () => {
    if (timer === null) return;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    timer = null;
    for (const listener of [...listeners]) listener();
  };
  subscribe(() => {
    if (timer !== null) return;
    timer = setTimeout(tell, LONGEST_MS);
    frame = requestAnimationFrame(tell);
  });
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
