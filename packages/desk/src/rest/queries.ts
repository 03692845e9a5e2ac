// Facts read over REST are kept by TanStack Query: shared between parts of the page, read again when they are stale.
import { QueryClient } from '@tanstack/react-query';
import { RequestError } from './request.ts';

/** What was read a moment ago need not be read again when another part of the page asks. */
const FRESH_MS = 10_000;

/** A refusal stays one; only what did not arrive is worth asking again. */
function mayTryAgain(failures: number, error: Error): boolean {
  const isRefusal = error instanceof RequestError && error.status >= 400 && error.status < 500;
  return !isRefusal && failures < 2;
}

/** The cache of this page. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: FRESH_MS, retry: mayTryAgain, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
