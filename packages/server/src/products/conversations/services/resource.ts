// The Service resource of Conversations: the same services as those of Programmable Chat.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { createService, findService, listServices, removeService, requireService } from '#threads/threads.ts';

function presentService(row: ChatServiceRow, { base }: Presentation) {
  const url = `${base}/v1/Services/${row.sid}`;
  return {
    account_sid: row.account_sid,
    sid: row.sid,
    friendly_name: row.friendly_name,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: {
      conversations: `${url}/Conversations`,
      users: `${url}/Users`,
      roles: `${url}/Roles`,
      bindings: `${url}/Bindings`,
      configuration: `${url}/Configuration`,
      participant_conversations: `${url}/ParticipantConversations`,
      conversation_with_participants: `${url}/ConversationWithParticipants`,
    },
  };
}

export const services: Resource<ChatServiceRow> = {
  product: 'conversations',
  path: '/v1/Services',
  key: 'services',
  present: presentService,
  create: write(z.object({ FriendlyName: text(256) }), (tx, { accountSid, input }) =>
    createService(tx, { accountSid, friendlyName: input.FriendlyName }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: listServices(db, accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findService(db, accountSid, params['Sid']!)),
  remove: removal(async (tx, { accountSid, params }) =>
    removeService(tx, await requireService(tx.db, accountSid, params['Sid']!)),
  ),
};
