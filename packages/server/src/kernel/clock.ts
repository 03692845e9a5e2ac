// Time, injected: the system's clock for a running server and a clock that tests move by hand.

/** A cancelled wake-up never fires. */
export type CancelWake = () => void;

/** Where the server reads the time and asks to be woken. Times are milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls `wake` once when the clock has reached `at`; returns the way to cancel it. */
  wakeAt(at: number, wake: () => void): CancelWake;
}

/** Longest delay one Node timer can hold; farther wake-ups are set again when it has passed. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    wakeAt(at, wake) {
      let handle: NodeJS.Timeout;
      const arm = () => {
        const delay = at - Date.now();
        handle = setTimeout(
          delay > LONGEST_DELAY_MS ? arm : wake,
          Math.min(Math.max(delay, 0), LONGEST_DELAY_MS),
        );
        handle.unref();
      };
      arm();
      return () => clearTimeout(handle);
    },
  };
}

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves time forward and fires, in order, every wake-up passed on the way. */
  advance(milliseconds: number): void;
}

/** A clock for tests, starting at `start` (milliseconds since the epoch). */
export function manualClock(start = Date.UTC(2026, 5, 1)): ManualClock {
  let now = start;
  let wakes: { at: number; wake: () => void }[] = [];
  const fireDue = () => {
    const due = wakes.filter((entry) => entry.at <= now).sort((a, b) => a.at - b.at);
    wakes = wakes.filter((entry) => entry.at > now);
    for (const entry of due) entry.wake();
  };
  return {
    now: () => now,
    wakeAt(at, wake) {
      const entry = { at, wake };
      wakes.push(entry);
      if (at <= now) queueMicrotask(fireDue);
      return () => {
        wakes = wakes.filter((other) => other !== entry);
      };
    },
    advance(milliseconds) {
      now += milliseconds;
      fireDue();
    },
  };
}
