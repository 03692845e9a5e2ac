// Webhooks whose answer matters: asked in time, the fallback after that, and every question ends exactly once.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { apiError } from '#kernel/errors.ts';
import { takeDue } from '#webhooks/delivery-queue.ts';
import { QUESTIONS } from '#webhooks/lanes.ts';
import { enqueueWebhook, enqueueWebhooks } from '#webhooks/webhooks.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { ASKER, type AskingOptions, type AskingProcess, askingProcess } from './asking-process.ts';
import {
  type Answer,
  json,
  type Received,
  type Receiver,
  silence,
  startReceiver,
  status,
} from './receiver.ts';

/** Refuses connections: nothing listens there. */
const NOBODY = 'http://127.0.0.1:9/hook';

describe.each(databases())('webhooks whose answer matters, on $name', ({ name, create }) => {
  let database: TestDatabase;
  let first: Receiver;
  let fallback: Receiver;
  const running: AskingProcess[] = [];

  const start = async (options?: AskingOptions) => {
    const process = await askingProcess(database.url, options);
    running.push(process);
    return process;
  };

  beforeAll(async () => {
    database = await create();
  });
  beforeEach(async () => {
    [first, fallback] = [await startReceiver(), await startReceiver()];
  });
  afterEach(async () => {
    await Promise.all([first.close(), fallback.close()]);
    for (const process of running.splice(0)) await process.stop();
  });
  afterAll(async () => {
    await database.dispose();
  });

  it('an answer is told once, with the facts the asker kept', async () => {
    const process = await start();
    first.answerNext(json({ yes: true }));
    await process.ask({
      url: first.url,
      subjectSid: 'WR1',
      question: { facts: { offer: 7 }, fallbackUrl: fallback.url },
    });
    await process.settled();
    await process.advance(3_600_000);
    expect(process.told).toEqual([
      {
        asked: {
          accountSid: process.accountSid,
          deliverySid: expect.stringMatching(/^WD[0-9a-f]{32}$/),
          subjectSid: 'WR1',
          parameters: { Question: 'Grüße & =+% 👋' },
          facts: { offer: 7 },
        },
        answer: expect.objectContaining({
          status: 200,
          contentType: 'application/json',
          body: '{"yes":true}',
        }),
      },
    ]);
    expect(first.requests).toHaveLength(1);
    expect(fallback.requests).toHaveLength(0);
    expect(await process.log()).toEqual([{ url: first.url, status: 'delivered', attempts: 1, error: null }]);
  });

  it.each<[string, Answer, string]>([
    ['an error', status(500), 'The receiver answered 500 instead of 200'],
    ['no content', status(204), 'The receiver answered 204 instead of 200'],
    ['a redirect', status(302, '', { location: 'http://x/' }), 'The receiver answered 302 instead of 200'],
    [
      'another content type',
      json({}, 'text/html; charset=utf-8'),
      'The receiver answered with text/html instead of application/json',
    ],
    [
      'no content type',
      status(200, '{}'),
      'The receiver answered with no content type instead of application/json',
    ],
    [
      'broken JSON',
      status(200, '{"a":', { 'content-type': 'application/json' }),
      'The body of the answer is no JSON',
    ],
    [
      'a broken connection',
      (response) => response.socket!.destroy(),
      'The connection was closed before the answer was complete',
    ],
  ])('after %s the fallback URL is asked the same, signed for it', async (_name, answer, error) => {
    const process = await start();
    first.answerNext(answer);
    fallback.answerNext(json({ from: 'fallback' }));
    await process.ask({ url: first.url, question: { fallbackUrl: fallback.url } });
    await process.settled();
    const isSigned = ({ headers, url, form }: Received) =>
      validateRequest(process.authToken, headers['x-twilio-signature'] as string, url, form);
    expect([...first.requests, ...fallback.requests].map(isSigned)).toEqual([true, true]);
    expect(fallback.requests[0]!.form).toEqual(first.requests[0]!.form);
    expect(process.told.map(({ answer: told }) => told?.body)).toEqual(['{"from":"fallback"}']);
    expect(await process.log()).toEqual([
      { url: first.url, status: 'failed', attempts: 1, error },
      { url: fallback.url, status: 'delivered', attempts: 1, error: null },
    ]);
  });

  it.each([
    ['refuses connections', NOBODY, 'The connection was refused'],
    ['is no URL', 'nowhere', 'The URL is not valid'],
    ['is not http', 'ftp://example.com/', 'The URL is neither http nor https'],
    ['is too long', `http://127.0.0.1/${'x'.repeat(9_000)}`, 'The URL is longer than 2048 bytes'],
  ])('a URL that %s leads to the fallback URL', async (_name, url, error) => {
    const process = await start();
    fallback.answerNext(json({}));
    await process.ask({ url, question: { fallbackUrl: fallback.url } });
    await process.settled();
    expect(process.told).toHaveLength(1);
    expect(await process.log()).toEqual([
      expect.objectContaining({ status: 'failed', error }),
      expect.objectContaining({ url: fallback.url, status: 'delivered' }),
    ]);
  });

  it('the receiver has five seconds, and not a moment more', async () => {
    const process = await start();
    first.answerNext(silence);
    fallback.answerNext(json({}));
    await process.ask({ url: first.url, question: { fallbackUrl: fallback.url } });
    await first.arrived(1);
    process.clock.advance(4_999);
    expect(await process.log()).toMatchObject([{ status: 'pending' }]);
    expect(fallback.requests).toHaveLength(0);
    await process.advance(1);
    expect(fallback.requests).toHaveLength(1);
    expect(await process.log()).toMatchObject([
      { status: 'failed', error: 'No answer within 5 seconds' },
      { status: 'delivered' },
    ]);
  });

  it('an answer whose body does not end in time is none', async () => {
    const process = await start();
    first.answerNext((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":1}'),
    );
    await process.ask({ url: first.url });
    await first.arrived(1);
    await process.advance(5_000);
    expect(process.told).toMatchObject([
      { failure: { code: 11_205, message: 'No answer within 5 seconds' } },
    ]);
  });

  it.each([
    [1_500, 1_500],
    [15_000, 15_000],
    [60_000, 15_000],
  ])('an asker may give %i ms; %i are kept to', async (answerLimit, kept) => {
    const process = await start();
    first.answerNext(silence);
    await process.ask({ url: first.url, question: { answerLimit } });
    await first.arrived(1);
    process.clock.advance(kept - 1);
    expect(process.told).toEqual([]);
    await process.advance(1);
    expect(process.told).toMatchObject([{ failure: { code: 11_205 } }]);
  });

  it('when neither URL gives an answer the asker is told so once, with the last reason', async () => {
    const process = await start();
    first.answerNext(status(500));
    fallback.answerNext(json({}, 'text/plain'));
    await process.ask({ url: first.url, question: { fallbackUrl: fallback.url } });
    await process.settled();
    await process.advance(3_600_000);
    expect(process.told).toMatchObject([{ failure: { code: 12_300 } }]);
    expect([first.requests.length, fallback.requests.length]).toEqual([1, 1]);
    expect(await process.log()).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
  });

  it('a URL is asked once, and as often as the asker says at once', async () => {
    const process = await start();
    first.answerNext(status(500), status(503), json({}));
    await process.ask({ url: first.url, maxAttempts: 3 });
    await process.settled();
    expect(first.requests).toHaveLength(3);
    expect(process.told).toMatchObject([{ answer: { status: 200 } }]);
    first.answerNext(status(404));
    await process.ask({ url: first.url, maxAttempts: 3 });
    await process.settled();
    expect(first.requests).toHaveLength(4);
  });

  it('what the handler wrote is taken back when it refuses, and the log says why', async () => {
    const process = await start({
      async answered(tx) {
        await tx.db.insertInto('timers').values({ kind: 'x', subject: 'x', due_at: 0, data: '{}' }).execute();
        throw apiError(40135, 'Too late');
      },
    });
    first.answerNext(json({}));
    await process.ask({ url: first.url });
    await process.settled();
    expect(process.told).toMatchObject([{ failure: { code: 40_135, message: 'Too late' } }]);
    expect(await process.log()).toMatchObject([{ status: 'delivered', error: '40135: Too late' }]);
    const timers = await process.context.database.read.selectFrom('timers').selectAll().execute();
    expect(timers.filter(({ kind }) => kind === 'x')).toEqual([]);
  });

  it('a handler that breaks ends its question too', async () => {
    const process = await start({
      async answered(tx) {
        // PostgreSQL aborts the transaction of a statement that fails.
        await tx.db
          .insertInto('event_cursors')
          .values([
            { processor: 'twice', transaction_id: 0, event_id: 0 },
            { processor: 'twice', transaction_id: 0, event_id: 0 },
          ])
          .execute();
        return null;
      },
    });
    first.answerNext(json({}));
    await process.ask({ url: first.url });
    await process.settled();
    await process.advance(60_000);
    expect(process.told).toMatchObject([{ failure: { code: 20_500 } }]);
    expect(first.requests).toHaveLength(1);
  });

  it('a remark of the handler stands in the log beside the answer', async () => {
    const process = await start({ answered: async () => '40100: No activity' });
    first.answerNext(json({}));
    await process.ask({ url: first.url });
    await process.settled();
    expect(await process.log()).toMatchObject([{ status: 'delivered', error: '40100: No activity' }]);
  });

  it('questions do not wait behind notices their receiver is slow to take', async () => {
    const process = await start();
    const held: (() => void)[] = [];
    first.answerNext(
      ...Array.from({ length: 6 }, (): Answer => (response) => held.push(() => response.end())),
    );
    const { accountSid, context } = process;
    await context.database.transaction((tx) =>
      enqueueWebhooks(
        tx,
        Array.from({ length: 10 }, () => ({ accountSid, eventType: 'told', url: first.url, parameters: {} })),
      ),
    );
    await first.arrived(6);
    first.answerNext(json({}));
    await process.ask({ url: first.url });
    await first.arrived(7);
    expect(first.requests[6]!.form['Question']).toBeDefined();
    for (const release of held) release();
    await process.settled();
    expect(first.requests).toHaveLength(11);
  });

  it('nothing is asked in a private network when only the public one is allowed', async () => {
    const process = await start({ webhookNetworks: 'public' });
    await process.ask({ url: first.url, question: { fallbackUrl: fallback.url } });
    await process.settled();
    expect([first.requests.length, fallback.requests.length]).toEqual([0, 0]);
    expect(process.told).toMatchObject([{ failure: { code: 11_100 } }]);
    expect(await process.log()).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
  });

  it('two processes on one database end every question once', async () => {
    const clock = manualClock();
    const one = await start({ clock });
    const two = await start({ clock, accountSid: one.accountSid });
    const questions = 60;
    for (let at = 0; at < questions; at += 1) {
      first.answerNext(at % 3 === 0 ? status(500) : json({ at }));
      fallback.answerNext(json({ at }));
    }
    await Promise.all(
      Array.from({ length: questions }, (_, at) =>
        (at % 2 === 0 ? one : two).ask({
          url: first.url,
          subjectSid: `WR${at}`,
          question: { fallbackUrl: fallback.url },
        }),
      ),
    );
    for (let round = 0; one.told.length + two.told.length < questions && round < 200; round += 1) {
      // Each wakes for its own commits; the other finds what is left when its clock moves.
      clock.advance(1);
      await Promise.all([one.settled(), two.settled()]);
    }
    const subjects = [...one.told, ...two.told].map(({ asked }) => asked.subjectSid);
    expect(subjects.sort()).toEqual(Array.from({ length: questions }, (_, at) => `WR${at}`).sort());
    expect(first.requests).toHaveLength(questions);
    expect(fallback.requests).toHaveLength(questions / 3);
  });

  it('what a process had taken when it died is asked again, at once by one that is alone', async () => {
    const dead = await start();
    const { accountSid, context } = dead;
    const question = {
      accountSid,
      eventType: 'asked',
      url: first.url,
      parameters: {},
      question: { asker: ASKER },
    };
    // Its workers are not woken before the commit is seen by the test.
    await dead.stopWorkers();
    await context.database.transaction((tx) => enqueueWebhook(tx, question));
    const capacity = { free: 10, perHost: 10, underWay: new Map() };
    expect(await takeDue(context.database, dead.clock.now(), capacity, QUESTIONS)).toHaveLength(1);
    first.answerNext(json({}));
    const next = await start({ accountSid });
    await next.settled();
    if (name === 'postgres') {
      await next.advance(QUESTIONS.leaseMs - 1);
      expect(next.told).toEqual([]);
      await next.advance(1);
    }
    expect(next.told).toMatchObject([{ answer: { body: '{}' } }]);
    expect(first.requests).toHaveLength(1);
  });
});
