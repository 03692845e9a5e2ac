// The look before sending: what the server says of a message that is not sent yet.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { post } from '#desk/rest/request.ts';
import { type OutboundWish, parametersOf } from '../wish.ts';
import { type Check, openFacts } from './check.ts';

/** Long enough that nobody asks at every key. */
const PAUSE_MS = 350;
/** How soon it is looked again while nobody has taken an open conversation. */
const UNDECIDED_MS = 2_000;

/** A value once it has stayed the same for a moment. */
export function useSettled<T>(value: T, key: string, wait = PAUSE_MS): T {
  const [settled, setSettled] = useState({ key, value });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ key, value }), wait);
    return () => clearTimeout(timer);
  }, [key, wait]);
  return settled.value;
}

/** What the look found of exactly this message; `checks` are those of the one before while it is under way. */
export interface Preflight {
  readonly checks: readonly Check[] | null;
  /** They are of this very message. */
  readonly isCurrent: boolean;
  readonly isLooking: boolean;
  readonly error: Error | null;
  readonly lookAgain: () => void;
}

/** Looks whenever the message changes and makes sense; null for one that does not yet. */
export function usePreflight(wish: OutboundWish | null): Preflight {
  const key = JSON.stringify(wish);
  const settled = useSettled(wish, key);
  const query = useQuery({
    queryKey: ['preflight', settled],
    enabled: settled !== null,
    queryFn: () =>
      post<{ checks: readonly Check[] }>('/outbound/v1/Conversations', {
        ...parametersOf(settled as OutboundWish),
        DryRun: true,
      }),
    placeholderData: (before) => before,
    staleTime: 2_000,
    gcTime: 30_000,
    // Somebody is about to have the customer: soon it is known who.
    refetchInterval: ({ state }) =>
      openFacts(state.data?.checks ?? [])?.agent === null ? UNDECIDED_MS : false,
  });
  const isSettled = JSON.stringify(settled) === key;
  return {
    checks: wish === null || settled === null ? null : (query.data?.checks ?? null),
    isCurrent: isSettled && !query.isPlaceholderData && query.data !== undefined && !query.isError,
    isLooking: wish !== null && (!isSettled || query.isFetching),
    error: wish === null ? null : query.error,
    lookAgain: () => void query.refetch(),
  };
}
