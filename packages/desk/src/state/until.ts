// Waiting until something is so.
import { type DeskState, deskState, store } from './store.ts';

/**
 * Resolves with what `look` finds in the state, as soon as it finds something; with null when it has not within
 * `patienceMs`.
 */
export function until<T extends object | true>(
  look: (state: DeskState) => T | null,
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<T | null> {
  const present = look(deskState());
  if (present !== null) return Promise.resolve(present);
  return new Promise((resolve) => {
    const settle = (found: T | null) => {
      clearTimeout(timer);
      unsubscribe();
      resolve(found);
    };
    const timer =
      patienceMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(() => settle(null), patienceMs);
    const unsubscribe = store.subscribe(() => {
      const found = look(deskState());
      if (found !== null) settle(found);
    });
  });
}
