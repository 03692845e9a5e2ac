// A long conversation, written where messages are kept: ten thousand texts through carriers would take too long.

import type { Context } from '../../packages/server/src/context.ts';
import { newSid } from '../../packages/server/src/kernel/sid.ts';

const MINUTE = 60_000;
const ROWS_A_STATEMENT = 500;

/** Messages of an agent and a customer in turn, from one line to four. */
export async function fillConversation(
  { database }: Context,
  threadSid: string,
  authors: { readonly agent: string; readonly customer: string },
  count: number,
): Promise<void> {
  await database.transaction(async ({ db, now }) => {
    const thread = await db
      .selectFrom('threads')
      .select(['account_sid', 'service_sid', 'next_index'])
      .where('sid', '=', threadSid)
      .executeTakeFirstOrThrow();
    const rows = Array.from({ length: count }, (_, place) => ({
      sid: newSid('IM'),
      account_sid: thread.account_sid,
      service_sid: thread.service_sid,
      thread_sid: threadSid,
      message_index: thread.next_index + place,
      author: place % 3 === 0 ? authors.agent : authors.customer,
      body: `Message ${place}. ${'Words that fill a line or two. '.repeat(place % 7)}`,
      attributes: '{}',
      last_updated_by: null,
      was_edited: 0,
      subject: null,
      content_sid: null,
      content_variables: null,
      media: null,
      participant_sid: null,
      channel_message_sid: null,
      date_created: now - (count - place) * MINUTE,
      date_updated: now - (count - place) * MINUTE,
    }));
    for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
      await db
        .insertInto('messages')
        .values(rows.slice(from, from + ROWS_A_STATEMENT) as never)
        .execute();
    }
    await db
      .updateTable('threads')
      .set({ next_index: thread.next_index + count })
      .where('sid', '=', threadSid)
      .execute();
  });
}
