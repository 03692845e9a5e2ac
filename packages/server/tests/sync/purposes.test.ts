// Lists that clients make to have something done: the context tells them what they need, items become answers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListPurpose } from '#realtime/realtime.ts';
import { accessToken } from '../realtime/token-fixture.ts';
import { databases } from '../support/databases.ts';
import { RawClient } from './raw-client.ts';
import { openSync, type SyncDesk, until } from './sync-fixture.ts';

const NAME = 'test.echo';
const DAY_MS = 24 * 3_600_000;

/** Says everything again. */
const echo: ListPurpose = {
  name: NAME,
  ttl: DAY_MS / 1_000,
  open: async (viewer, asked) => ({ identity: viewer.identity, asked }),
  answer: async (viewer, item) => ({
    ...item,
    response: { status: 200, by: viewer.identity, said: item['say'] },
  }),
};

describe.each(databases())('lists with a purpose on $name', ({ create }) => {
  let desk: SyncDesk;
  const chatServiceSid = `IS${'d'.repeat(32)}`;
  beforeAll(async () => {
    desk = await openSync(create, [{ listPurposes: [echo] }]);
  });
  afterAll(() => desk.close());

  const wishOf = (identity: string) => ({
    token: accessToken({
      accountSid: desk.server.account.sid,
      key: desk.key,
      identity,
      ttl: 7 * 24 * 3_600,
      chatServiceSid,
    }),
    productId: 'ip_messaging',
  });

  it('answer items by changing them', async () => {
    const client = await desk.connect(wishOf('ann'));
    const list = await client.list({ purpose: NAME, context: { type: 'Test' } });
    const told = until<{ item: { data: object } }>(list, 'itemUpdated');
    const text = 'x'.repeat(30_000);
    await list.push({ commandId: 'c1', say: text });
    expect((await told).item.data).toEqual({
      commandId: 'c1',
      say: text,
      response: { status: 200, by: 'ann', said: text },
    });
    expect(list.dateExpires).not.toBeNull();
  });

  it('show their context, and are opened anew once they have ended', async () => {
    const client = await RawClient.open(desk.address);
    await client.init(wishOf('bob').token);
    const grant = 'ip_messaging';
    const body = { purpose: NAME, context: { type: 'Test' } };
    const made = await client.request({ grant, method: 'POST', path: '/v3/Lists', body });
    const context = { grant, method: 'GET', path: new URL(made.body.links.context).pathname };
    expect(await client.request(context)).toEqual({
      status: 200,
      body: { data: { identity: 'bob', asked: { type: 'Test' } }, last_event_id: 0 },
    });
    await desk.server.advance(DAY_MS);
    expect(await client.request(context)).toMatchObject({ status: 404, body: { code: 54150 } });
    client.socket.close();
  });
});
