// What the send loop promises: order, retries, one statement for many, and nothing lost.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordReceipts } from '#delivery/inbound/receipts.ts';
import { takeDue } from '#delivery/outbox/outbox.ts';
import { LEASE_MS } from '#delivery/outbox/retry-policy.ts';
import type { SendResult } from '#delivery/port.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { CUSTOMER, carrier, type Delivery, openDelivery } from './setup.ts';

const SENT: SendResult = { outcome: 'sent' };

describe.each(databases())('the send loop on $name', ({ create }) => {
  let database: TestDatabase;
  let delivery: Delivery;

  beforeEach(async () => {
    database = await create();
    delivery = await openDelivery(database.url);
  });
  afterEach(async () => {
    await delivery.context.database.close();
    await database.dispose();
  });

  it('sends what was accepted before it started and what is accepted after', async () => {
    const { connector, given } = carrier(() => SENT);
    const early = await delivery.send('early');
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    const late = await delivery.send('late');
    await loop.idle();
    expect(given).toEqual(['early', 'late']);
    expect([await delivery.statusOf(early.sid), await delivery.statusOf(late.sid)]).toEqual(['sent', 'sent']);
    expect(await delivery.outboxSize()).toBe(0);
    await loop.stop();
  });

  it('keeps the order between two addresses while the first of them is tried again', async () => {
    let isDown = true;
    const { connector, given } = carrier((message) =>
      isDown && message.body === 'one' ? { outcome: 'retry', reason: 'down' } : SENT,
    );
    const loop = delivery.loopWith(connector);
    const one = await delivery.send('one');
    loop.start();
    await loop.idle();
    await delivery.send('two');
    await delivery.send('other', '+15550100078');
    await loop.idle();
    expect(given).toEqual(['one', 'other']);
    expect(await delivery.statusOf(one.sid)).toBe('sending');
    isDown = false;
    delivery.clock.advance(1_000);
    await loop.idle();
    expect(given).toEqual(['one', 'other', 'one', 'two']);
    expect(await delivery.outboxSize()).toBe(0);
    await loop.stop();
  });

  it('waits longer after each failure, and as long as the carrier asks for', async () => {
    const answers: SendResult[] = [
      { outcome: 'retry', reason: 'busy' },
      { outcome: 'retry', reason: 'busy', afterMs: 30_000 },
      SENT,
    ];
    const { connector, given } = carrier(() => answers.shift()!);
    await delivery.send('patience');
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    for (const [milliseconds, attempts] of [
      [999, 1],
      [1, 2],
      [29_999, 2],
      [1, 3],
    ] as const) {
      delivery.clock.advance(milliseconds);
      await loop.idle();
      expect(given).toHaveLength(attempts);
    }
    await loop.stop();
  });

  it('sends a batch again when the connector throws', async () => {
    let calls = 0;
    const { connector } = carrier(() => {
      calls += 1;
      if (calls === 1) throw new Error('the connection broke');
      return SENT;
    });
    const { sid } = await delivery.send('once more');
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    expect(await delivery.statusOf(sid)).toBe('sending');
    delivery.clock.advance(1_000);
    await loop.idle();
    expect(await delivery.statusOf(sid)).toBe('sent');
    await loop.stop();
  });

  it('fails a message for good with the code of the connector', async () => {
    const { connector } = carrier(() => ({ outcome: 'failed', errorCode: 30005 }));
    const { sid } = await delivery.send('nobody there');
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    expect(await delivery.statusOf(sid)).toBe('failed 30005');
    expect(await delivery.outboxSize()).toBe(0);
    await loop.stop();
  });

  it('fails a message that no connector carries', async () => {
    const { connector } = carrier(() => SENT);
    const { sid } = await delivery.send('unroutable');
    const loop = delivery.loopWith({ ...connector, carries: () => false });
    loop.start();
    await loop.idle();
    expect(await delivery.statusOf(sid)).toBe('failed 21612');
    await loop.stop();
  });

  it('gives a message up when its validity has passed', async () => {
    const { connector, given } = carrier(() => ({ outcome: 'retry', reason: 'down' }));
    const { sid } = await delivery.send('too late', CUSTOMER, 2);
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    for (const step of [1_000, 2_000]) {
      delivery.clock.advance(step);
      await loop.idle();
    }
    expect(given).toHaveLength(2);
    expect(await delivery.statusOf(sid)).toBe('failed 30036');
    await loop.stop();
  });

  it('takes a silent connector for failed before the lease ends', async () => {
    const silent = Promise.withResolvers<SendResult>();
    const { connector, given } = carrier(() => (given.length === 1 ? silent.promise : SENT));
    const { sid } = await delivery.send('hello?');
    const loop = delivery.loopWith(connector);
    loop.start();
    await expect.poll(() => given.length).toBe(1);
    delivery.clock.advance(LEASE_MS - 1_000);
    await loop.idle();
    delivery.clock.advance(1_000);
    await loop.idle();
    expect(given).toHaveLength(2);
    expect(await delivery.statusOf(sid)).toBe('sent');
    await loop.stop();
  });

  it('sends what a crashed process had taken when its lease ends, and not before', async () => {
    const { connector, given } = carrier(() => SENT);
    await delivery.send('taken');
    await delivery.send('waiting behind it');
    await delivery.context.database.transaction((tx) => takeDue(tx, 'a process that is gone', 1));
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    expect(given).toEqual([]);
    delivery.clock.advance(LEASE_MS);
    await loop.idle();
    expect(given).toEqual(['taken', 'waiting behind it']);
    await loop.stop();
  });

  it('lets two processes take turns without sending anything twice or out of order', async () => {
    const { connector, given } = carrier(() => SENT);
    const to = (n: number) => `+1555010${String(1_000 + (n % 5))}`;
    const expected = Array.from({ length: 60 }, (_, n) => `${n}`);
    for (const [n, body] of expected.entries()) await delivery.send(body, to(n));
    const loops = [delivery.loopWith(connector), delivery.loopWith(connector)];
    for (const loop of loops) loop.start();
    for (const loop of loops) await loop.idle();
    for (const loop of loops) await loop.idle();
    expect([...given].sort((a, b) => Number(a) - Number(b))).toEqual(expected);
    for (let lane = 0; lane < 5; lane += 1) {
      const ofLane = given.map(Number).filter((n) => n % 5 === lane);
      expect(ofLane).toEqual(ofLane.toSorted((a, b) => a - b));
    }
    for (const loop of loops) await loop.stop();
  });

  it('takes the same number of statements for a hundred messages as for ten', async () => {
    const { connector } = carrier(() => ({ outcome: 'sent', final: { status: 'delivered' } }));
    const statementsFor = async (count: number) => {
      await delivery.context.database.transaction(async () => {});
      for (let n = 0; n < count; n += 1) await delivery.send(`${n}`, `+1555010${1_000 + n}`);
      const loop = delivery.loopWith(connector);
      const before = delivery.context.database.statementCount();
      loop.start();
      await loop.idle();
      const used = delivery.context.database.statementCount() - before;
      await loop.stop();
      return used;
    };
    const ten = await statementsFor(10);
    expect(await statementsFor(100)).toBe(ten);
    expect(ten).toBeLessThan(21);
  });

  it('moves a status forward only, whatever order receipts come in', async () => {
    const { connector } = carrier((message) => ({
      outcome: 'sent',
      carrierMessageId: `smsc-${message.body}`,
    }));
    const loop = delivery.loopWith(connector);
    const { sid } = await delivery.send('7');
    loop.start();
    await loop.idle();
    const tell = (status: 'sent' | 'delivered' | 'undelivered' | 'read', errorCode?: number) =>
      delivery.context.database.transaction((tx) =>
        recordReceipts(tx, [
          {
            connector: 'carrier',
            carrierMessageId: 'smsc-7',
            status,
            ...(errorCode === undefined ? {} : { errorCode }),
          },
          { connector: 'carrier', carrierMessageId: 'unknown', status },
        ]),
      );
    await tell('delivered');
    expect(await delivery.statusOf(sid)).toBe('delivered');
    await tell('undelivered', 30003);
    await tell('sent');
    expect(await delivery.statusOf(sid)).toBe('delivered');
    await tell('read');
    await tell('delivered');
    expect(await delivery.statusOf(sid)).toBe('read');
    const events = await delivery.context.database.read
      .selectFrom('events')
      .select('data')
      .where('subject_sid', '=', sid)
      .where('type', '=', 'carrier-message.status')
      .orderBy('id')
      .execute();
    expect(events.map((event) => JSON.parse(event.data).status)).toEqual([
      'sending',
      'sent',
      'delivered',
      'read',
    ]);
    await loop.stop();
  });

  it('gives a failure without a reason the code for an unknown error', async () => {
    const { connector } = carrier(() => ({ outcome: 'sent', final: { status: 'undelivered' } }));
    const { sid } = await delivery.send('why');
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    expect(await delivery.statusOf(sid)).toBe('undelivered 30008');
    await loop.stop();
  });
});
