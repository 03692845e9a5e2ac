// The log of webhooks over the API: reading it, filtering it, and sending a delivery once more.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueueWebhook, type NewWebhook } from '#webhooks/webhooks.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { callLog, listLog } from './log-client.ts';
import { type Receiver, startReceiver, status } from './receiver.ts';

describe.each(databases())('log of webhooks on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;

  const enqueue = async (webhook: Partial<NewWebhook>) => {
    await server.context.database.transaction((tx) =>
      enqueueWebhook(tx, {
        accountSid: server.account.sid,
        eventType: 'task.created',
        url: receiver.url,
        parameters: { a: '1' },
        ...webhook,
      }),
    );
    await server.settled();
  };

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await server.stop();
    await receiver.close();
    await dispose();
  });

  it('tells of a delivery what was sent and what came back', async () => {
    receiver.answerNext(status(200, '{"ok":true}'));
    await enqueue({ subjectSid: 'WT1', eventType: 'log.read' });
    const [listed] = await listLog(server, { EventType: 'log.read' });
    const { status: code, body } = await callLog(server, `/${listed!.sid}`);
    expect(code).toBe(200);
    expect(body).toEqual(listed);
    const url = `${server.url}/webhooks/v1/Deliveries/${listed!.sid}`;
    expect(body).toEqual({
      sid: expect.stringMatching(/^WD[0-9a-f]{32}$/),
      account_sid: server.account.sid,
      subject_sid: 'WT1',
      event_type: 'log.read',
      status: 'delivered',
      request_url: receiver.url,
      request_method: 'POST',
      request_parameters: { a: '1' },
      attempts: 1,
      max_attempts: 5,
      date_next_attempt: null,
      response_status: 200,
      response_body: '{"ok":true}',
      error: null,
      date_created: '2026-06-01T00:00:00Z',
      date_updated: '2026-06-01T00:00:00Z',
      url,
      links: { redeliver: `${url}/Redeliver` },
    });
  });

  it('does not show the password of a URL', async () => {
    const url = receiver.url.replace('//', '//ann:secret@');
    await enqueue({ url, eventType: 'log.secret' });
    const [listed] = await listLog(server, { EventType: 'log.secret' });
    expect(JSON.stringify(listed)).not.toContain('secret@');
    expect(receiver.requests.at(-1)!.headers.authorization).toBe(`Basic ${btoa('ann:secret')}`);
  });

  it('is filtered and paged, newest first', async () => {
    receiver.answerNext(status(404), status(204), status(204));
    for (const subjectSid of ['WT7', 'WT8', 'WT7']) await enqueue({ subjectSid, eventType: 'log.filter' });
    const subjects = async (query: Record<string, string>) =>
      (await listLog(server, { EventType: 'log.filter', ...query })).map((entry) => entry['subject_sid']);
    expect(await subjects({})).toEqual(['WT7', 'WT8', 'WT7']);
    expect(await subjects({ Status: 'failed' })).toEqual(['WT7']);
    expect(await subjects({ SubjectSid: 'WT8' })).toEqual(['WT8']);
    expect(await subjects({ Status: 'pending' })).toEqual([]);
    const { body } = await callLog(server, '?EventType=log.filter&PageSize=2');
    expect(body['deliveries']).toHaveLength(2);
    const next = (body['meta'] as { next_page_url: string }).next_page_url;
    const rest = await callLog(server, new URL(next).search);
    expect(rest.body['deliveries']).toHaveLength(1);
  });

  it('refuses an unknown status with 20001', async () => {
    const { status: code, body } = await callLog(server, '?Status=lost');
    expect(code).toBe(400);
    expect(body).toMatchObject({ code: 20001, details: { parameter: 'Status' } });
  });

  it('sends a failed delivery once more, with all its attempts and the same token', async () => {
    receiver.answerNext(status(404), status(500));
    await enqueue({ eventType: 'log.again' });
    const [failed] = await listLog(server, { EventType: 'log.again' });
    expect(failed!.status).toBe('failed');
    const { status: code, body } = await callLog(server, `/${failed!.sid}/Redeliver`, { method: 'POST' });
    expect(code).toBe(200);
    expect(body).toMatchObject({ sid: failed!.sid, status: 'pending', attempts: 0 });
    await server.settled();
    await server.advance(2_500);
    const [delivered] = await listLog(server, { EventType: 'log.again' });
    expect(delivered).toMatchObject({ status: 'delivered', attempts: 2 });
    const tokens = receiver.requests.slice(-3).map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens)).toEqual(new Set([failed!.sid]));
  });

  it('does not send a delivery whose URL cannot be called', async () => {
    await enqueue({ eventType: 'log.unusable', url: 'nowhere' });
    const [failed] = await listLog(server, { EventType: 'log.unusable' });
    const { status: code, body } = await callLog(server, `/${failed!.sid}/Redeliver`, { method: 'POST' });
    expect(code).toBe(400);
    expect(body).toMatchObject({ code: 20001 });
    expect((await listLog(server, { EventType: 'log.unusable' }))[0]).toEqual(failed);
  });

  it('is empty for another account, which can neither read nor send again', async () => {
    await enqueue({ eventType: 'log.foreign' });
    const [own] = await listLog(server, { EventType: 'log.foreign' });
    const account = await server.addAccount();
    expect(await listLog(server, {}, account)).toEqual([]);
    expect(await callLog(server, `/${own!.sid}`, { account })).toMatchObject({
      status: 404,
      body: { code: 20404 },
    });
    const requests = receiver.requests.length;
    const again = await callLog(server, `/${own!.sid}/Redeliver`, { method: 'POST', account });
    expect(again).toMatchObject({ status: 404, body: { code: 20404 } });
    await server.settled();
    expect(receiver.requests).toHaveLength(requests);
    expect((await listLog(server, { EventType: 'log.foreign' }))[0]).toEqual(own);
  });
});
