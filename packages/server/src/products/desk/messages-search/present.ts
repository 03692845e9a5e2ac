// A message of the past as JSON.
import { isoDate } from '#kernel/dates.ts';
import type { FoundMessage } from './find-messages.ts';

/** The keys of a message, which are the columns of an export as well. */
export function presentFound(row: FoundMessage, { base }: { readonly base: string }) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    conversation_sid: row.thread_sid,
    index: row.message_index,
    date_created: isoDate(row.date_created),
    channel: row.channel,
    direction: row.direction,
    author: row.author,
    body: row.body,
    customer: row.customer,
    customer_name: row.customer_name,
    worker_sid: row.worker_sid,
    agent: row.agent_name,
    customer_url: row.customer === null ? null : `${base}/v1/Customers/${encodeURIComponent(row.customer)}`,
  };
}
