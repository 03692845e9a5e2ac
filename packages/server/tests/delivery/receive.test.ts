// Texts that come in: stored once, words obeyed, the rest offered to the handlers in their order.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CarrierMessageRow,
  type InboundHandler,
  isOptedOut,
  receiveMessage,
} from '#delivery/delivery.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { CUSTOMER, carrier, type Delivery, OWN, openDelivery } from './setup.ts';

describe.each(databases())('receiving on $name', ({ create }) => {
  let database: TestDatabase;
  let delivery: Delivery;
  let asked: string[];
  let told: string[];
  const handler =
    (name: string, takes: boolean): InboundHandler =>
    async (_tx, message: CarrierMessageRow) => {
      asked.push(`${name} ${message.body}`);
      return takes;
    };

  const listener: InboundHandler = async (_tx, message) => {
    told.push(`${message.opt_out_type} ${message.body}`);
    return true;
  };

  const receive = (body: string, id = `id-${Math.random()}`, handlers = [handler('only', true)]) =>
    delivery.context.database.transaction((tx) =>
      receiveMessage(
        tx,
        {
          accountSid: delivery.accountSid,
          connector: 'carrier',
          carrierMessageId: id,
          from: CUSTOMER,
          to: OWN,
          body,
        },
        { handlers, wordListeners: [listener] },
      ),
    );
  const eventTypes = async () => {
    const events = await delivery.context.database.read
      .selectFrom('events')
      .select('type')
      .orderBy('id')
      .execute();
    return events.map((event) => event.type);
  };
  const outbound = async () => {
    const rows = await delivery.context.database.read
      .selectFrom('carrier_messages')
      .select(['status', 'error_code', 'direction'])
      .where('direction', '<>', 'inbound')
      .orderBy('sid')
      .execute();
    return rows.map(
      (row) => `${row.direction} ${row.status}${row.error_code === null ? '' : ` ${row.error_code}`}`,
    );
  };
  const optedOut = () => isOptedOut(delivery.context.database.read, delivery.accountSid, OWN, CUSTOMER);

  beforeEach(async () => {
    database = await create();
    delivery = await openDelivery(database.url);
    asked = [];
    told = [];
  });
  afterEach(async () => {
    await delivery.context.database.close();
    await database.dispose();
  });

  it('asks the handlers in their order until one takes the text', async () => {
    const { message } = await receive('hi', 'a', [
      handler('first', false),
      handler('second', true),
      handler('third', true),
    ]);
    expect(asked).toEqual(['first hi', 'second hi']);
    expect(message).toMatchObject({ status: 'received', direction: 'inbound', is_taken: 1 });
    expect(await eventTypes()).toEqual(['carrier-message.received']);
  });

  it('keeps a text nobody takes and says so', async () => {
    const { message } = await receive('anyone?', 'a', [handler('first', false)]);
    expect(message.is_taken).toBe(0);
    expect(await eventTypes()).toEqual(['carrier-message.received', 'carrier-message.unhandled']);
  });

  it('stores a text once that the carrier tells twice, even at the same time', async () => {
    const answers = await Promise.all([
      receive('once', 'same'),
      receive('once', 'same'),
      receive('once', 'same'),
    ]);
    expect(answers.filter((answer) => answer.isNew)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.message.sid)).size).toBe(1);
    expect(asked).toEqual(['only once']);
  });

  it('keeps nothing of a text whose handler fails', async () => {
    const failing: InboundHandler = () => Promise.reject(new Error('defect'));
    await expect(receive('boom', 'a', [failing])).rejects.toThrow('defect');
    expect(await eventTypes()).toEqual([]);
    expect((await receive('boom', 'a')).isNew).toBe(true);
  });

  it('obeys STOP: nobody is asked, one confirmation leaves, later texts are refused', async () => {
    await delivery.send('waiting to leave');
    await receive(' Stop. ');
    await receive('STOP');
    expect(asked).toEqual([]);
    expect(await optedOut()).toBe(true);
    const refused = await delivery.send('are you sure?');
    expect(refused).toMatchObject({ status: 'failed', error_code: 21610 });
    expect(await outbound()).toEqual([
      'outbound-api failed 21610',
      'outbound-reply queued',
      'outbound-api failed 21610',
    ]);
    const { connector, given } = carrier(() => ({ outcome: 'sent' }));
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    await loop.stop();
    expect(given).toHaveLength(1);
    expect(given[0]).toMatch(/unsubscribed/);
    expect((await eventTypes()).filter((type) => type === 'consent.changed')).toHaveLength(1);
  });

  it('obeys START after STOP, and takes YES for it only then', async () => {
    await receive('yes');
    expect(asked).toEqual(['only yes']);
    await receive('STOP');
    await receive('Yes!');
    expect(asked).toEqual(['only yes']);
    expect(await optedOut()).toBe(false);
    expect(await delivery.send('welcome back')).toMatchObject({ status: 'queued' });
    expect((await eventTypes()).filter((type) => type === 'consent.changed')).toHaveLength(2);
  });

  it('never hands START or HELP on, and answers HELP', async () => {
    const { message } = await receive('start');
    expect(message.opt_out_type).toBe('START');
    expect(await outbound()).toEqual([]);
    expect((await receive('HELP')).message.opt_out_type).toBe('HELP');
    expect(await outbound()).toEqual(['outbound-reply queued']);
    expect(asked).toEqual([]);
  });

  it('refuses texts from one of our addresses only', async () => {
    await receive('STOP');
    const db = delivery.context.database.read;
    expect(await isOptedOut(db, delivery.accountSid, '+15550100002', CUSTOMER)).toBe(false);
    expect(await isOptedOut(db, 'AC00000000000000000000000000000000', OWN, CUSTOMER)).toBe(false);
  });

  it('hands an ordinary text on from a customer who refused texts', async () => {
    await receive('STOP');
    await receive('actually, one question');
    expect(asked).toEqual(['only actually, one question']);
    expect(await optedOut()).toBe(true);
  });
});
