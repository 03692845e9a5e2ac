// Files between conversations and phones: links that carriers can follow, and files that come with texts.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveMessage } from '#delivery/delivery.ts';
import { receiveByBinding } from '#threads/threads.ts';
import { freshNumber } from '../conversations/conversation-fixture.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { filesOf, type MediaDesk, openMediaDesk } from './media-fixture.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

describe.each(databases())('files and phones on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let desk: MediaDesk;
  let own: string;
  let carrier: Server;
  let carrierUrl: string;
  let answering: Answering;
  let asked: string[];

  beforeEach(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url, { webhookNetworks: 'any' });
    desk = await openMediaDesk(server);
    own = (await desk.client.incomingPhoneNumbers.create({ phoneNumber: freshNumber() })).phoneNumber;
    asked = [];
    carrier = createServer((request, response) => {
      asked.push(request.url!);
      answering(request, response);
    });
    await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve));
    carrierUrl = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    carrier.closeAllConnections();
    carrier.close();
    await server.stop();
    await dispose();
  });

  const conversationWith = async (customer: string) => {
    const service = desk.client.conversations.v1.services(desk.serviceSid);
    const { sid } = await service.conversations.create({});
    const one = service.conversations(sid);
    await one.participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': own,
    });
    return one;
  };
  const comesIn = (from: string, body: string | null, mediaUrls: readonly string[]) =>
    server.context.database.transaction((tx) =>
      receiveMessage(
        tx,
        {
          accountSid: desk.account.sid,
          connector: 'handset',
          carrierMessageId: `${from} ${mediaUrls.join()}`,
          from,
          to: own,
          body,
          mediaUrls,
        },
        { handlers: [receiveByBinding] },
      ),
    );

  it('gives the carrier a link to what was sent, good for a day', async () => {
    const customer = freshNumber();
    const one = await conversationWith(customer);
    const file = await desk.file('for the customer', '?Filename=offer.txt');
    await one.messages.create({ author: 'anna', mediaSid: file.sid });
    await server.settled();
    const [sent] = await desk.client.messages.list({ to: customer });
    expect(sent).toMatchObject({ sid: expect.stringMatching(/^MM/), numMedia: '1', body: '' });
    const row = await server.context.database.read
      .selectFrom('carrier_messages')
      .select('media_urls')
      .where('sid', '=', sent!.sid)
      .executeTakeFirstOrThrow();
    const [link] = JSON.parse(row.media_urls!) as string[];
    expect(
      link!.startsWith(`${server.url}/mcs/v1/Services/${desk.serviceSid}/Media/${file.sid}/Content?`),
    ).toBe(true);
    expect(await (await fetch(link!)).text()).toBe('for the customer');
    await server.advance(24 * 3_600_000 + 1_000);
    expect((await fetch(link!)).status).toBe(403);
    const [message] = await one.messages.list();
    expect(message!.delivery).toMatchObject({ total: 1 });
  });

  it('says what came with a text at once, and has the files soon after', async () => {
    answering = (request, response) => {
      if (request.url === '/elsewhere/photo%20one.png') {
        response.writeHead(302, { location: '/real' }).end();
      } else response.writeHead(200, { 'content-type': 'image/PNG; x=y' }).end('bytes of a picture');
    };
    const customer = freshNumber();
    const one = await conversationWith(customer);
    const url = `${carrierUrl}/elsewhere/photo%20one.png`;
    await comesIn(customer, null, [url, 'ftp://nowhere/x', 'not a url']);
    const [before] = await one.messages.list();
    expect(before).toMatchObject({ author: customer, body: '', index: 0 });
    expect(before!.media).toHaveLength(1);
    await server.settled();
    const [after] = await one.messages.list();
    expect(after!.media).toEqual([
      { sid: before!.media[0].sid, size: 18, content_type: 'image/png', filename: 'photo one.png' },
    ]);
    const content = `${desk.address}/Media/${after!.media[0].sid}/Content`;
    expect(await (await fetch(content, { headers: desk.basic })).text()).toBe('bytes of a picture');
    const events = await server.context.database.read
      .selectFrom('events')
      .select('type')
      .where('subject_sid', '=', after!.sid)
      .orderBy('id')
      .execute();
    expect(events.map(({ type }) => type)).toEqual(['message.added', 'media.changed', 'message.updated']);
  });

  it('asks again while the carrier fails, and gives up on what it refuses', async () => {
    let isDown = true;
    answering = (request, response) => {
      if (request.url === '/gone') response.writeHead(410).end();
      else if (isDown) response.writeHead(500).end();
      else response.writeHead(200, { 'content-type': 'image/gif' }).end('GIF');
    };
    const customer = freshNumber();
    const one = await conversationWith(customer);
    await comesIn(customer, 'two files', [`${carrierUrl}/later`, `${carrierUrl}/gone`]);
    await server.settled();
    const content = async (position: number) => {
      const [message] = await one.messages.list();
      const url = `${desk.address}/Media/${message!.media[position].sid}/Content`;
      return fetch(url, { headers: desk.basic });
    };
    const waiting = await content(0);
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await content(1)).status).toBe(404);
    isDown = false;
    await server.advance(5_000);
    expect(await (await content(0)).text()).toBe('GIF');
    await server.advance(600_000);
    expect(asked.toSorted()).toEqual(['/gone', '/later', '/later']);
  });

  it('gives up on a carrier that never answers well, and forgets files whose message is gone', async () => {
    answering = (_request, response) => response.writeHead(503).end();
    const customer = freshNumber();
    const one = await conversationWith(customer);
    await comesIn(customer, 'x', [`${carrierUrl}/never`]);
    for (let round = 0; round < 8; round += 1) await server.advance(600_000);
    expect(asked).toHaveLength(5);
    await comesIn(customer, 'y', [`${carrierUrl}/dropped`]);
    const messages = await one.messages.list();
    await one.messages(messages.at(-1)!.sid).remove();
    answering = (_request, response) => response.writeHead(200).end('late');
    await server.advance(600_000);
    expect(await filesOf(server)).toEqual([]);
  });

  it('fetches nothing from private networks where webhooks may not go there', async () => {
    const { url } = server;
    await server.stop();
    void url;
    const database = await create();
    const guarded = await startServer(database.url, { webhookNetworks: 'public' });
    const before = { server, desk, own };
    try {
      answering = (_request, response) => response.writeHead(200).end('secret');
      server = guarded;
      desk = await openMediaDesk(guarded);
      own = (await desk.client.incomingPhoneNumbers.create({ phoneNumber: freshNumber() })).phoneNumber;
      const customer = freshNumber();
      await conversationWith(customer);
      await comesIn(customer, 'x', [`${carrierUrl}/metadata`]);
      await guarded.settled();
      expect(asked).toEqual([]);
    } finally {
      await guarded.stop();
      await database.dispose();
      ({ server, desk, own } = before);
      server = { ...server, stop: async () => {} };
    }
  });
});
