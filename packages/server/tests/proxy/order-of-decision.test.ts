// The order in which the inbound address decides about a text, with everything set up that could take it; and the
// edges of the time sessions have when only their service says how long.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { ProxyServer } from './proxy-server.ts';
import { tellText } from './signed-texts.ts';

describe.each(databases())('the order of decision on $name', (kind) => {
  let proxy: ProxyServer;
  let receiver: Receiver;
  let program: Receiver;
  let chatServiceSid: string;
  let number: string;
  let flowSid: string;
  let service: Awaited<ReturnType<ProxyServer['service']>>;
  let customer: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    ({ sid: chatServiceSid } = await proxy.client.chat.v2.services.create({ friendlyName: 'Flex' }));
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    [receiver, program] = [await startReceiver(), await startReceiver()];
    number = proxy.freshNumber();
    customer = proxy.freshNumber(212);
    service = await proxy.service([number], {
      chatInstanceSid: chatServiceSid,
      outOfSessionCallbackUrl: receiver.url,
    });
    const flow = await proxy.client.flexApi.v1.flexFlow.create({
      friendlyName: 'Texts',
      chatServiceSid,
      channelType: 'sms',
      contactIdentity: number,
      enabled: true,
      integrationType: 'external',
      'integration.url': program.url,
    });
    flowSid = flow.sid;
  });
  afterEach(async () => {
    await proxy.client.proxy.v1.services(service.sid).remove();
    await Promise.all([receiver.close(), program.close()]);
  });

  const say = (body: string, signature?: string) =>
    tellText(proxy, service.sid, [customer, number, body], signature === undefined ? {} : { signature });
  const bodiesTo = ({ requests }: Receiver) => requests.map(({ form }) => form['Body']);
  const sessions = () => service.api.sessions.list();
  const phones = async (status: string) => {
    const session = await service.api.sessions.create({
      mode: 'message-only',
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: '+12125550177' },
      ] as never,
    });
    if (status !== 'open') await service.api.sessions(session.sid).update({ status: status as 'closed' });
    return session.sid;
  };
  const heard = async () => (await proxy.textsTo('+12125550177')).map(({ body }) => body);

  it('is: signature, words, open session, enabled flow, OutOfSessionCallbackUrl', async () => {
    // 1: whoever signed it wrongly is not heard by anybody.
    expect((await say('STOP', 'wrong')).status).toBe(403);
    // 2: a word goes before the session, the flow and the callback.
    const sessionSid = await phones('open');
    await say('STOP');
    await say('START');
    expect(await heard()).toEqual([]);
    expect(await proxy.codesFrom(customer)).toEqual([80901, 80901]);
    // 3: the open session goes before the flow and the callback.
    await say('to the other phone');
    expect(await heard()).toContain('to the other phone');
    expect(await service.api.sessions(sessionSid).fetch()).toMatchObject({ status: 'in-progress' });
    expect([bodiesTo(program), bodiesTo(receiver)]).toEqual([[], []]);
    // 4: without one the enabled flow goes before the callback, and makes a session of its own.
    await service.api.sessions(sessionSid).update({ status: 'closed' });
    await say('to the flow');
    expect([bodiesTo(program), bodiesTo(receiver)]).toEqual([['to the flow'], []]);
    const own = (await sessions()).find(({ status }) => status === 'in-progress');
    expect(own!.uniqueName).toMatch(/^CH/);
    // 5: a flow that is not enabled is passed by, and the callback is asked.
    await service.api.sessions(own!.sid).update({ status: 'closed' });
    await proxy.client.flexApi.v1.flexFlow(flowSid).update({ enabled: false });
    await say('to the callback');
    expect(bodiesTo(receiver)).toEqual(['to the callback']);
    expect(bodiesTo(program)).toEqual(['to the flow']);
    // 6: nobody is left: the text is kept, and told (80902).
    await proxy.client.proxy.v1.services(service.sid).update({ outOfSessionCallbackUrl: '' });
    await say('to nobody');
    expect((await proxy.codesFrom(customer)).at(-1)).toBe(80902);
    const kept = await proxy.client.messages.list({ from: customer, to: number });
    expect(kept.map(({ body }) => body)).toContain('to nobody');
  });

  it('passes a word to nobody without a session either, and keeps the refusal', async () => {
    await say('unsubscribe');
    expect([bodiesTo(program), bodiesTo(receiver), await sessions()]).toEqual([[], [], []]);
    await say('and now?');
    expect(bodiesTo(program)).toEqual(['and now?']);
    const refused = proxy.client.messages.create({ from: number, to: customer, body: 'Hello' });
    await expect(refused).rejects.toMatchObject({ code: 21610 });
  });

  it('gives a session the time its service says, to the millisecond, and none when it says nothing more', async () => {
    await proxy.client.proxy.v1.services(service.sid).update({ defaultTtl: 60 });
    const sessionSid = await phones('open');
    const stateOf = async () => {
      const { status, closedReason } = await service.api.sessions(sessionSid).fetch();
      return [status, closedReason];
    };
    // The session keeps the time it was made with.
    await proxy.client.proxy.v1.services(service.sid).update({ defaultTtl: 1 });
    await proxy.server.advance(59_999);
    expect(await stateOf()).toEqual(['open', null]);
    await say('in the last moment');
    expect(await heard()).toContain('in the last moment');
    await proxy.server.advance(59_999);
    expect(await stateOf()).toEqual(['in-progress', null]);
    await proxy.server.advance(1);
    expect(await stateOf()).toEqual(['closed', 'ttl']);
    await say('too late');
    expect(bodiesTo(program)).toEqual(['too late']);
  });
});
