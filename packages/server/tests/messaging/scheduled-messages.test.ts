// Messages that leave later: the edges of the time that can be named, their way, and their end.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { addNumber, api, refusal, request, textsOn, write } from './setup.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let next = 0;

describe.each(databases())('scheduled messages on $name', ({ create }) => {
  let server: TestServer;
  let own: string;
  let service: string;
  useServer(create, (started) => {
    server = started;
  });
  const client = () => sdkClient(server.url, server.account);
  const customer = () => {
    next += 1;
    return `+1212555${2_000 + next}`;
  };
  const ready = async () => {
    if (service !== undefined && own !== undefined) return;
    own = `+1212555${1_000 + next}`;
    const number = await addNumber(server, own);
    ({ sid: service } = await client().messaging.v1.services.create({ friendlyName: 'Later' }));
    await client().messaging.v1.services(service).phoneNumbers.create({ phoneNumberSid: number.sid });
  };
  const schedule = async (to: string, inMs: number, more: Record<string, string> = {}) => {
    await ready();
    const { status, body } = await api(server, 'POST', 'Messages.json', {
      To: to,
      Body: 'Later',
      MessagingServiceSid: service,
      ScheduleType: 'fixed',
      SendAt: new Date(server.clock.now() + inMs).toISOString(),
      ...more,
    });
    return { status, body, code: body.code as number | undefined };
  };
  const statusOf = async (sid: string) => (await client().messages(sid).fetch()).status;

  it('can be sent 15 minutes to 35 days ahead, both included', async () => {
    const to = customer();
    expect((await schedule(to, 15 * MINUTE - 1)).code).toBe(35114);
    const soonest = await schedule(to, 15 * MINUTE);
    expect(soonest.body).toMatchObject({ status: 'scheduled', from: null, date_sent: null });
    const latest = await schedule(to, 35 * DAY);
    expect(latest.body.status).toBe('scheduled');
    expect((await schedule(to, 35 * DAY + 1)).code).toBe(35114);
    for (const { body } of [soonest, latest]) {
      await client().messages(body.sid).update({ status: 'canceled' });
    }
  });

  it('need a time, the type fixed and a messaging service', async () => {
    const to = customer();
    const at = new Date(server.clock.now() + DAY).toISOString();
    await ready();
    const refused = async (form: Record<string, string>) =>
      (await api(server, 'POST', 'Messages.json', { To: to, Body: 'x', ...form })).body.code;
    const given = { MessagingServiceSid: service, ScheduleType: 'fixed', SendAt: at };
    expect(await refused({ ...given, ScheduleType: 'optimize' })).toBe(35126);
    expect(await refused({ MessagingServiceSid: service, ScheduleType: 'fixed' })).toBe(35111);
    expect(await refused({ From: own, ScheduleType: 'fixed', SendAt: at })).toBe(35118);
    expect(await refused({ ...given, SendAt: 'tomorrow' })).toBe(35112);
    const { sid: empty } = await client().messaging.v1.services.create({ friendlyName: 'Empty' });
    expect(await refused({ ...given, MessagingServiceSid: empty })).toBe(21704);
  });

  it('leave at their time and not before, from a sender chosen then', async () => {
    const to = customer();
    const { body } = await schedule(to, 20 * MINUTE);
    await server.advance(20 * MINUTE - 1);
    expect(await statusOf(body.sid)).toBe('scheduled');
    await server.advance(1);
    const sent = await client().messages(body.sid).fetch();
    expect(sent).toMatchObject({ status: 'delivered', from: own });
    expect(await textsOn(server, to, own)).toEqual(['Later']);
  });

  it('are canceled until their time, and not after', async () => {
    const to = customer();
    const { body } = await schedule(to, 20 * MINUTE);
    await server.advance(20 * MINUTE - 1);
    const canceled = await client().messages(body.sid).update({ status: 'canceled' });
    expect(canceled.status).toBe('canceled');
    await server.advance(30 * MINUTE);
    expect(await textsOn(server, to, own)).toEqual([]);
    const other = await schedule(to, 20 * MINUTE);
    await server.advance(20 * MINUTE);
    expect(await refusal(client().messages(other.body.sid).update({ status: 'canceled' }))).toBe('400/20001');
    expect(await refusal(client().messages(body.sid).remove())).toBe('accepted');
  });

  it('are sent once or canceled, whichever came first', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => schedule(customer(), 20 * MINUTE)));
    server.clock.advance(20 * MINUTE);
    const outcomes = await Promise.all(
      made.map(({ body }) => refusal(client().messages(body.sid).update({ status: 'canceled' }))),
    );
    await server.settled();
    for (const [position, { body }] of made.entries()) {
      const wasCanceled = outcomes[position] === 'accepted';
      expect(await statusOf(body.sid)).toBe(wasCanceled ? 'canceled' : 'delivered');
      expect(await textsOn(server, body.to, own)).toHaveLength(wasCanceled ? 0 : 1);
    }
  });

  it('spare a customer who unsubscribed meanwhile', async () => {
    const to = customer();
    const { body } = await schedule(to, 20 * MINUTE);
    await write(server, 'STOP', to, own);
    await server.advance(20 * MINUTE);
    expect(await client().messages(body.sid).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 });
  });

  it('fail when their service is gone or has no senders any more', async () => {
    const { sid } = await client().messaging.v1.services.create({ friendlyName: 'Short-lived' });
    const number = await addNumber(server, `+1212555${8_000 + next}`);
    await client().messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid });
    const one = await schedule(customer(), 20 * MINUTE, { MessagingServiceSid: sid });
    await client().messaging.v1.services(sid).phoneNumbers(number.sid).remove();
    await server.advance(20 * MINUTE);
    expect((await client().messages(one.body.sid).fetch()).errorCode).toBe(21704);
    await client().messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid });
    const two = await schedule(customer(), 20 * MINUTE, { MessagingServiceSid: sid });
    await request(server, 'DELETE', `messaging/v1/Services/${sid}`);
    await server.advance(20 * MINUTE);
    expect((await client().messages(two.body.sid).fetch()).errorCode).toBe(21701);
  });
});
