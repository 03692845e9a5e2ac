// What the server knows of a customer.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { readAll, readPage } from '#desk/rest/pages.ts';
import { get, RequestError } from '#desk/rest/request.ts';

/** A customer who was in touch. */
export interface CustomerRecord {
  readonly address: string;
  readonly name: string | null;
  readonly first_contact: string | null;
  readonly last_contact: string | null;
  readonly conversations_count: number;
  readonly addresses: readonly string[];
}

/** Somebody the server does not know is a stranger and no failure. */
async function orStranger<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

/** The path of a customer. */
export function customerPath(address: string): string {
  return `/desk/v1/Customers/${encodeURIComponent(address)}`;
}

/** The customer with an address; null for a stranger. */
export function useCustomer(address: string | null) {
  return useQuery({
    queryKey: ['customers', 'record', address],
    enabled: address !== null,
    queryFn: ({ signal }) => orStranger(get<CustomerRecord>(customerPath(address ?? ''), {}, signal)),
  });
}

/** What a customer said of hearing from one of our addresses. */
export interface Consent {
  readonly sid: string;
  readonly contact: string;
  readonly sender: string;
  readonly status: 'opt-in' | 'opt-out';
  readonly word: string | null;
  readonly date_of_consent: string;
}

/** Consents of all addresses of a customer, refusals first. */
export function useConsents(addresses: readonly string[]) {
  return useQuery({
    queryKey: ['consents', addresses],
    enabled: addresses.length > 0,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        addresses.map((Contact) =>
          readAll<Consent>('/messaging/v1/Consents', { Contact }, signal, { most: 100 }),
        ),
      );
      const refusedFirst = ({ status }: Consent) => (status === 'opt-out' ? 0 : 1);
      return lists.flat().toSorted((one, other) => refusedFirst(one) - refusedFirst(other));
    },
  });
}

/** A conversation there was, or is. */
export interface EarlierConversation {
  readonly conversation_sid: string;
  readonly channel: string;
  readonly our_address: string | null;
  readonly state: string;
  readonly task_sid: string | null;
  readonly agent: string | null;
  readonly disposition: string | null;
  readonly last_message: string | null;
  readonly last_message_at: string | null;
  readonly date_created: string;
  readonly date_closed: string | null;
}

const PAGE_SIZE = 6;

/** Conversations with a customer, newest first, a page at a time. */
export function useEarlierConversations(address: string | null) {
  return useInfiniteQuery({
    queryKey: ['customers', 'conversations', address],
    enabled: address !== null,
    initialPageParam: null as string | null,
    queryFn: async ({ signal, pageParam }) => {
      const path = pageParam ?? `${customerPath(address ?? '')}/Conversations`;
      const size = pageParam === null ? { PageSize: PAGE_SIZE } : {};
      const page = await orStranger(readPage<EarlierConversation>(path, size, signal));
      return page ?? { items: [], next: null };
    },
    getNextPageParam: ({ next }) => next,
  });
}

/** A note about a customer. */
export interface Note {
  readonly sid: string;
  readonly author: string;
  readonly author_sid: string | null;
  readonly body: string;
  readonly date_created: string;
}

/** Notes about a customer, newest first; null for a stranger, about whom none can be kept. */
export function useNotes(address: string | null) {
  return useQuery({
    queryKey: ['customers', 'notes', address],
    enabled: address !== null,
    queryFn: ({ signal }) => orStranger(readAll<Note>(`${customerPath(address ?? '')}/Notes`, {}, signal)),
  });
}
