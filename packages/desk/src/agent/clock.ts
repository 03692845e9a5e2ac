// The time of day for whatever shows an age or a countdown: one clock for all of them.
import { useSyncExternalStore } from 'react';

interface Clock {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => number;
}

/** Ticks only while somebody looks at it. */
function clockOf(step: number): Clock {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, step);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    read() {
      if (timer === undefined) now = Date.now();
      return now;
    },
  };
}

const SECONDS = clockOf(1_000);
const AGES = clockOf(10_000);

/** Now, every second: for countdowns. */
export function useSeconds(): number {
  return useSyncExternalStore(SECONDS.subscribe, SECONDS.read);
}

/** Now, now and then: for ages in minutes. */
export function useNow(): number {
  return useSyncExternalStore(AGES.subscribe, AGES.read);
}
