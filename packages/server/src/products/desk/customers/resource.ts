// Customers, as far as they were ever in touch, and the conversations there were with them.
//
//   /v1/Customers?Query=                     found by the beginnings of names and addresses, newest contact first
//   /v1/Customers/{Address}                  who it is
//   /v1/Customers/{Address}/Conversations    over all channels and both generations, newest first
import { z } from 'zod';
import { list, read } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import { action, type Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { CustomerConversationRow, CustomerRow } from '#storage/schema/desk-data.ts';
import { findCustomers } from './find-customers.ts';
import { addressesOf, consentsOf } from './reachability.ts';
import { findCustomer, requireCustomer } from './require-customer.ts';

/** Characters of the last message that are shown of a conversation. */
const PREVIEW = 160;

interface Based {
  readonly base: string;
}

function presentCustomer(row: CustomerRow, { base }: Based) {
  const url = `${base}/v1/Customers/${encodeURIComponent(row.address)}`;
  return {
    account_sid: row.account_sid,
    address: row.address,
    name: row.name,
    first_contact: isoDate(row.first_contact),
    last_contact: isoDate(row.last_contact),
    conversations_count: row.conversations_count,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { conversations: `${url}/Conversations`, notes: `${url}/Notes` },
  };
}

export const customers: Resource<CustomerRow> = {
  product: 'desk',
  path: '/v1/Customers',
  key: 'customers',
  present: presentCustomer,
  list: list(
    z.object({ Query: text(256).nullish() }),
    async (db, { accountSid, input }) => ({ query: await findCustomers(db, accountSid, input.Query ?? '') }),
    [
      { column: 'customers.last_contact', direction: 'desc' },
      { column: 'customers.address', direction: 'desc' },
    ],
  ),
};

export const customer = action(
  { product: 'desk', method: 'GET', path: '/v1/Customers/{Address}' },
  read(async (db, call) => {
    const row = await findCustomer(db, call);
    if (row === undefined) return undefined;
    const addresses = await addressesOf(db, row);
    return { row, addresses, consents: await consentsOf(db, row, addresses) };
  }),
  ({ row, addresses, consents }, presentation) => ({
    ...presentCustomer(row, presentation),
    addresses,
    opted_out: consents.some(({ status }) => status === 'opt-out'),
    consents: consents.map((consent) => ({
      address: consent.customer_address,
      sender: consent.sender,
      opted_out: consent.status === 'opt-out',
      source: consent.source,
      date_updated: isoDate(consent.date_updated),
    })),
  }),
);

type Remembered = CustomerConversationRow & { last_message: string | null; last_message_at: number | null };

function presentConversation(row: Remembered) {
  return {
    account_sid: row.account_sid,
    conversation_sid: row.thread_sid,
    service_sid: row.service_sid,
    channel: row.channel,
    customer: row.address,
    customer_address: row.customer_address,
    our_address: row.our_address,
    state: row.state,
    task_sid: row.task_sid,
    worker_sid: row.worker_sid,
    agent: row.agent_name,
    disposition: row.disposition,
    last_message: row.last_message === null ? null : [...row.last_message].slice(0, PREVIEW).join(''),
    last_message_at: isoDate(row.last_message_at),
    date_created: isoDate(row.date_created),
    date_closed: isoDate(row.date_closed),
    date_updated: isoDate(row.date_updated),
  };
}

export const customerConversations: Resource<Remembered> = {
  product: 'desk',
  path: '/v1/Customers/{Address}/Conversations',
  key: 'conversations',
  present: presentConversation,
  list: list(
    z.object({}),
    async (db, call) => {
      const { address } = await requireCustomer(db, call);
      const query = db
        .selectFrom('customer_conversations')
        .selectAll('customer_conversations')
        .select((eb) => {
          const last = eb
            .selectFrom('messages')
            .whereRef('messages.thread_sid', '=', 'customer_conversations.thread_sid')
            .orderBy('messages.message_index', 'desc')
            .limit(1);
          return [
            last.select('messages.body').as('last_message'),
            last.select('messages.date_created').as('last_message_at'),
          ];
        })
        .where('customer_conversations.account_sid', '=', call.accountSid)
        .where('customer_conversations.address', '=', address);
      return { query };
    },
    [
      { column: 'customer_conversations.date_created', direction: 'desc' },
      { column: 'customer_conversations.thread_sid', direction: 'desc' },
    ],
  ),
};
