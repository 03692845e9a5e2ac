// Bulks: throttled by the clock, paused, resumed, canceled, refused one by one, and whole after a crash.
import { describe, expect, it } from 'vitest';
import { CENTRE, OTHER_CENTRE } from '../../journey/world.ts';
import { request } from '../../messaging/setup.ts';
import { databases } from '../../support/databases.ts';
import { type Json, useOutbound } from './outbound-fixture.ts';

const SECOND = 1_000;

describe.each(databases())('bulks of calls on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  const customers = (count: number) => Array.from({ length: count }, () => outbound.newCustomer());
  const bulk = (recipients: readonly unknown[], change: Record<string, unknown> = {}) =>
    outbound.json('/Bulks', {
      From: CENTRE,
      Body: 'Hello all',
      'Routing.WorkflowSid': outbound.world.workflowSid,
      Mode: 'send-and-wait',
      MessagesPerSecond: 2,
      Recipients: recipients,
      ...change,
    });
  const progress = async (sid: string) => (await outbound.request('GET', `/Bulks/${sid}`)).body;
  const update = (sid: string, form: Record<string, string>) =>
    outbound.request('POST', `/Bulks/${sid}`, form);
  const items = async (sid: string, query = '') =>
    (await outbound.request('GET', `/Bulks/${sid}/Items?PageSize=1000${query}`)).body.items as Json[];
  const rest = async (...senders: string[]) => {
    // Each test begins with senders that have rested.
    await outbound.server.advance(60 * SECOND);
    expect(senders).toBeDefined();
  };

  it('writes to all recipients, each in their own words, as fast as the sender may', async () => {
    const to = customers(5);
    const recipients = to.map((To, number) => ({ To, Body: `Hello ${number}`, CustomerName: `C${number}` }));
    const { status, body } = await bulk(recipients);
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ state: 'running', total: 5, messages_per_second: 2 });
    await outbound.settled();
    expect((await progress(body.sid)).counts).toMatchObject({ sent: 2, queued: 3 });
    await outbound.server.advance(SECOND - 1);
    expect((await progress(body.sid)).counts.sent).toBe(2);
    await outbound.server.advance(1);
    expect((await progress(body.sid)).counts.sent).toBe(4);
    await outbound.server.advance(SECOND);
    expect(await progress(body.sid)).toMatchObject({ state: 'completed', counts: { sent: 5, queued: 0 } });
    for (const [number, phone] of to.entries()) {
      expect(await outbound.heard(CENTRE, phone)).toEqual([`Hello ${number}`]);
    }
    const [item] = await items(body.sid);
    const { body: record } = await outbound.request('GET', `/Conversations/${item.outbound_sid}`);
    expect(record).toMatchObject({ to: to[0], bulk_sid: body.sid, status: 'waiting', customer_name: 'C0' });
    const listed = await outbound.request('GET', `/Conversations?BulkSid=${body.sid}`);
    expect(listed.body.conversations).toHaveLength(5);
    await outbound.says('Tell me more', { from: to[0]! });
    expect((await outbound.request('GET', `/Conversations/${item.outbound_sid}`)).body).toMatchObject({
      status: 'answered',
      task_sid: expect.stringMatching(/^WT/),
    });
  });

  it('tells what became of each recipient, and goes on past those who are refused', async () => {
    await rest(CENTRE);
    const [stopped, open, fine] = customers(3);
    await outbound.says('STOP', { from: stopped! });
    await outbound.call({ To: open! });
    const { body } = await bulk([stopped, open, '12', fine], { MessagesPerSecond: 100 });
    await outbound.settled();
    expect(await progress(body.sid)).toMatchObject({ state: 'completed', counts: { sent: 1, refused: 3 } });
    const all = await items(body.sid);
    expect(all.map(({ state, error_code }) => [state, error_code])).toEqual([
      ['refused', 21610],
      ['refused', 50416],
      ['refused', 21211],
      ['sent', null],
    ]);
    expect(all[1].error_details).toMatchObject({ generation: 'conversations' });
    expect((await items(body.sid, '&State=sent')).map(({ to }) => to)).toEqual([fine]);
    expect((await outbound.request('GET', `/Bulks/${body.sid}/Items/${all[0].sid}`)).body).toEqual(all[0]);
  });

  it('is paused, resumed and canceled', async () => {
    await rest(CENTRE);
    const { body } = await bulk(customers(6));
    await outbound.settled();
    expect((await update(body.sid, { State: 'paused' })).body).toMatchObject({ state: 'paused' });
    await outbound.server.advance(60 * SECOND);
    expect((await progress(body.sid)).counts).toMatchObject({ sent: 2, queued: 4 });
    await update(body.sid, { State: 'running' });
    await outbound.settled();
    expect((await progress(body.sid)).counts).toMatchObject({ sent: 4, queued: 2 });
    const { body: canceled } = await update(body.sid, { State: 'canceled' });
    expect(canceled).toMatchObject({ state: 'canceled', counts: { sent: 4, queued: 0, canceled: 2 } });
    await outbound.server.advance(60 * SECOND);
    expect((await progress(body.sid)).counts).toMatchObject({ sent: 4, canceled: 2 });
    const late = await update(body.sid, { State: 'running' });
    expect({ status: late.status, code: late.body.code }).toEqual({ status: 409, code: 20009 });
  });

  it('shares the pace of a sender among bulks, and not among senders', async () => {
    await rest(CENTRE);
    const [one, two, other] = await Promise.all([
      bulk(customers(4)),
      bulk(customers(4)),
      bulk(customers(4), { From: OTHER_CENTRE }),
    ]);
    await outbound.settled();
    const sent = async (...made: { body: Json }[]) =>
      (await Promise.all(made.map(({ body }) => progress(body.sid)))).reduce(
        (sum, { counts }) => sum + counts.sent,
        0,
      );
    expect(await sent(one, two)).toBe(2);
    expect(await sent(other)).toBe(2);
    for (let second = 0; second < 3; second += 1) await outbound.server.advance(SECOND);
    expect(await sent(one, two)).toBe(8);
  });

  it('puts off who sleeps until their night is over', async () => {
    await rest(CENTRE);
    const { clock } = outbound.server;
    const DAY = 86_400 * SECOND;
    const at = (hour: number) => Math.ceil((clock.now() + 1) / DAY) * DAY + hour * 3_600 * SECOND;
    await outbound.server.advance(at(2) - clock.now());
    const made = await request(outbound.server, 'POST', 'messaging/v1/SendingRules', {
      Subject: OTHER_CENTRE,
      QuietStart: '21:00',
      QuietEnd: '08:00',
      TimeZone: 'UTC',
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { body } = await bulk(['+447400123456'], { From: OTHER_CENTRE });
    await outbound.settled();
    const [item] = await items(body.sid);
    expect(item).toMatchObject({ state: 'queued', error_code: null });
    const wait = Date.parse(item.date_due) - clock.now();
    expect(wait).toBeGreaterThan(0);
    await outbound.server.advance(wait - 1);
    expect((await progress(body.sid)).counts.queued).toBe(1);
    await outbound.server.advance(1);
    expect(await progress(body.sid)).toMatchObject({ state: 'completed', counts: { sent: 1 } });
  });

  it('leaves a step undone that failed, and does it once afterwards', async () => {
    await rest(CENTRE);
    const { database } = outbound.server.context;
    const to = customers(2);
    const { body } = await bulk(to);
    await outbound.settled();
    // What a process that died would have left: the step is not done and its timer is still there.
    await database.transaction(async (tx) => {
      await tx.db
        .updateTable('outbound_bulks')
        .set({ state: 'running' })
        .where('sid', '=', body.sid)
        .execute();
      await tx.db
        .insertInto('timers')
        .values({ kind: 'outbound.bulk', subject: body.sid, due_at: 0, data: '{}' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
    await outbound.server.advance(60 * SECOND);
    for (const phone of to) expect(await outbound.heard(CENTRE, phone)).toEqual(['Hello all']);
    expect((await progress(body.sid)).counts.sent).toBe(2);
  });

  it.each<[string, unknown, string]>([
    ['no recipients', [], 'Recipients'],
    ['too many recipients', Array.from({ length: 1_001 }, (_, number) => `+1415555${number}`), 'Recipients'],
    ['a recipient without an address', [{ CustomerName: 'x' }], 'Recipients'],
    ['a recipient that is no object', [7], 'Recipients'],
    ['a recipient named twice', ['+14155550188', '+1 415 555 0188'], 'Recipients'],
    ['recipients that are no list', '{"To":"+14155550188"}', 'Recipients'],
    ['recipients that are no JSON', '[', 'Recipients'],
    ['recipients nested too deeply', `${'['.repeat(200)}${']'.repeat(200)}`, 'Recipients'],
  ])('refuses %s, and makes nothing', async (_what, recipients, parameter) => {
    const before = (await outbound.request('GET', '/Bulks')).body.bulks.length;
    const { status, body } = await bulk(recipients as never);
    expect({ status, code: body.code, parameter: body.details?.parameter }).toEqual({
      status: 400,
      code: 20001,
      parameter,
    });
    expect((await outbound.request('GET', '/Bulks')).body.bulks).toHaveLength(before);
  });

  it('refuses a pace nobody has, and is nobody else’s', async () => {
    const refused = await bulk(customers(1), { MessagesPerSecond: 0 });
    expect(refused.body.details.parameter).toBe('MessagesPerSecond');
    const { body } = await bulk(customers(1));
    const stranger = await outbound.server.addAccount();
    const authorization = `Basic ${btoa(`${stranger.sid}:${stranger.token}`)}`;
    for (const path of [`/Bulks/${body.sid}`, `/Bulks/${body.sid}/Items`]) {
      const answer = await fetch(`${outbound.server.url}/outbound/v1${path}`, { headers: { authorization } });
      expect(answer.status).toBe(404);
    }
  });
});
