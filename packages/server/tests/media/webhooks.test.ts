// What webhooks are told of messages with files, in the words of both generations.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { type MediaDesk, openMediaDesk } from './media-fixture.ts';

describe.each(databases())('webhooks of messages with files on $name', ({ create }) => {
  let server: TestServer;
  let desk: MediaDesk;
  let receiver: Receiver;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(async () => {
    desk = await openMediaDesk(server);
    receiver.requests.length = 0;
  });

  it('are told of the file in both generations', async () => {
    const service = desk.client.chat.v2.services(desk.serviceSid);
    await service.update({
      postWebhookUrl: receiver.url,
      webhookFilters: ['onMessageSent', 'onMediaMessageSent'],
    });
    const configuration = desk.client.conversations.v1.services(desk.serviceSid).configuration.webhooks();
    await configuration.update({ postWebhookUrl: receiver.url, filters: ['onMessageAdded'] });
    const file = await desk.file('Hello', '?Filename=hello.txt');
    const { sid } = await service.channels.create({});
    await desk.client.conversations.v1
      .services(desk.serviceSid)
      .conversations(sid)
      .messages.create({ author: 'anna', mediaSid: file.sid, xTwilioWebhookEnabled: 'true' });
    await server.settled();
    const told = Object.fromEntries(receiver.requests.map(({ form }) => [form['EventType'], form]));
    expect(told['onMediaMessageSent']).toMatchObject({
      MediaSid: file.sid,
      MediaContentType: 'text/plain',
      MediaFilename: 'hello.txt',
      MediaSize: '5',
    });
    expect(told['onMessageSent']).toBeUndefined();
    expect(Object.keys(told).sort()).toEqual(['onMediaMessageSent', 'onMessageAdded']);
    expect(JSON.parse(told['onMessageAdded']!['Media']!)).toEqual([
      { Category: 'media', Sid: file.sid, Filename: 'hello.txt', ContentType: 'text/plain', Size: 5 },
    ]);
  });
});
