// Messages with files: which they can have, how both faces show them, who is told, and what goes with them.
import { beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../conversations/conversation-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { filesOf, type MediaDesk, type MediaRecord, openMediaDesk, refusal } from './media-fixture.ts';

describe.each(databases())('messages with files on $name', ({ create }) => {
  let server: TestServer;
  let desk: MediaDesk;
  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    desk = await openMediaDesk(server);
  });

  const conversation = async () => {
    const service = desk.client.conversations.v1.services(desk.serviceSid);
    const { sid } = await service.conversations.create({});
    return service.conversations(sid);
  };
  const record = async ({ url }: MediaRecord) =>
    (await (await fetch(url, { headers: desk.basic })).json()) as MediaRecord;

  it('show them in Conversations, beside a body', async () => {
    const file = await desk.file('Hello', '?Filename=hello.txt');
    const one = await conversation();
    const message = await one.messages.create({ author: 'anna', body: 'see', mediaSid: file.sid });
    const media = [{ sid: file.sid, size: 5, content_type: 'text/plain', filename: 'hello.txt' }];
    expect(message.body).toBe('see');
    expect(message.media).toEqual(media);
    expect((await one.messages(message.sid).fetch()).media).toEqual(media);
    expect((await one.messages.list())[0]!.media).toEqual(media);
    expect(await record(file)).toMatchObject({
      message_sid: message.sid,
      channel_sid: message.conversationSid,
    });
  });

  it.each(['twilio', 'twilio3'])(
    'show them in Programmable Chat as media messages, through %s',
    async (module) => {
      const file = await desk.file('Hello', '?Filename=hello.txt');
      const service = sdkClient(server.url, desk.account, module).chat.v2.services(desk.serviceSid);
      const { sid } = await service.channels.create({});
      const messages = service.channels(sid).messages;
      const message = await messages.create({ from: 'anna', mediaSid: file.sid });
      expect(message.type).toBe('media');
      expect(message.media).toEqual({
        sid: file.sid,
        size: 5,
        content_type: 'text/plain',
        filename: 'hello.txt',
      });
      const plain = await messages.create({ body: 'words' });
      expect([plain.type, plain.media]).toEqual(['text', null]);
      expect(await refusalOf(messages(message.sid).update({ body: 'other' }))).toMatchObject({ code: 50509 });
      const both = await desk.file();
      expect(await refusalOf(messages.create({ body: 'x', mediaSid: both.sid }))).toMatchObject({
        status: 400,
        code: 20001,
      });
    },
  );

  it('cannot have files that are unknown, of another service, sent before, or no files', async () => {
    const one = await conversation();
    const { sid: otherService } = await desk.client.conversations.v1.services.create({ friendlyName: 'x' });
    const elsewhere = (await (
      await fetch(`${server.url}/mcs/v1/Services/${otherService}/Media`, {
        method: 'POST',
        headers: { ...desk.basic, 'content-type': 'text/plain' },
        body: 'x',
      })
    ).json()) as MediaRecord;
    const stranger = await openMediaDesk(server);
    const used = await desk.file();
    await one.messages.create({ mediaSid: used.sid });
    const channel = desk.client.chat.v2.services(desk.serviceSid).channels((await one.fetch()).sid);
    for (const [mediaSid, status, code] of [
      [`ME${'0'.repeat(32)}`, 404, 50507],
      [elsewhere.sid, 404, 50507],
      [(await stranger.file()).sid, 404, 50507],
      [used.sid, 409, 50508],
      ['IM', 400, 50510],
      [`${used.sid}'`, 400, 50510],
    ] as const) {
      expect(await refusalOf(one.messages.create({ mediaSid }))).toMatchObject({ status, code });
      expect(await refusalOf(channel.messages.create({ mediaSid }))).toMatchObject({ status, code });
    }
    const next = await one.messages.create({ body: 'next' });
    expect(next.index).toBe(1);
  });

  it('share no file: of many that want it at once one gets it, and indexes stay gapless', async () => {
    const file = await desk.file();
    const one = await conversation();
    const two = await conversation();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_item, number) =>
        (number % 2 === 0 ? one : two).messages.create({ body: `${number}`, mediaSid: file.sid }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50508]));
    for (const place of [one, two]) {
      await place.messages.create({ body: 'last' });
      const indexes = (await place.messages.list()).map(({ index }) => index);
      expect(indexes).toEqual(indexes.map((_index, position) => position));
    }
  });

  it('keep what was sent, and take it with them when they go', async () => {
    const [kept, removed, gone] = [await desk.file('1'), await desk.file('2'), await desk.file('3')];
    const one = await conversation();
    await one.messages.create({ mediaSid: kept.sid });
    const message = await one.messages.create({ mediaSid: removed.sid });
    const other = await conversation();
    await other.messages.create({ mediaSid: gone.sid });
    await server.advance(25 * 3_600_000);
    expect((await record(kept)).sid).toBe(kept.sid);
    await one.messages(message.sid).remove();
    await other.remove();
    await server.settled();
    const files = await filesOf(server);
    expect(files).toContain(kept.sid);
    expect(files).not.toContain(removed.sid);
    expect(files).not.toContain(gone.sid);
    expect(await refusal(await fetch(removed.url, { headers: desk.basic }))).toBe('404/20404');
    await desk.client.conversations.v1.services(desk.serviceSid).remove();
    await server.settled();
    expect(await filesOf(server)).not.toContain(kept.sid);
  });

  it('lose a file that a program removes, and stay', async () => {
    const file = await desk.file('x');
    const one = await conversation();
    const message = await one.messages.create({ body: 'stays', mediaSid: file.sid });
    const user = await desk.token('anna');
    expect(await refusal(await fetch(file.url, { method: 'DELETE', headers: user }))).toBe('403/50107');
    expect((await fetch(file.url, { method: 'DELETE', headers: desk.basic })).status).toBe(204);
    await server.settled();
    const left = await one.messages(message.sid).fetch();
    expect([left.body, left.media]).toEqual(['stays', null]);
  });
});
