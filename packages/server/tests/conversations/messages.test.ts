// Messages through the official SDK: indexes, order, pages, edits and removal.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { openDesk, refusalOf, treesOf } from './conversation-fixture.ts';

describe.each(databases())('messages on $name', ({ create }) => {
  let server: TestServer;

  useServer(create, (started) => {
    server = started;
  });

  it('says, finds, edits and removes messages in both trees', async () => {
    const desk = await openDesk(server);
    for (const { tree } of await treesOf(desk)) {
      const { sid } = await tree.conversations.create({ uniqueName: 'order' });
      const one = tree.conversations(sid);
      const anna = await one.participants.create({ identity: 'anna' });
      const said = await one.messages.create({ author: 'anna', body: 'Hello', attributes: '{"a":1}' });
      expect(said).toMatchObject({
        index: 0,
        author: 'anna',
        body: 'Hello',
        participantSid: anna.sid,
        attributes: '{"a":1}',
        media: null,
        delivery: null,
        contentSid: null,
        links: { delivery_receipts: `${said.url}/Receipts`, channel_metadata: `${said.url}/ChannelMetadata` },
      });
      const byName = await tree.conversations('order').messages.create({});
      expect(byName).toMatchObject({ index: 1, author: 'system', body: null, participantSid: null });
      expect((await one.messages(said.sid).fetch()).sid).toBe(said.sid);
      const edited = await one.messages(said.sid).update({ body: 'Hello!' });
      expect(edited).toMatchObject({ body: 'Hello!', author: 'anna', attributes: '{"a":1}' });
      await one.messages(said.sid).remove();
      expect(await refusalOf(one.messages(said.sid).fetch())).toMatchObject({ code: 20404 });
      expect((await one.messages.list()).map(({ index }) => index)).toEqual([1]);
    }
  });

  it('shows who edited a message to Programmable Chat, where the same messages are', async () => {
    const desk = await openDesk(server);
    const made = await desk.v1.conversations.create();
    const one = desk.v1.conversations(made.sid);
    const { sid } = await one.messages.create({ body: 'first', subject: 'About it' });
    const { messages } = desk.client.chat.v2.services(made.chatServiceSid).channels(made.sid);
    expect(await messages.list()).toMatchObject([
      { sid, body: 'first', wasEdited: false, lastUpdatedBy: null },
    ]);
    await one.messages(sid).update({ body: 'second' });
    expect(await messages.list()).toMatchObject([
      { body: 'second', wasEdited: true, lastUpdatedBy: 'system' },
    ]);
    await messages.create({ body: 'third', from: 'ben' });
    expect((await one.messages.list()).map(({ author, index }) => [author, index])).toEqual([
      ['system', 0],
      ['ben', 1],
    ]);
  });

  it('gives 100 parallel posts the indexes 0 to 99, and never gives one again', async () => {
    const { v1 } = await openDesk(server);
    const one = v1.conversations((await v1.conversations.create()).sid);
    const said = await Promise.all(
      Array.from({ length: 100 }, (_, at) => one.messages.create({ body: `message ${at}` })),
    );
    const indexes = said.map(({ index }) => index).sort((a, b) => a - b);
    expect(indexes).toEqual(Array.from({ length: 100 }, (_, at) => at));
    const last = said.find(({ index }) => index === 99)!;
    await one.messages(last.sid).remove();
    expect((await one.messages.create({ body: 'next' })).index).toBe(100);
  });

  it('lists in both orders, page by page, without skipping what comes meanwhile', async () => {
    const { v1 } = await openDesk(server);
    const one = v1.conversations((await v1.conversations.create()).sid);
    for (let at = 0; at < 7; at += 1) await one.messages.create({ body: `${at}` });
    const bodies = async (order: 'asc' | 'desc') =>
      (await one.messages.list({ order, pageSize: 3 })).map(({ body }) => Number(body));
    expect(await bodies('asc')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await bodies('desc')).toEqual([6, 5, 4, 3, 2, 1, 0]);
    const first = await one.messages.page({ order: 'desc', pageSize: 3 });
    await one.messages.create({ body: 'late' });
    const second = (await first.nextPage())!;
    expect(second.instances.map(({ body }) => body)).toEqual(['3', '2', '1']);
    expect((await second.previousPage())!.instances.map(({ body }) => body)).toEqual(['6', '5', '4']);
  });

  it('refuses what it cannot keep, each with its code', async () => {
    const { v1 } = await openDesk(server);
    const one = v1.conversations((await v1.conversations.create()).sid);
    const refused = (options: Record<string, string>) => refusalOf(one.messages.create(options));
    expect(await refused({ body: 'x'.repeat(32_769) })).toMatchObject({ code: 50501 });
    expect(await refused({ attributes: '{' })).toMatchObject({ code: 50304 });
    expect(await refused({ attributes: JSON.stringify('x'.repeat(4_096)) })).toMatchObject({ code: 50303 });
    const nobodys = `HX${'0'.repeat(32)}`;
    expect(await refused({ contentSid: 'HX1' })).toMatchObject({ code: 50526 });
    expect(await refused({ contentSid: nobodys })).toMatchObject({ code: 50526, status: 400 });
    expect(await refused({ contentSid: nobodys, contentVariables: '[1]' })).toMatchObject({ code: 50527 });
    expect(await refused({ contentVariables: '{"1":"Anna"}' })).toMatchObject({ code: 50528 });
    expect(await one.messages.list()).toEqual([]);
    expect((await one.messages.create({ body: 'x'.repeat(32_768) })).index).toBe(0);
  });

  it('keeps the template of a message in place of its body', async () => {
    const { v1, client } = await openDesk(server);
    const one = v1.conversations((await v1.conversations.create()).sid);
    const greeting = { language: 'en', types: { 'twilio/text': { body: 'Hello {{1}}' } } };
    const { sid: contentSid } = await client.content.v1.contents.create(greeting as never);
    const said = await one.messages.create({ contentSid, contentVariables: '{"1":"Anna"}', body: 'ignored' });
    expect(said).toMatchObject({ contentSid, body: null });
  });

  it('refuses a post to a conversation of another service or account', async () => {
    const desk = await openDesk(server);
    const [first, second] = await treesOf(desk);
    const { sid } = await first!.tree.conversations.create();
    const refused = { code: 20404, status: 404 };
    expect(await refusalOf(second!.tree.conversations(sid).messages.create({ body: 'x' }))).toMatchObject(
      refused,
    );
    const stranger = await openDesk(server);
    expect(await refusalOf(stranger.v1.conversations(sid).messages.create({ body: 'x' }))).toMatchObject(
      refused,
    );
    expect((await first!.tree.conversations(sid).messages.create({ body: 'y' })).index).toBe(0);
  });

  it('keeps an imported date', async () => {
    const { v1 } = await openDesk(server);
    const one = v1.conversations((await v1.conversations.create()).sid);
    const said = await one.messages.create({ body: 'old', dateCreated: new Date('2020-01-02T03:04:05Z') });
    expect(said.dateCreated.toISOString()).toBe('2020-01-02T03:04:05.000Z');
  });

  it('is the same through the SDK of the year 2022', async () => {
    const { account } = await openDesk(server);
    const { conversations } = sdkClient(server.url, account, 'twilio3').conversations;
    const { sid } = await conversations.create();
    const { messages } = conversations(sid);
    const said = await messages.create({ author: 'anna', body: 'one' });
    await messages.create({ body: 'two' });
    expect((await messages.list({ order: 'desc' })).map(({ body }) => body)).toEqual(['two', 'one']);
    expect((await conversations(sid).messages(said.sid).update({ body: 'uno' })).body).toBe('uno');
  });
});
