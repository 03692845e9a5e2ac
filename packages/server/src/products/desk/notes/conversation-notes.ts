// What colleagues say to each other in the margin of a conversation. No participant of it ever sees them.
//
//   /v1/ConversationNotes?ConversationSid=CH…   Body, Kind (note, whisper), Author (for programs)
import { z } from 'zod';
import { BY_CREATION, list, removal, write } from '#http/operations.ts';
import { oneOf, sid } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { DeskNoteRow } from '#storage/schema/desk-data.ts';
import { addNote, noteFields, removeNote } from './notes.ts';

const conversation = { ConversationSid: sid('CH') };

function present(row: DeskNoteRow, { base }: { readonly base: string }) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    conversation_sid: row.subject,
    kind: row.kind,
    author: row.author,
    author_sid: row.author_sid,
    body: row.body,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/ConversationNotes/${row.sid}`,
  };
}

/** A conversation of the account, also one that is remembered only. */
async function requireConversation(db: Reader, accountSid: string, threadSid: string): Promise<void> {
  const thread = db
    .selectFrom('threads')
    .select('sid')
    .where('sid', '=', threadSid)
    .where('account_sid', '=', accountSid);
  const remembered = db
    .selectFrom('customer_conversations')
    .select('thread_sid as sid')
    .where('thread_sid', '=', threadSid)
    .where('account_sid', '=', accountSid);
  if ((await thread.unionAll(remembered).limit(1).executeTakeFirst()) === undefined) {
    throw notFound(`/Conversations/${threadSid}`);
  }
}

export const conversationNotes: Resource<DeskNoteRow> = {
  product: 'desk',
  path: '/v1/ConversationNotes',
  key: 'notes',
  present,
  create: write(
    z.object({ ...conversation, ...noteFields, Kind: oneOf(['note', 'whisper']).nullish() }),
    async (tx, call) => {
      const { ConversationSid: subject, Kind: kind } = call.input;
      await requireConversation(tx.db, call.accountSid, subject);
      return addNote(tx, call, { subject, kind: kind ?? 'note' });
    },
  ),
  list: list(
    z.object(conversation),
    async (db, call) => {
      const { ConversationSid: subject } = call.input;
      await requireConversation(db, call.accountSid, subject);
      const query = db
        .selectFrom('desk_notes')
        .selectAll()
        .where('account_sid', '=', call.accountSid)
        .where('subject', '=', subject)
        .where('kind', '<>', 'customer');
      return { query };
    },
    BY_CREATION,
  ),
  remove: removal((tx, call) => removeNote(tx, call, ({ kind }) => kind !== 'customer')),
};
