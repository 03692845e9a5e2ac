// The messages of a conversation somebody reads who is not in it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { readPage } from '#desk/rest/pages.ts';

export interface ReadMessage {
  readonly sid: string;
  readonly index: number;
  readonly author: string | null;
  readonly body: string | null;
  readonly media: readonly { readonly sid: string; readonly filename: string | null }[] | null;
  readonly date_created: string;
}

const PAGE_SIZE = 50;

/** Read from the newest backwards, a page at a time. */
export function useMessages(conversationSid: string) {
  return useInfiniteQuery({
    queryKey: ['conversation-messages', conversationSid],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const path = pageParam ?? `/conversations/v1/Conversations/${conversationSid}/Messages`;
      return readPage<ReadMessage>(
        path,
        pageParam === null ? { PageSize: PAGE_SIZE, Order: 'desc' } : {},
        signal,
      );
    },
    getNextPageParam: ({ next }) => next,
  });
}
