// Bulks between their turns: stopped one tick before, resumed without being faster, and as long as they may be.
import { beforeAll, describe, expect, it } from 'vitest';
import { addSender, decide, json, type Office } from '../../content/content-fixture.ts';
import { CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { useOutbound } from './outbound-fixture.ts';

const SECOND = 1_000;

describe.each(databases())('turns of bulks on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  const customers = (count: number) => Array.from({ length: count }, () => outbound.newCustomer());
  const bulk = async (Recipients: readonly unknown[], change: Record<string, unknown> = {}) => {
    // Each bulk begins with a sender that has rested.
    await outbound.server.advance(60 * SECOND);
    const { status, body } = await outbound.json('/Bulks', {
      From: CENTRE,
      Body: 'Hello all',
      'Routing.WorkflowSid': outbound.world.workflowSid,
      Mode: 'send-and-wait',
      MessagesPerSecond: 2,
      Recipients,
      ...change,
    });
    expect(status, JSON.stringify(body)).toBe(201);
    await outbound.settled();
    return body.sid as string;
  };
  const countsOf = async (sid: string) => (await outbound.request('GET', `/Bulks/${sid}`)).body.counts;
  const update = async (sid: string, form: Record<string, string>) => {
    const answer = await outbound.request('POST', `/Bulks/${sid}`, form);
    await outbound.settled();
    return answer;
  };
  beforeAll(() => outbound.makeRoom());

  it('a bulk canceled one tick before its turn sends nothing more', async () => {
    const to = customers(4);
    const sid = await bulk(to);
    await outbound.server.advance(SECOND - 1);
    await update(sid, { State: 'canceled' });
    await outbound.server.advance(60 * SECOND);
    expect(await countsOf(sid)).toMatchObject({ sent: 2, canceled: 2, queued: 0 });
    for (const phone of to.slice(2)) expect(await outbound.heard(CENTRE, phone)).toEqual([]);
  });

  it('a bulk paused one tick before its turn waits, and resumed in time sends no earlier', async () => {
    const sid = await bulk(customers(6));
    await outbound.server.advance(SECOND - 1);
    await update(sid, { State: 'paused' });
    await outbound.server.advance(1);
    expect(await countsOf(sid)).toMatchObject({ sent: 2, queued: 4 });
    // Over and over paused and resumed, it is not faster than its sender may be.
    let last = 2;
    for (let round = 0; round < 5; round += 1) {
      await update(sid, { State: 'running' });
      await update(sid, { State: 'paused' });
      const { sent } = await countsOf(sid);
      expect(sent - last).toBeLessThanOrEqual(2);
      last = sent;
    }
    expect(last).toBeLessThanOrEqual(4);
    await update(sid, { State: 'running' });
    for (let second = 0; second < 10; second += 1) await outbound.server.advance(SECOND);
    expect(await countsOf(sid)).toMatchObject({ sent: 6, queued: 0 });
  });

  it('another pace counts from the next turn on', async () => {
    const sid = await bulk(customers(9), { MessagesPerSecond: 1 });
    expect((await countsOf(sid)).sent).toBe(1);
    expect((await update(sid, { MessagesPerSecond: '4' })).body.messages_per_second).toBe(4);
    await outbound.server.advance(SECOND);
    expect((await countsOf(sid)).sent).toBe(5);
    await outbound.server.advance(SECOND - 1);
    expect((await countsOf(sid)).sent).toBe(5);
    await outbound.server.advance(1);
    expect((await countsOf(sid)).sent).toBe(9);
  });

  it('takes a thousand recipients, and gives up those who are left at once', async () => {
    const sid = await bulk(customers(1_000), { MessagesPerSecond: 1 });
    expect(await countsOf(sid)).toMatchObject({ sent: 1, queued: 999 });
    const { body } = await update(sid, { State: 'canceled' });
    expect(body).toMatchObject({ total: 1_000, counts: { sent: 1, queued: 0, canceled: 999 } });
    expect((await update(sid, { State: 'paused' })).body).toMatchObject({ code: 20009 });
  });

  it('complaint: no campaign over WhatsApp with variables and files: each recipient gets their own', async () => {
    const { server, client } = outbound;
    const office: Office = { server, account: server.account, client };
    const From = await addSender(office, `whatsapp:${CENTRE}`);
    const { body: template } = await json(office, 'POST', '/content/v1/Content', {
      friendly_name: 'Ticket',
      language: 'en',
      variables: { 1: 'you', 2: 'sample' },
      types: { 'twilio/media': { body: 'Hello {{1}}', media: ['https://example.com/{{2}}.pdf'] } },
    });
    await decide(office, template.sid, 'approved');
    const [one, other, third] = customers(3).map((number) => `whatsapp:${number}`);
    const sid = await bulk(
      [
        { To: one, ContentVariables: { 1: 'Ann', 2: 'first' } },
        { To: other, ContentVariables: { 1: 'Bob', 2: 'second' } },
        { To: third, ContentVariables: { 1: 'x'.repeat(2_000) } },
      ],
      { From, Body: null, ContentSid: template.sid, MessagesPerSecond: 50 },
    );
    expect(await countsOf(sid)).toMatchObject({ sent: 2, refused: 1 });
    expect(await outbound.heard(From, one)).toEqual(['Hello Ann']);
    expect(await outbound.heard(From, other)).toEqual(['Hello Bob']);
    const left = await server.context.database.read
      .selectFrom('carrier_messages')
      .select(['to_address', 'media_urls'])
      .where('content_sid', '=', template.sid)
      .orderBy('sid')
      .execute();
    expect(left.map(({ to_address, media_urls }) => [to_address, media_urls])).toEqual([
      [one, '["https://example.com/first.pdf"]'],
      [other, '["https://example.com/second.pdf"]'],
    ]);
  });
});
