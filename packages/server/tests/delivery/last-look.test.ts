// The last look before messages leave: refusals of a whole service, refusals nobody took back, and time that ran out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveMessage } from '#delivery/delivery.ts';
import { newSid } from '#kernel/sid.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { CUSTOMER, carrier, type Delivery, OWN, openDelivery } from './setup.ts';

const OTHER = '+15550100002';

describe.each(databases())('the last look on $name', ({ create }) => {
  let database: TestDatabase;
  let delivery: Delivery;
  const now = () => delivery.clock.now();

  /** Both numbers of the contact centre in one service. */
  const makeService = () =>
    delivery.context.database.transaction(async (tx) => {
      const sid = newSid('MG');
      const common = { account_sid: delivery.accountSid, date_created: tx.now, date_updated: tx.now };
      await tx.db
        .insertInto('messaging_services')
        .values({
          ...common,
          sid,
          friendly_name: 'Service',
          inbound_request_url: null,
          inbound_method: 'POST',
          fallback_url: null,
          fallback_method: 'POST',
          status_callback: null,
          sticky_sender: 1,
          mms_converter: 1,
          smart_encoding: 1,
          scan_message_content: 'inherit',
          fallback_to_long_code: 1,
          area_code_geomatch: 1,
          synchronous_validation: 0,
          validity_period: 36_000,
          usecase: 'undeclared',
          use_inbound_webhook_on_number: 0,
          opt_out_settings: null,
        })
        .execute();
      const senders = [OWN, OTHER].map((address) => ({
        ...common,
        sid: newSid('PN'),
        service_sid: sid,
        kind: 'phone-number' as const,
        address,
        country_code: 'US',
      }));
      await tx.db.insertInto('service_senders').values(senders).execute();
      return sid;
    });
  const addRule = (settings: { quiet_start: number | null; quiet_end: number | null }) =>
    delivery.context.database.transaction((tx) =>
      tx.db
        .insertInto('sending_rules')
        .values({
          sid: newSid('QR'),
          account_sid: delivery.accountSid,
          subject: OWN,
          ...settings,
          time_zone: 'UTC',
          daily_cap: null,
          date_created: tx.now,
          date_updated: tx.now,
        })
        .execute(),
    );
  const stop = (to: string) =>
    delivery.context.database.transaction((tx) =>
      receiveMessage(
        tx,
        {
          accountSid: delivery.accountSid,
          connector: 'carrier',
          carrierMessageId: newSid('id'),
          from: CUSTOMER,
          to,
          body: 'STOP',
        },
        { handlers: [] },
      ),
    );
  const loopOnce = async () => {
    const { connector, given } = carrier(() => ({ outcome: 'sent' }));
    const loop = delivery.loopWith(connector);
    loop.start();
    await loop.idle();
    return { given, loop };
  };

  beforeEach(async () => {
    database = await create();
    delivery = await openDelivery(database.url);
  });
  afterEach(async () => {
    await delivery.context.database.close();
    await database.dispose();
  });

  it('takes back what waits from any sender of the service', async () => {
    await makeService();
    const { sid } = await delivery.send('waiting');
    await stop(OTHER);
    expect(await delivery.statusOf(sid)).toBe('failed 21610');
    const { given, loop } = await loopOnce();
    await loop.stop();
    expect(given).toHaveLength(1);
    expect(given[0]).toMatch(/unsubscribed/);
  });

  it('spares who unsubscribed while the message was being made', async () => {
    const { sid } = await delivery.send('too late');
    await delivery.context.database.transaction((tx) =>
      tx.db
        .insertInto('consents')
        .values({
          account_sid: delivery.accountSid,
          customer_address: CUSTOMER,
          sender: OWN,
          sid: newSid('CN'),
          status: 'opt-out',
          source: 'api',
          word: null,
          message_sid: null,
          date_of_consent: tx.now,
          date_created: tx.now,
          date_updated: tx.now,
        })
        .execute(),
    );
    const { given, loop } = await loopOnce();
    await loop.stop();
    expect(given).toEqual([]);
    expect(await delivery.statusOf(sid)).toBe('failed 21610');
    expect(await delivery.outboxSize()).toBe(0);
  });

  it('holds what became due at night until the morning, and sends it as if for the first time', async () => {
    const { sid } = await delivery.send('good night', 'line:7');
    // The clock of tests begins at midnight.
    await addRule({ quiet_start: 21 * 60, quiet_end: 8 * 60 });
    const { given, loop } = await loopOnce();
    expect(given).toEqual([]);
    expect(await delivery.statusOf(sid)).toBe('queued');
    delivery.clock.advance(8 * 3_600_000 - 1);
    await loop.idle();
    expect(given).toEqual([]);
    delivery.clock.advance(1);
    await loop.idle();
    expect(given).toEqual(['good night']);
    expect(await delivery.statusOf(sid)).toBe('sent');
    await loop.stop();
  });

  it('gives up at its time what could not leave before, and not a tick earlier', async () => {
    const began = now();
    const { sid } = await delivery.send('short-lived', 'line:7', 3_600);
    await addRule({ quiet_start: 21 * 60, quiet_end: 8 * 60 });
    const { given, loop } = await loopOnce();
    delivery.clock.advance(3_600_000 - 1);
    await loop.idle();
    expect(await delivery.statusOf(sid)).toBe('queued');
    delivery.clock.advance(1);
    await loop.idle();
    expect(now() - began).toBe(3_600_000);
    expect(await delivery.statusOf(sid)).toBe('failed 30036');
    expect(given).toEqual([]);
    await loop.stop();
  });
});
