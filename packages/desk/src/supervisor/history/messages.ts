// Messages of the past: found ones page by page, and the conversation around one of them.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Page, readPage } from '#desk/rest/pages.ts';
import { get } from '#desk/rest/request.ts';
import { type HistoryFilters, parametersOf } from './filters.ts';

const MESSAGES = '/desk/v1/Messages';
const PAGE = 50;
const PAGE_OF_CONVERSATION = 500;
/** Messages of one conversation that are read at most. */
const MOST = 5_000;

/** A found message. */
export interface FoundMessage {
  readonly sid: string;
  readonly conversation_sid: string | null;
  readonly index: number | null;
  readonly date_created: string;
  readonly channel: string;
  readonly author: string;
  readonly body: string | null;
  readonly customer: string | null;
  readonly customer_name: string | null;
  readonly agent: string | null;
}

/** A message of a conversation. */
export interface SaidMessage {
  readonly sid: string;
  readonly index: number;
  readonly author: string;
  readonly body: string | null;
  readonly date_created: string;
  readonly media: readonly { readonly filename: string | null }[] | null;
  readonly delivery: { readonly failed?: string; readonly undelivered?: string } | null;
}

interface ConversationRecord {
  readonly sid: string;
  readonly friendly_name: string | null;
  readonly state: string;
  /** JSON text. */
  readonly attributes: string;
  readonly date_created: string;
  readonly date_updated: string;
}

/** What was found, newest first; the next page begins after the last message of this one. */
export function useFound(filters: HistoryFilters) {
  return useInfiniteQuery({
    queryKey: ['history', filters],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<Page<FoundMessage>> =>
      pageParam === null
        ? readPage(MESSAGES, { ...parametersOf(filters), PageSize: PAGE }, signal)
        : readPage(pageParam, {}, signal),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

async function readSaid(conversationSid: string, signal: AbortSignal) {
  const path = `/conversations/v1/Conversations/${conversationSid}/Messages`;
  let page = await readPage<SaidMessage>(path, { PageSize: PAGE_OF_CONVERSATION }, signal);
  const items = [...page.items];
  while (page.next !== null && items.length < MOST) {
    page = await readPage<SaidMessage>(page.next, {}, signal);
    items.push(...page.items);
  }
  return { items, isCut: page.next !== null };
}

/** A conversation as it was, with all that was said in it. */
export function usePast(conversationSid: string) {
  return useQuery({
    queryKey: ['past', conversationSid],
    queryFn: async ({ signal }) => {
      const [conversation, said] = await Promise.all([
        get<ConversationRecord>(`/conversations/v1/Conversations/${conversationSid}`, {}, signal),
        readSaid(conversationSid, signal),
      ]);
      return { conversation, ...said };
    },
  });
}
