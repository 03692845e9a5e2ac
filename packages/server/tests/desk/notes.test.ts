// Notes of colleagues: about customers, and in the margin of conversations, where no participant sees them.
import { beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { freshNumber, Office } from './desk-data-fixture.ts';

describe.each(databases())('notes on $name', ({ create }) => {
  let server: TestServer;
  let office: Office;
  let customer: string;
  let conversation: string;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    office = new Office(server, await server.addAccount());
    customer = freshNumber();
    const own = freshNumber();
    await office.ownNumber(own);
    conversation = await office.conversation(customer, own);
    await server.settled();
  });

  it('are kept of a customer, whatever channel the address is spelled for, newest first', async () => {
    const path = `/desk/v1/Customers/${encodeURIComponent(customer)}/Notes`;
    const first = await office.make(path, { Body: 'Prefers mornings', Author: 'Ann' });
    expect(first).toMatchObject({
      sid: expect.stringMatching(/^NT/),
      customer,
      author: 'Ann',
      author_sid: null,
      body: 'Prefers mornings',
    });
    await office.make(`/desk/v1/Customers/whatsapp:${encodeURIComponent(customer)}/Notes`, {
      Body: 'Polite',
    });
    expect(await office.list(path, {}, 'body')).toEqual(['Polite', 'Prefers mornings']);
    expect((await office.send('DELETE', `${path}/${first.sid}`)).status).toBe(204);
    expect(await office.list(path, {}, 'author')).toEqual(['system']);
    expect((await office.send('POST', '/desk/v1/Customers/%2B14155550000/Notes', { Body: 'x' })).status).toBe(
      404,
    );
  });

  it('stand in the margin of a conversation, and are no messages of it', async () => {
    const path = '/desk/v1/ConversationNotes';
    const whisper = await office.make(path, {
      ConversationSid: conversation,
      Body: 'Offer a refund',
      Kind: 'whisper',
      Author: 'Sue',
    });
    await office.make(path, { ConversationSid: conversation, Body: 'Called back' });
    const { json } = await office.get(path, { ConversationSid: conversation });
    expect(json.notes.map(({ kind, body }: { kind: string; body: string }) => [kind, body])).toEqual([
      ['whisper', 'Offer a refund'],
      ['note', 'Called back'],
    ]);
    expect(whisper.conversation_sid).toBe(conversation);
    const messages = await office.get(`/conversations/v1/Conversations/${conversation}/Messages`);
    expect(messages.json.messages).toEqual([]);
    const noSuch = await office.get(path, { ConversationSid: `CH${'0'.repeat(32)}` });
    expect(noSuch.status).toBe(404);
  });

  it('are taken back by their author alone when people write them', async () => {
    const path = '/desk/v1/ConversationNotes';
    const note = await office.make(path, { ConversationSid: conversation, Body: 'x' });
    await server.context.database.transaction((tx) =>
      tx.db
        .updateTable('desk_notes')
        .set({ author_sid: `UA${'1'.repeat(32)}` })
        .where('sid', '=', note.sid)
        .execute(),
    );
    const stranger = new Office(server, await server.addAccount());
    expect((await stranger.send('DELETE', `${path}/${note.sid}`)).status).toBe(404);
    // A program has the rights of the whole account.
    expect((await office.send('DELETE', `${path}/${note.sid}`)).status).toBe(204);
  });
});
