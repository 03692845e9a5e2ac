// The simulated phone network behind the page /handset.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNumber, api, handset, OWN, textsOn } from '../messaging/setup.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let phones = 0;
const newPhone = () => `+1555012${String(1_000 + phones++)}`;

describe.each(databases())('the handset on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  const text = async (to: string, body: string) => {
    const answer = await api(server, 'POST', 'Messages.json', { To: to, From: OWN, Body: body });
    await server.settled();
    return answer.body.sid as string;
  };
  const statusOf = async (sid: string) => {
    const { body } = await api(server, 'GET', `Messages/${sid}.json`);
    return [body.status, body.error_code];
  };

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    await addNumber(server);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('makes a phone of a number that was never seen', async () => {
    const phone = newPhone();
    const sid = await text(phone, 'Hello there');
    expect(await statusOf(sid)).toEqual(['delivered', null]);
    const { body } = await handset(server, 'phones');
    expect(body.account).toBe(server.account.sid);
    expect(body.phones.find((entry: { address: string }) => entry.address === phone)).toMatchObject({
      behaviour: 'normal',
      last: { body: 'Hello there', direction: 'incoming', contact: OWN },
    });
    expect(body.contacts).toContainEqual({
      address: OWN,
      channel: 'sms',
      display: '+1 555 010 0001',
      number: '+1 555 010 0001',
      name: '(555) 010-0001',
      isAnswered: false,
    });
    const threads = await handset(server, `threads?phone=${encodeURIComponent(phone)}`);
    expect(threads.body.threads).toHaveLength(1);
  });

  it('adds a phone by a number as people write it', async () => {
    const added = await handset(server, 'phones', { address: ' +1 (555) 013-0001 ' });
    expect(added).toMatchObject({
      status: 201,
      body: { address: '+15550130001', display: '+1 555 013 0001' },
    });
    expect((await handset(server, 'phones', { address: '+15550130001' })).status).toBe(201);
  });

  it('hands what is typed to the contact centre, once for each id', async () => {
    const phone = newPhone();
    const typed = { phone, contact: OWN, body: 'Is anyone there?', id: 'typed-once-1' };
    const [first, second] = await Promise.all([
      handset(server, 'messages', typed),
      handset(server, 'messages', typed),
    ]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.id).toBe(second.body.id);
    expect(await textsOn(server, phone)).toEqual(['Is anyone there?']);
    const { body } = await api(server, 'GET', 'Messages.json', { From: phone });
    expect(body.messages).toMatchObject([
      { direction: 'inbound', status: 'received', body: 'Is anyone there?' },
    ]);
  });

  it('lets a phone fail with the code it is given', async () => {
    const phone = newPhone();
    await handset(server, 'phones', { address: phone });
    await handset(server, 'behaviour', { address: phone, behaviour: 'fail', errorCode: 30005 });
    const sid = await text(phone, 'lost');
    expect(await statusOf(sid)).toEqual(['undelivered', 30005]);
    expect(await textsOn(server, phone)).toEqual([]);
  });

  it('lets a slow phone get its texts later, and all at once when it is slow no more', async () => {
    const phone = newPhone();
    await handset(server, 'phones', { address: phone });
    await handset(server, 'behaviour', { address: phone, behaviour: 'slow', delaySeconds: 30 });
    const first = await text(phone, 'one');
    await server.advance(20_000);
    const second = await text(phone, 'two');
    expect(await textsOn(server, phone)).toEqual([]);
    expect(await statusOf(first)).toEqual(['sent', null]);
    await server.advance(10_000);
    expect(await textsOn(server, phone)).toEqual(['one']);
    expect(await statusOf(first)).toEqual(['delivered', null]);
    expect(await statusOf(second)).toEqual(['sent', null]);
    await handset(server, 'behaviour', { address: phone, behaviour: 'normal' });
    await server.settled();
    expect(await textsOn(server, phone)).toEqual(['one', 'two']);
    expect(await statusOf(second)).toEqual(['delivered', null]);
  });

  it('shows a long thread a page at a time', async () => {
    const phone = newPhone();
    for (let n = 0; n < 5; n += 1) await text(phone, `${n}`);
    const query = `phone=${encodeURIComponent(phone)}&contact=${encodeURIComponent(OWN)}&limit=2`;
    const last = (await handset(server, `messages?${query}`)).body;
    expect([last.messages.map((message: { body: string }) => message.body), last.hasEarlier]).toEqual([
      ['3', '4'],
      true,
    ]);
    const earlier = (await handset(server, `messages?${query}&before=${last.messages[0].id}`)).body;
    expect(earlier.messages.map((message: { body: string }) => message.body)).toEqual(['1', '2']);
  });

  it.each([
    ['phones', { address: 'nonsense' }, 400],
    ['phones', {}, 400],
    ['phones', { address: 42 }, 400],
    ['phones', { address: '+15550130001', account: 'AC00000000000000000000000000000000' }, 404],
    ['phones', { address: '+15550130001', account: 'x' }, 400],
    ['behaviour', { address: '+15550139999', behaviour: 'slow' }, 404],
    ['behaviour', { address: '+15550130001', behaviour: 'explode' }, 400],
    ['behaviour', { address: '+15550130001', behaviour: 'slow', delaySeconds: 0 }, 400],
    ['behaviour', { address: '+15550130001', behaviour: 'fail', errorCode: 1 }, 400],
    ['behaviour', { address: '+15550130001', channelErrorCode: 30_003 }, 400],
    ['behaviour', { address: '+15550130001', failNext: 101 }, 400],
    ['look', { phone: '+15550130001' }, 400],
    ['messages', { phone: '+15550130001', contact: OWN, files: ['ME1'] }, 400],
    ['messages', { phone: '+15550130001', contact: OWN, files: [`ME${'0'.repeat(32)}`] }, 404],
    ['busy-day', { customers: 101 }, 400],
    ['busy-day', { minutes: 0 }, 400],
    ['busy-day', { contacts: ['+15550199999'] }, 404],
    ['busy-day', {}, 400],
    ['messages', { phone: '+15550130001', contact: OWN, body: '   ' }, 400],
    ['messages', { phone: '+15550130001', contact: OWN, body: 'x'.repeat(1_601) }, 400],
    ['messages', { phone: '+15550130001', contact: '+15550199999', body: 'wrong number' }, 404],
    ['messages', { phone: '+15550130001', contact: OWN, body: 'x', id: '!' }, 400],
    ['messages', { phone: '+15550130001', contact: `whatsapp:${OWN}`, body: 'x' }, 400],
    ['messages', { phone: '+15550130001', contact: OWN, body: 'a\u0000b' }, 400],
  ])('refuses %s with %j', async (path, body, status) => {
    const answer = await handset(server, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, message: expect.any(String), code: expect.any(Number) });
  });

  it.each([
    ['threads'],
    ['threads?phone=x'],
    ['messages?phone=%2B15550130001'],
    ['messages?phone=%2B15550130001&contact=%2B15550100001&before=zz'],
    ['messages?phone=%2B15550130001&contact=%2B15550100001&limit=100000'],
    ['phones?account=AC1'],
    ['media?message=x&index=0'],
    [`media?message=HM${'0'.repeat(32)}&index=10`],
  ])('refuses %s', async (path) => {
    expect((await handset(server, path)).status).toBe(400);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'address=%2B15550130007', 415],
    ['text/plain', '{"address":"+15550130007"}', 415],
    ['application/json', '[]', 400],
    ['application/json', 'not json', 400],
    ['application/json; charset=utf-8', '{"address":"+15550130007"}', 201],
  ])('takes JSON only: %s %s', async (type, body, status) => {
    const answer = await fetch(`${server.url}/handset/api/phones`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBe(status);
  });

  it('tells open pages which phone changed, of their own account only', async () => {
    const stranger = await server.addAccount();
    const stream = await fetch(`${server.url}/handset/api/events?account=${server.account.sid}`);
    const foreign = await fetch(`${server.url}/handset/api/events?account=${stranger.sid}`);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const phone = newPhone();
    await text(phone, 'live');
    const told = await readUntil(stream, phone);
    expect(told).toContain(`event: phone\ndata: {"address":"${phone}"}`);
    await handset(server, 'phones', { address: '+15550130008', account: stranger.sid });
    expect(await readUntil(foreign, '+15550130008')).not.toContain(phone);
  });

  it('serves the page under a policy without inline scripts', async () => {
    const page = await fetch(`${server.url}/handset`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    for (const [, path] of html.matchAll(/(?:src|href)="(\/handset\/[^"]+)"/g)) {
      const file = await fetch(`${server.url}${path}`);
      expect([path, file.status]).toEqual([path, 200]);
      const again = await fetch(`${server.url}${path}`, {
        headers: { 'if-none-match': file.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    }
    expect((await fetch(`${server.url}/handset/../src/app.ts`)).status).toBe(404);
  });
});

describe('a server without a handset', () => {
  it('serves neither the page nor its endpoints', async () => {
    const database = await databases()[0]!.create();
    const server = await startServer(database.url, { hasHandset: false });
    for (const path of ['/handset', '/handset/api/phones', '/handset/api/events']) {
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    }
    await server.stop();
    await database.dispose();
  });
});

async function readUntil(stream: Response, wanted: string): Promise<string> {
  let told = '';
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  while (!told.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) break;
    told += value;
  }
  await reader.cancel();
  return told;
}
