// What the account has to write with: addresses, services, templates, and where work can go.
import { useQuery } from '@tanstack/react-query';
import { readAll } from '#desk/rest/pages.ts';
import type { NamedRecord, TemplateRecord } from '#desk/rest/records.ts';
import { get, RequestError } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';
import type { OwnAddresses } from './senders.ts';

/** Set-up changes rarely while somebody writes. */
const SETTLED_MS = 5 * 60_000;

interface NumberRow {
  readonly phone_number: string;
  readonly friendly_name: string;
}

interface SenderRow {
  readonly sender_id: string;
  readonly status: string;
  readonly friendly_name: string | null;
}

async function readAddresses(accountSid: string, signal: AbortSignal): Promise<OwnAddresses> {
  const numbersPath = `/api/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`;
  const [numbers, senders, services] = await Promise.all([
    readAll<NumberRow>(numbersPath, {}, signal, { key: 'incoming_phone_numbers' }),
    readAll<SenderRow>('/messaging/v2/Channels/Senders', {}, signal),
    readAll<NamedRecord>('/messaging/v1/Services', {}, signal),
  ]);
  return {
    addresses: [
      ...numbers.map((row) => ({ address: row.phone_number, name: row.friendly_name })),
      ...senders
        .filter(({ status }) => status.startsWith('ONLINE'))
        .map((row) => ({ address: row.sender_id, name: row.friendly_name ?? '' })),
    ],
    services: services.map(({ sid, friendly_name: name }) => ({ sid, name })),
  };
}

/** Our addresses and messaging services. */
export function useOwnAddresses() {
  const accountSid = useDesk((state) => state.session.user?.accountSid ?? '');
  return useQuery({
    queryKey: ['own-addresses', accountSid],
    queryFn: ({ signal }) => readAddresses(accountSid, signal),
    staleTime: SETTLED_MS,
  });
}

/** Queues and workflows of the agent's workspace. */
export function useRoutes() {
  const workspaceSid = useDesk((state) => state.session.user?.workspaceSid ?? null);
  return useQuery({
    queryKey: ['routes', workspaceSid],
    enabled: workspaceSid !== null,
    queryFn: async ({ signal }) => {
      const workspace = `/taskrouter/v1/Workspaces/${workspaceSid}`;
      const [queues, workflows] = await Promise.all([
        readAll<NamedRecord>(`${workspace}/TaskQueues`, {}, signal),
        readAll<NamedRecord>(`${workspace}/Workflows`, {}, signal),
      ]);
      return { queues, workflows };
    },
    staleTime: SETTLED_MS,
  });
}

/** All templates. */
export function useTemplates() {
  return useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => readAll<TemplateRecord>('/content/v1/ContentAndApprovals', {}, signal),
    staleTime: SETTLED_MS,
  });
}

/** A customer who was in touch before. */
export interface KnownCustomer {
  readonly address: string;
  readonly name: string | null;
  readonly last_contact: string | null;
  readonly conversations_count: number;
}

/** What is not there, or not for this role, is nothing found. */
function orNothing<T>(nothing: T) {
  return (error: unknown): T => {
    if (error instanceof RequestError && (error.status === 404 || error.status === 501)) return nothing;
    throw error;
  };
}

/** Customers whose name or address begins like this, newest contact first. */
export function useCustomersLike(query: string) {
  return useQuery({
    queryKey: ['customers', 'like', query],
    queryFn: ({ signal }) =>
      get<{ customers?: readonly KnownCustomer[] }>(
        '/desk/v1/Customers',
        { Query: query, PageSize: 8 },
        signal,
      ).then(({ customers }) => customers ?? [], orNothing<readonly KnownCustomer[]>([])),
    placeholderData: (before) => before,
  });
}

/** The customer with an address; null for somebody new. */
export function useKnownCustomer(address: string | null) {
  return useQuery({
    queryKey: ['customers', 'one', address],
    enabled: address !== null,
    queryFn: ({ signal }) =>
      get<KnownCustomer>(`/desk/v1/Customers/${encodeURIComponent(address ?? '')}`, {}, signal).then(
        (customer): KnownCustomer | null => customer,
        orNothing<KnownCustomer | null>(null),
      ),
  });
}
