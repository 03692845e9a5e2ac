// How much room the window has.
import { useSyncExternalStore } from 'react';

/** The list, a conversation and the customer side by side. */
export const WIDE = '(min-width: 1200px)';
/** One page at a time. */
export const PHONE = '(max-width: 760px)';

/** Whether a media query holds at this moment. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
