// Webhooks reach the customer's server: signed, in order, tried again, and never lost.

import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enqueueWebhook, enqueueWebhooks, type NewWebhook } from '#webhooks/webhooks.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { listLog } from './log-client.ts';
import { type Receiver, startReceiver, status } from './receiver.ts';

describe.each(databases())('delivery of webhooks on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;
  let subjects = 0;

  const newSubject = () => {
    subjects += 1;
    return `WT${String(subjects).padStart(32, '0')}`;
  };
  const enqueue = (webhook: Partial<NewWebhook> = {}) =>
    server.context.database.transaction((tx) =>
      enqueueWebhook(tx, {
        accountSid: server.account.sid,
        eventType: 'task.created',
        url: receiver.url,
        parameters: { EventType: 'task.created', Body: 'Grüße & =+% 👋' },
        ...webhook,
      }),
    );
  const deliveryOf = async (subjectSid: string) => (await listLog(server, { SubjectSid: subjectSid }))[0]!;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await server.settled();
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('posts the parameters as a form with a signature the SDK accepts', async () => {
    await enqueue({ url: `${receiver.url}?a=1&b=two%20words` });
    await server.settled();
    const [request] = receiver.requests;
    expect(request).toMatchObject({
      method: 'POST',
      form: { EventType: 'task.created', Body: 'Grüße & =+% 👋' },
    });
    expect(request!.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8');
    const signature = request!.headers['x-twilio-signature'] as string;
    expect(validateRequest(server.account.token, signature, request!.url, request!.form)).toBe(true);
    expect(validateRequest('another token', signature, request!.url, request!.form)).toBe(false);
  });

  it('sends the parameters of a GET in the signed query', async () => {
    await enqueue({ method: 'GET', url: `${receiver.url}?kept=1` });
    await server.settled();
    const [request] = receiver.requests;
    expect(request!.method).toBe('GET');
    expect(Object.fromEntries(new URL(request!.url).searchParams)).toEqual({
      kept: '1',
      EventType: 'task.created',
      Body: 'Grüße & =+% 👋',
    });
    const signature = request!.headers['x-twilio-signature'] as string;
    expect(validateRequest(server.account.token, signature, request!.url, {})).toBe(true);
  });

  it('sends nothing when the transaction fails', async () => {
    const failing = server.context.database.transaction(async (tx) => {
      await enqueueWebhook(tx, {
        accountSid: server.account.sid,
        eventType: 'never',
        url: receiver.url,
        parameters: {},
      });
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    await server.settled();
    expect(receiver.requests).toHaveLength(0);
  });

  it('tries again after an answer 500, when its time has come, with the same idempotency token', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(status(500, 'not now'));
    await enqueue({ subjectSid });
    await server.settled();
    expect(await deliveryOf(subjectSid)).toMatchObject({
      status: 'pending',
      attempts: 1,
      response_status: 500,
      response_body: 'not now',
    });
    await server.advance(1_999);
    expect(receiver.requests).toHaveLength(1);
    await server.advance(501);
    expect(receiver.requests).toHaveLength(2);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'delivered', attempts: 2, error: null });
    const tokens = receiver.requests.map((request) => request.headers['i-twilio-idempotency-token']);
    expect(tokens[0]).toMatch(/^WD[0-9a-f]{32}$/);
    expect(tokens[1]).toBe(tokens[0]);
  });

  it('gives up after the attempts it was given', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(status(503), status(503), status(503));
    await enqueue({ subjectSid, maxAttempts: 2 });
    await server.settled();
    await server.advance(10_000);
    await server.advance(3_600_000);
    expect(receiver.requests).toHaveLength(2);
    expect(await deliveryOf(subjectSid)).toMatchObject({
      status: 'failed',
      attempts: 2,
      date_next_attempt: null,
      error: 'The receiver answered 503',
    });
  });

  it.each([400, 404, 410])('does not try again after an answer %i', async (code) => {
    const subjectSid = newSubject();
    receiver.answerNext(status(code));
    await enqueue({ subjectSid });
    await server.settled();
    await server.advance(3_600_000);
    expect(receiver.requests).toHaveLength(1);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'failed', response_status: code });
  });

  it('waits as long as a receiver asks with Retry-After', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(status(429, '', { 'retry-after': '100' }));
    await enqueue({ subjectSid });
    await server.settled();
    await server.advance(99_000);
    expect(receiver.requests).toHaveLength(1);
    await server.advance(27_000);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('does not follow redirects', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(status(307, '', { location: receiver.url }));
    await enqueue({ subjectSid });
    await server.settled();
    expect(receiver.requests).toHaveLength(1);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'failed', response_status: 307 });
  });

  it('gives a receiver that hangs 15 seconds and tries again', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(() => {});
    await enqueue({ subjectSid });
    await receiver.arrived(1);
    await server.advance(15_000);
    expect(await deliveryOf(subjectSid)).toMatchObject({
      status: 'pending',
      attempts: 1,
      response_status: null,
      error: 'No answer within 15 seconds',
    });
    await server.advance(2_500);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('counts an answer whose body does not end as none', async () => {
    const subjectSid = newSubject();
    receiver.answerNext((response) => response.writeHead(200).write('half'));
    await enqueue({ subjectSid });
    await receiver.arrived(1);
    await server.advance(15_000);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'pending', attempts: 1 });
    await server.advance(2_500);
  });

  it('tries again when the connection is refused or broken', async () => {
    const subjectSid = newSubject();
    receiver.answerNext((response) => response.socket!.destroy());
    await enqueue({ subjectSid });
    await server.settled();
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'pending', attempts: 1 });
    await receiver.close();
    await server.advance(2_500);
    expect(await deliveryOf(subjectSid)).toMatchObject({
      status: 'pending',
      attempts: 2,
      error: 'The connection was refused',
    });
    await server.advance(3_600_000);
    await server.advance(3_600_000);
    await server.advance(3_600_000);
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'failed', attempts: 5 });
  });

  it('keeps the first 16 KiB of the answer, NUL characters replaced', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(status(200, `a\0b${'x'.repeat(40_000)}`));
    await enqueue({ subjectSid });
    await server.settled();
    const { status: state, response_body: body } = await deliveryOf(subjectSid);
    expect(state).toBe('delivered');
    expect(body).toHaveLength(16_384);
    expect((body as string).slice(0, 4)).toBe('a\ufffdbx');
  });

  it('keeps the order of one object, also while its first webhook is tried again', async () => {
    const subjectSid = newSubject();
    receiver.answerNext(status(500));
    await server.context.database.transaction((tx) =>
      enqueueWebhooks(
        tx,
        ['1', '2', '3'].map((step) => ({
          accountSid: server.account.sid,
          subjectSid,
          eventType: 'step',
          url: receiver.url,
          parameters: { step },
        })),
      ),
    );
    await enqueue({ subjectSid: newSubject(), parameters: { step: 'other' } });
    await server.settled();
    expect(receiver.requests.map(({ form }) => form['step']).sort()).toEqual(['1', 'other']);
    await server.advance(2_500);
    const steps = receiver.requests.map(({ form }) => form['step']).filter((step) => step !== 'other');
    expect(steps).toEqual(['1', '1', '2', '3']);
  });

  it('has at most six requests under way to one host, and others do not wait for it', async () => {
    const other = await startReceiver();
    const held: (() => void)[] = [];
    receiver.answerNext(
      ...Array.from({ length: 20 }, () => (response: { end(): void }) => {
        held.push(() => response.end());
      }),
    );
    for (let count = 0; count < 20; count += 1) await enqueue();
    await enqueue({ url: other.url });
    await other.arrived(1);
    await receiver.arrived(6);
    let largest = 0;
    for (let answered = 0; answered < 20; answered += 1) {
      await receiver.arrived(Math.min(answered + 6, 20));
      largest = Math.max(largest, held.length);
      held.shift()!();
    }
    await server.settled();
    expect(largest).toBe(6);
    expect(receiver.requests).toHaveLength(20);
    await other.close();
  });

  it.each([
    ['ftp://example.com/hook', 'The URL is neither http nor https'],
    ['nowhere', 'The URL is not valid'],
    [`http://example.com/${'ü'.repeat(2_000)}`, 'The URL is longer than 2048 bytes'],
  ])('records a URL that cannot be called as failed, without an attempt (%#)', async (url, error) => {
    const subjectSid = newSubject();
    await enqueue({ subjectSid, url });
    await server.settled();
    expect(await deliveryOf(subjectSid)).toMatchObject({ status: 'failed', attempts: 0, error });
  });
});
