// Files that customers send and get: kept, attached to what the contact centre has, and never run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { picture } from '#connectors/handset/busy-day/picture.ts';
import { freshNumber } from '../conversations/conversation-fixture.ts';
import { type MediaDesk, openMediaDesk } from '../media/media-fixture.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.isHit = true</script></svg>';

describe.each(databases())('files on phones on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let desk: MediaDesk;
  let own: string;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    // Only public networks may be called: what the server has itself it need not ask for.
    const media = { ...readConfig({}).media, maxBytes: 1_000_000 };
    server = await startServer(database.url, { webhookNetworks: 'public', media });
    desk = await openMediaDesk(server);
    own = (await desk.client.incomingPhoneNumbers.create({ phoneNumber: freshNumber() })).phoneNumber;
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  const handset = async (path: string, body: Record<string, unknown>) => {
    const answer = await fetch(`${server.url}/handset/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: desk.account.sid, ...body }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const upload = async (bytes: BodyInit, name: string, type: string, as = 'application/octet-stream') => {
    const query = new URLSearchParams({ account: desk.account.sid, phone: '+15550170001', name, type });
    const answer = await fetch(`${server.url}/handset/api/files?${query}`, {
      method: 'POST',
      headers: { 'content-type': as },
      body: bytes,
    });
    return { status: answer.status, body: await answer.json() };
  };
  const conversationWith = async (customer: string) => {
    const service = desk.client.conversations.v1.services(desk.serviceSid);
    const { sid } = await service.conversations.create({});
    await service.conversations(sid).participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': own,
    });
    return service.conversations(sid);
  };
  const media = (message: string, options: RequestInit = {}) =>
    fetch(
      `${server.url}/handset/api/media?${new URLSearchParams({ account: desk.account.sid, message, index: '0' })}`,
      options,
    );

  it('attaches what a customer sends to the message the contact centre has', async () => {
    const phone = freshNumber();
    const conversation = await conversationWith(phone);
    const bytes = picture('a test');
    const kept = await upload(new Uint8Array(bytes), 'lamp.png', 'image/png');
    expect(kept).toMatchObject({ status: 201, body: { name: 'lamp.png', size: bytes.length } });
    const typed = { phone, contact: own, body: 'Broken', files: [kept.body.id], id: 'with-a-file' };
    const sent = await handset('messages', typed);
    expect(sent).toMatchObject({ status: 201, body: { body: 'Broken' } });
    expect((await handset('messages', typed)).body.id).toBe(sent.body.id);
    await server.settled();
    const [message] = await conversation.messages.list();
    expect(message).toMatchObject({
      body: 'Broken',
      media: [{ filename: 'lamp.png', content_type: 'image/png', size: bytes.length }],
    });
    const content = await fetch(`${desk.address}/Media/${message!.media[0]!.sid}/Content`, {
      headers: desk.basic,
    });
    expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true);
    // A file is on one message only.
    expect((await handset('messages', { ...typed, id: 'another-text' })).status).toBe(404);
  });

  it('shows the files of agents by name and size, in types no browser runs', async () => {
    const phone = freshNumber();
    const conversation = await conversationWith(phone);
    const uploaded = await desk.upload(SVG, { type: 'image/svg+xml', query: '?Filename=logo.svg' });
    const { sid } = (await uploaded.json()) as { sid: string };
    await conversation.messages.create({ author: 'anna', mediaSid: sid });
    await server.settled();
    const query = new URLSearchParams({ account: desk.account.sid, phone, contact: own });
    const shown = await fetch(`${server.url}/handset/api/messages?${query}`);
    const [message] = ((await shown.json()) as { messages: { id: string; media: string[] }[] }).messages;
    expect(message!.media).toHaveLength(1);
    for (const method of ['HEAD', 'GET']) {
      const answer = await media(message!.id, { method });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
      expect(answer.headers.get('content-disposition')).toContain('attachment; filename="logo.svg"');
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      expect(answer.headers.get('content-length')).toBe(String(SVG.length));
      expect(await answer.text()).toBe(method === 'GET' ? SVG : '');
    }
  });

  it('shows no file of another account', async () => {
    const phone = freshNumber();
    const kept = await upload('plain', 'note.txt', 'text/plain');
    const sent = await handset('messages', { phone, contact: own, files: [kept.body.id] });
    const stranger = await server.addAccount();
    const query = new URLSearchParams({ account: stranger.sid, message: sent.body.id, index: '0' });
    expect((await fetch(`${server.url}/handset/api/media?${query}`)).status).toBe(404);
    expect((await media(sent.body.id)).status).toBe(200);
  });

  it('refuses files that are too large, empty, or sent as a page of another origin could', async () => {
    const { maxBytes } = server.context.config.media;
    expect((await upload(new Uint8Array(maxBytes + 1), 'big.bin', 'image/png')).status).toBe(413);
    expect((await upload('', 'empty.png', 'image/png')).status).toBe(400);
    expect((await upload('x', 'x.png', 'image/png', 'text/plain')).status).toBe(415);
  });
});
