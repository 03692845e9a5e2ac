// The address numbers are pointed at so that Proxy hears of their texts.
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { isSignedWith } from '#products/proxy/webhooks-host/signature.ts';
import { databases } from '../support/databases.ts';
import { ProxyServer } from './proxy-server.ts';
import { addressOf, tellText } from './signed-texts.ts';

const require = createRequire(import.meta.url);
const official = require('twilio') as {
  validateRequest(token: string, signature: string, url: string, params: Record<string, unknown>): boolean;
  getExpectedTwilioSignature(token: string, url: string, params: Record<string, unknown>): string;
};

describe('signatures', () => {
  const token = 'a1b2c3d4';
  const forms: Record<string, unknown>[] = [
    {},
    { From: '+14155550001', To: '+14155550002', Body: 'hi ☎ & more', Empty: '' },
    { b: '2', a: '1', A: '0', MediaUrl10: 'x', MediaUrl9: 'y' },
    { Twice: ['b', 'a', 'b'], Once: 'c' },
  ];
  const urls = [
    'https://webhooks.example.com/v1/Accounts/AC1/Proxy/KS1/Webhooks/Message',
    'http://127.0.0.1:8080/webhooks/v1/Message?x=1&y=%20',
    'https://webhooks.example.com:443/v1/Message',
  ];

  it('agree with the official library on what is right and what is wrong', () => {
    for (const url of urls) {
      for (const form of forms) {
        const right = official.getExpectedTwilioSignature(token, url, form);
        for (const signature of [
          right,
          right.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
          '',
          'é',
        ]) {
          for (const key of [token, 'another']) {
            expect(isSignedWith(key, signature, url, form)).toBe(
              official.validateRequest(key, signature, url, form),
            );
          }
        }
      }
    }
  });

  it('are taken with and without the port that goes without saying', () => {
    const url = 'https://webhooks.example.com/v1/Message';
    const withPort = 'https://webhooks.example.com:443/v1/Message';
    expect(isSignedWith(token, official.getExpectedTwilioSignature(token, withPort, {}), url, {})).toBe(true);
    expect(isSignedWith(token, official.getExpectedTwilioSignature(token, url, {}), withPort, {})).toBe(true);
  });
});

describe.each(databases())('the inbound address of Proxy on $name', (kind) => {
  let proxy: ProxyServer;
  let number: string;
  let service: Awaited<ReturnType<ProxyServer['service']>>;
  let channel: Awaited<ReturnType<ProxyServer['channel']>>;
  let customer: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    number = proxy.freshNumber();
    service = await proxy.service([number]);
  });
  afterAll(() => proxy.stop());

  beforeEach(async () => {
    customer = proxy.freshNumber(212);
    channel = await proxy.flexChannel(number, 'sms_jane');
    await service.api.sessions.create({
      mode: 'message-only',
      uniqueName: channel.sid,
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: channel.sid, ProxyIdentifier: number },
      ] as never,
    });
  });

  const bodiesIn = async () =>
    (await proxy.client.chat.v2.services(channel.serviceSid).channels(channel.sid).messages.list()).map(
      ({ body }) => body,
    );
  const stored = async () =>
    (
      await proxy.context.database.read
        .selectFrom('carrier_messages')
        .select('sid')
        .where('from_address', '=', customer)
        .execute()
    ).length;

  it.each(['POST', 'GET'] as const)(
    'takes a signed text by %s into its session and replies nothing',
    async (method) => {
      const answer = await tellText(proxy, service.sid, [customer, number, 'hi & hello ☎'], { method });
      expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
      expect(answer.text).toMatch(/<Response\/>$/);
      expect(await bodiesIn()).toEqual(['hi & hello ☎']);
    },
  );

  it('refuses a wrong signature, another token, none at all and a changed form with 403, and does nothing', async () => {
    const wrong = [
      { signature: (right: string) => `${right.startsWith('A') ? 'B' : 'A'}${right.slice(1)}` },
      { signature: '' },
      { token: (await proxy.server.addAccount()).token },
      { accountSid: newSid('AC') },
      { accountSid: 'AC%00' },
    ];
    for (const telling of wrong) {
      expect(await tellText(proxy, service.sid, [customer, number, 'no'], telling)).toMatchObject({
        status: 403,
      });
    }
    expect(await bodiesIn()).toEqual([]);
    expect(await stored()).toBe(0);
  });

  it('knows only the services of its own account (404), and texts of it (403)', async () => {
    const stranger = await proxy.server.addAccount();
    expect(
      await tellText(proxy, service.sid, [customer, number, 'no'], {
        accountSid: stranger.sid,
        token: stranger.token,
        more: { AccountSid: stranger.sid },
      }),
    ).toMatchObject({ status: 404 });
    expect(
      await tellText(proxy, service.sid, [customer, number, 'no'], { more: { AccountSid: stranger.sid } }),
    ).toMatchObject({ status: 403 });
    expect(await tellText(proxy, newSid('KS'), [customer, number, 'no'])).toMatchObject({ status: 404 });
    expect(await stored()).toBe(0);
  });

  it('handles a text once that is told twice, one after the other and ten times at once', async () => {
    const more = { MessageSid: newSid('SM') };
    await tellText(proxy, service.sid, [customer, number, 'once'], { more });
    expect(await tellText(proxy, service.sid, [customer, number, 'once'], { more })).toMatchObject({
      status: 200,
    });
    const again = { MessageSid: newSid('SM') };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        tellText(proxy, service.sid, [customer, number, 'too'], { more: again }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await bodiesIn()).toEqual(['once', 'too']);
  });

  it('knows a text without a SID by its idempotency token, and needs one of the two', async () => {
    const telling = {
      more: { MessageSid: undefined },
      headers: { 'i-twilio-idempotency-token': newSid('EQ') },
    };
    await tellText(proxy, service.sid, [customer, number, 'by token'], telling);
    await tellText(proxy, service.sid, [customer, number, 'by token'], telling);
    expect(await bodiesIn()).toEqual(['by token']);
    const nameless = { more: { MessageSid: undefined } };
    expect(await tellText(proxy, service.sid, [customer, number, 'x'], nameless)).toMatchObject({
      status: 400,
    });
  });

  it('does not mistake the text of one account for that of another with the same SID', async () => {
    const more = { MessageSid: newSid('SM') };
    await tellText(proxy, service.sid, [customer, number, 'ours'], { more });
    const other = await proxy.server.addAccount();
    const { sid } = await proxy.context.database.transaction(async (tx) => {
      const row = await tx.db
        .selectFrom('proxy_services')
        .selectAll()
        .where('sid', '=', service.sid)
        .executeTakeFirstOrThrow();
      const copy = { ...row, sid: newSid('KS'), account_sid: other.sid };
      await tx.db.insertInto('proxy_services').values(copy).execute();
      return copy;
    });
    expect(
      await tellText(proxy, sid, [customer, number, 'theirs'], {
        accountSid: other.sid,
        token: other.token,
        more: { ...more, AccountSid: other.sid },
      }),
    ).toMatchObject({ status: 200 });
    expect(await stored()).toBe(2);
    expect(await bodiesIn()).toEqual(['ours']);
  });

  it('obeys STOP before anything else, passes it to nobody and says so (80901)', async () => {
    await tellText(proxy, service.sid, [customer, number, ' stop. ']);
    expect(await bodiesIn()).not.toContain(' stop. ');
    expect(await proxy.codesFrom(customer)).toEqual([80901]);
    await tellText(proxy, service.sid, [customer, number, 'START']);
    expect(await bodiesIn()).not.toContain('START');
    expect(await proxy.codesFrom(customer)).toEqual([80901, 80901]);
  });

  it('opens a conversation where an enabled Flex Flow answers for the number, and posts the text in it', async () => {
    const { sid: chatServiceSid } = await proxy.client.chat.v2.services.create({ friendlyName: 'Flex' });
    const contact = proxy.freshNumber();
    const bridged = await proxy.service([contact], { chatInstanceSid: chatServiceSid });
    const workspace = await proxy.client.taskrouter.v1.workspaces.create({ friendlyName: 'Desk' });
    const workflow = await proxy.client.taskrouter.v1
      .workspaces(workspace.sid)
      .workflows.create({ friendlyName: 'All', configuration: '{"task_routing":{"filters":[]}}' });
    const [taskChannel] = await proxy.client.taskrouter.v1.workspaces(workspace.sid).taskChannels.list();
    await proxy.client.flexApi.v1.flexFlow.create({
      friendlyName: 'Texts',
      chatServiceSid,
      channelType: 'sms',
      contactIdentity: contact,
      enabled: true,
      integrationType: 'task',
      'integration.workspaceSid': workspace.sid,
      'integration.workflowSid': workflow.sid,
      'integration.channel': taskChannel!.sid,
    } as never);
    await tellText(proxy, bridged.sid, [customer, contact, 'first words']);
    const [session] = await bridged.api.sessions.list();
    expect(session).toMatchObject({ status: 'in-progress', mode: 'message-only' });
    const [opened] = await proxy.client.chat.v2.services(chatServiceSid).channels.list();
    const messages = await proxy.client.chat.v2
      .services(chatServiceSid)
      .channels(opened!.sid)
      .messages.list();
    expect(messages.map(({ body }) => body)).toEqual(['first words']);
    await tellText(proxy, bridged.sid, [customer, contact, 'second words']);
    expect(await bridged.api.sessions.list()).toHaveLength(1);
    expect(await bridged.api.sessions(session!.sid).interactions.list()).toHaveLength(2);
  });

  it('brings pictures in', async () => {
    await tellText(proxy, service.sid, [customer, number, 'look'], {
      more: { NumMedia: '1', MediaUrl0: 'http://127.0.0.1:9/cat.jpg', MediaContentType0: 'image/jpeg' },
    });
    const [message] = await proxy.client.chat.v2
      .services(channel.serviceSid)
      .channels(channel.sid)
      .messages.list();
    expect(JSON.parse(message!.attributes)).toMatchObject({ media: ['http://127.0.0.1:9/cat.jpg'] });
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['no sender', { From: undefined }],
    ['no recipient', { To: '' }],
    ['a sender that is no address', { From: 'javascript:alert(1)' }],
    ['a recipient that is no address', { To: `+1${'5'.repeat(400)}` }],
    ['a count of files that is none', { NumMedia: '-1' }],
    ['fewer files than it counts', { NumMedia: '2', MediaUrl0: 'https://example.com/a.png' }],
    ['a file that is no URL', { NumMedia: '1', MediaUrl0: 'file:///etc/passwd' }],
    ['a SID that is none', { MessageSid: 'x'.repeat(500) }],
    ['a text without end', { Body: 'x'.repeat(100_000) }],
  ])('refuses a text with %s (400) and keeps nothing of it', async (_case, more) => {
    expect(await tellText(proxy, service.sid, [customer, number, 'x'], { more })).toMatchObject({
      status: 400,
    });
    expect(await stored()).toBe(0);
  });

  it('is the same under the host name `webhooks`, signed for the address that was called', async () => {
    const path = `/v1/Accounts/${proxy.accountSid}/Proxy/${service.sid}/Webhooks/Message`;
    const form = { MessageSid: newSid('SM'), From: customer, To: number, Body: 'by host' };
    const { token } = proxy.server.account;
    const url = `http://webhooks.parley.example${path}`;
    const signature = official.getExpectedTwilioSignature(token, url, form);
    const answered = await new Promise<number>((resolve, reject) => {
      const call = request(`${proxy.server.url}${path}`, {
        method: 'POST',
        headers: {
          host: 'webhooks.parley.example',
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signature,
        },
      });
      call.on('response', (response) => resolve(response.resume().statusCode!)).on('error', reject);
      call.end(new URLSearchParams(form).toString());
    });
    expect(answered).toBe(200);
    await proxy.server.settled();
    expect(await bodiesIn()).toEqual(['by host']);
  });

  it('refuses what is no form', async () => {
    const answer = await fetch(addressOf(proxy, service.sid), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-twilio-signature': 'x' },
      body: '{"From":"+14155550001"}',
    });
    expect(answer.status).toBe(403);
  });
});
