// Files between two browser clients: sent through the SDK, found at a temporary address, byte for byte.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { generationsOn } from './generations.ts';
import type { LiveClient, LiveThread, Raw } from './live-client.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

/** What the oldest package does by itself at `https://mcs.us1.twilio.com`, done at the server under test. */
async function fetchMedia(
  desk: ClientDesk,
  client: LiveClient,
  path: string,
  init: RequestInit,
): Promise<Raw> {
  const { mediaServiceUrl } = await client.raw.services.session.getSessionLinks();
  const headers = { ...init.headers, 'X-Twilio-Token': client.raw.token };
  const answer = await fetch(`${desk.server.url}/mcs${mediaServiceUrl}${path}`, { ...init, headers });
  expect(answer.status).toBeLessThan(300);
  return answer.json();
}

/** Sends a file, and resolves with the index of the message. */
async function send(desk: ClientDesk, client: LiveClient, thread: LiveThread, file: Buffer): Promise<number> {
  if (client.generation.module !== 'twilio-chat3') return thread.sendMedia('image/png', file, 'photo.png');
  const init = { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: new Uint8Array(file) };
  const media = await fetchMedia(desk, client, '', init);
  const command = { channelSid: thread.sid, mediaSid: media.sid, attributes: '{}' };
  return (await client.raw.services.session.addCommand('sendMediaMessage', command)).messageId;
}

/** The address under which a client finds a file. */
async function addressOf(desk: ClientDesk, client: LiveClient, media: Raw): Promise<string> {
  if (client.generation.module !== 'twilio-chat3') return media.getContentTemporaryUrl();
  return (await fetchMedia(desk, client, `/${media.sid}`, {})).links.content_direct_temporary;
}

describe.each(protocolDatabases())('files on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'parley-media-'));
    desk = await openDesk(create, { dataFolder });
  });
  afterAll(async () => {
    await desk.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  describe.each(generationsOn(database))('with $name', (generation) => {
    const isConversations = generation.words.thread === 'conversation';
    let ann: LiveClient;
    let bob: LiveClient;
    let mine: LiveThread;
    beforeAll(async () => {
      ann = await desk.connect(`ann of ${generation.name}`, { generation });
      bob = await desk.connect(`bob of ${generation.name}`, { generation });
      [mine] = await sharedThread(ann, bob);
    });

    it('arrive as they were sent', async () => {
      const bytes = randomBytes(200_000);
      const told = bob.until('messageAdded', ({ raw }) => raw.type === 'media');
      const index = await send(desk, ann, mine, bytes);
      const { raw } = await told;
      expect(raw.index).toBe(index);
      const media = raw.attachedMedia?.[0] ?? raw.media;
      expect(media).toMatchObject({ contentType: 'image/png', size: bytes.length });
      expect(media.sid).toMatch(/^ME[0-9a-f]{32}$/);
      const answer = await fetch(await addressOf(desk, bob, media));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    });

    it.runIf(isConversations)('are sent several at a time, with a text', async () => {
      const told = bob.until('messageAdded', ({ raw }) => raw.body === 'look');
      await mine.raw
        .prepareMessage()
        .setBody('look')
        .addMedia({ contentType: 'text/plain', filename: 'a.txt', media: Buffer.from('first') })
        .addMedia({ contentType: 'text/plain', filename: 'b.txt', media: Buffer.from('second') })
        .build()
        .send();
      const { raw } = await told;
      expect(raw.attachedMedia.map((media: Raw) => media.filename)).toEqual(['a.txt', 'b.txt']);
      const addresses = await raw.getTemporaryContentUrlsForAttachedMedia();
      const texts = await Promise.all(
        raw.attachedMedia.map(async (media: Raw) => (await fetch(addresses.get(media.sid))).text()),
      );
      expect(texts).toEqual(['first', 'second']);
    });
  });
});
