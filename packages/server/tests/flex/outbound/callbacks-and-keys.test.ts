// What a call tells its maker afterwards, in both generations and in bulks; and how long its key counts.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CENTRE } from '../../journey/world.ts';
import { handset } from '../../messaging/setup.ts';
import { databases } from '../../support/databases.ts';
import { type Receiver, startReceiver } from '../../webhooks/receiver.ts';
import { useOutbound } from './outbound-fixture.ts';

const DAY = 86_400_000;

describe.each(databases())('after a call on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  let receiver: Receiver;
  beforeAll(async () => {
    await outbound.world.flow();
  });
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  const told = (outboundSid: string) =>
    receiver.requests.map(({ form }) => form).filter((form) => form['OutboundSid'] === outboundSid);
  /** A phone whose carrier filters what is sent to it. */
  async function filteredPhone(): Promise<string> {
    const address = outbound.newCustomer();
    const account = outbound.server.account.sid;
    await handset(outbound.server, 'phones', { account, address });
    const { status } = await handset(outbound.server, 'behaviour', {
      account,
      address,
      behaviour: 'fail',
      errorCode: 30007,
    });
    expect(status).toBe(200);
    return address;
  }

  it.each(['legacy', 'conversations'])(
    'each status of the first message is told once (%s)',
    async (Generation) => {
      const { body } = await outbound.call({
        To: outbound.newCustomer(),
        Generation,
        StatusCallback: receiver.url,
      });
      await outbound.settled();
      const forms = told(body.sid);
      const statuses = forms.map((form) => form['MessageStatus']);
      expect(statuses.sort()).toEqual(['delivered', 'sending', 'sent']);
      expect(new Set(forms.map((form) => form['ConversationSid']))).toEqual(new Set([body.conversation_sid]));
      expect(new Set(forms.map((form) => form['From']))).toEqual(new Set([CENTRE]));
    },
  );

  it.each(['legacy', 'conversations'])(
    'complaint: a text the carrier filters is found by audits only (%s): it is told, and shown where it was said',
    async (Generation) => {
      const To = await filteredPhone();
      const { body } = await outbound.call({ To, Generation, StatusCallback: receiver.url });
      await outbound.settled();
      expect(told(body.sid)).toContainEqual(
        expect.objectContaining({ MessageStatus: 'undelivered', ErrorCode: '30007' }),
      );
      if (Generation === 'legacy') {
        const [interaction] = await outbound.client.proxy.v1
          .services(outbound.world.proxyServiceSid)
          .sessions(body.proxy_session_sid)
          .interactions.list();
        expect(interaction).toMatchObject({ outboundResourceStatus: 'undelivered' });
      } else {
        const message = outbound.conversation(body.conversation_sid).messages(body.message_sid);
        expect((await message.fetch()).delivery).toMatchObject({ undelivered: 'all', delivered: 'none' });
        expect(await message.deliveryReceipts.list()).toMatchObject([{ errorCode: 30007 }]);
      }
    },
  );

  it('the StatusCallback of a bulk hears of each recipient’s own call', async () => {
    const to = [outbound.newCustomer(), outbound.newCustomer()];
    const { body } = await outbound.json('/Bulks', {
      From: CENTRE,
      Body: 'Hello',
      'Routing.WorkflowSid': outbound.world.workflowSid,
      Mode: 'send-and-wait',
      MessagesPerSecond: 10,
      StatusCallback: receiver.url,
      Recipients: to,
    });
    await outbound.settled();
    const { items } = (await outbound.request('GET', `/Bulks/${body.sid}/Items`)).body;
    for (const [position, item] of items.entries()) {
      expect(told(item.outbound_sid)).toContainEqual(
        expect.objectContaining({ MessageStatus: 'delivered', To: to[position] }),
      );
    }
    expect(items).toHaveLength(2);
  });

  it('its key gives the same answer for a day, to the millisecond, and is free after it', async () => {
    const To = outbound.newCustomer();
    const key = { 'idempotency-key': `daily-${To}` };
    const first = await outbound.call({ To }, key);
    await outbound.server.advance(DAY - 1);
    const again = await outbound.call({ To }, key);
    expect([again.body.sid, again.headers.get('idempotency-replayed')]).toEqual([first.body.sid, 'true']);
    await outbound.server.advance(1);
    const anew = await outbound.call({ To }, key);
    expect([anew.status, anew.body.code]).toEqual([409, 50416]);
    expect(await outbound.heard(CENTRE, To)).toHaveLength(1);
  });

  it('a refused call leaves its key free for the same call when nothing is in the way any more', async () => {
    const To = outbound.newCustomer();
    const key = { 'idempotency-key': `stopped-${To}` };
    await outbound.says('STOP', { from: To });
    expect((await outbound.call({ To }, key)).body.code).toBe(21610);
    await outbound.says('START', { from: To });
    expect((await outbound.call({ To }, key)).status).toBe(201);
  });
});
