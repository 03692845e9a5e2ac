// The customer of a conversation of the past, as the history remembers him.
import { useQuery } from '@tanstack/react-query';
import { readAll } from '#desk/rest/pages.ts';
import { get, RequestError } from '#desk/rest/request.ts';

interface ParticipantRecord {
  readonly messaging_binding: { readonly address?: string | null } | null;
}

/** His name, or his address where no name is known. */
interface PastCustomer {
  readonly name: string;
  readonly address: string;
}

async function nameOf(address: string, signal: AbortSignal): Promise<string | null> {
  try {
    const path = `/desk/v1/Customers/${encodeURIComponent(address)}`;
    return (await get<{ name: string | null }>(path, {}, signal)).name;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

/** Null while he is sought, and for conversations without an address, as those of the web are. */
export function usePeople(conversationSid: string): PastCustomer | null {
  const { data } = useQuery({
    queryKey: ['past', conversationSid, 'people'],
    queryFn: async ({ signal }): Promise<PastCustomer | null> => {
      const path = `/conversations/v1/Conversations/${conversationSid}/Participants`;
      const people = await readAll<ParticipantRecord>(path, {}, signal);
      const address = people.map(({ messaging_binding: binding }) => binding?.address).find(Boolean);
      if (!address) return null;
      return { address, name: (await nameOf(address, signal)) || address };
    },
  });
  return data ?? null;
}
