// A chat channel as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';

export function presentChannel(row: ThreadRow, { base }: Presentation) {
  const url = `${base}/v2/Services/${row.service_sid}/Channels/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    friendly_name: row.friendly_name,
    unique_name: row.unique_name,
    attributes: row.attributes,
    type: row.type,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    created_by: row.created_by,
    members_count: row.members_count,
    messages_count: row.messages_count,
    url,
    links: {
      members: `${url}/Members`,
      messages: `${url}/Messages`,
      invites: `${url}/Invites`,
      webhooks: `${url}/Webhooks`,
      last_message: null,
    },
  };
}
