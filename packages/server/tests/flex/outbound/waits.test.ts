// Calls that wait for an answer, at the edges of their time, in the legacy generation; and what is no answer.
import { beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, OTHER_CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { answerFrom } from '../../support/handset.ts';
import { useOutbound } from './outbound-fixture.ts';

const MINUTE = 60_000;
const MONTH_SECONDS = 2_592_000;

describe.each(databases())('calls that wait on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  beforeAll(async () => {
    await outbound.makeRoom();
    await outbound.world.flow();
    await outbound.world.flow({ contactIdentity: OTHER_CENTRE, longLived: true });
  });
  const wait = async (change: Record<string, string> = {}) => {
    const To = outbound.newCustomer();
    const form = { To, Generation: 'legacy', Mode: 'send-and-wait', ReplyTimeout: '60', ...change };
    const { status, body } = await outbound.call(form);
    expect(status, JSON.stringify(body)).toBe(201);
    await outbound.settled();
    return { To, ...body } as Record<string, string>;
  };
  const record = async ({ sid }: Record<string, string>) =>
    (await outbound.request('GET', `/Conversations/${sid}`)).body;
  const channelState = async (call: Record<string, string>) =>
    JSON.parse((await outbound.chat(call['conversation_sid']!).fetch()).attributes).status;
  const sessionState = async (call: Record<string, string>) =>
    (
      await outbound.client.proxy.v1
        .services(outbound.world.proxyServiceSid)
        .sessions(call['proxy_session_sid']!)
        .fetch()
    ).status;
  const tasksOf = async (call: Record<string, string>) =>
    (await outbound.tasks().list()).filter(({ attributes }) =>
      attributes.includes(call['conversation_sid']!),
    );

  it('end with their channel and session at the last millisecond and not one before, and free the customer', async () => {
    const call = await wait();
    await outbound.server.advance(MINUTE - 1);
    expect(await record(call)).toMatchObject({ status: 'waiting' });
    expect([await channelState(call), await sessionState(call)]).toEqual(['ACTIVE', 'in-progress']);
    await outbound.server.advance(1);
    expect(await record(call)).toMatchObject({ status: 'expired', task_sid: null });
    expect([await channelState(call), await sessionState(call)]).toEqual(['INACTIVE', 'closed']);
    const again = await outbound.call({ To: call['To']!, Generation: 'legacy' });
    expect(again.status, JSON.stringify(again.body)).toBe(201);
    expect(again.body.conversation_sid).not.toBe(call['conversation_sid']);
  });

  it('are answered one millisecond before their end, and stay so', async () => {
    const call = await wait();
    await outbound.server.advance(MINUTE - 1);
    await outbound.says('Just in time', { from: call['To']! });
    await outbound.server.advance(1);
    expect(await record(call)).toMatchObject({ status: 'answered' });
    expect(await channelState(call)).toBe('ACTIVE');
    expect(await tasksOf(call)).toHaveLength(1);
  });

  it('are answered or over when the answer comes at their end, and never half of each', async () => {
    for (const generation of ['legacy', 'conversations']) {
      const call = await wait({ Generation: generation });
      outbound.server.clock.advance(MINUTE);
      await answerFrom(outbound.server, call['To']!, CENTRE, 'Now?');
      await outbound.settled();
      const { status, task_sid: taskSid } = await record(call);
      expect(['answered', 'expired'], generation).toContain(status);
      expect(taskSid !== null, generation).toBe(status === 'answered');
      expect(await tasksOf(call), generation).toHaveLength(status === 'answered' ? 1 : 0);
    }
  });

  it('leave a long-lived channel as it is: only the waiting ends', async () => {
    const call = await wait({ From: OTHER_CENTRE });
    await outbound.server.advance(MINUTE);
    expect(await record(call)).toMatchObject({ status: 'expired' });
    expect([await channelState(call), await sessionState(call)]).toEqual(['ACTIVE', 'in-progress']);
    await outbound.says('Sorry, I was away', { from: call['To']!, to: OTHER_CENTRE });
    expect(await tasksOf(call)).toHaveLength(1);
    expect(await record(call)).toMatchObject({ status: 'expired', task_sid: null });
  });

  it.each(['legacy', 'conversations'])(
    'take STOP for no answer in %s: nobody gets a task',
    async (Generation) => {
      const call = await wait({ Generation });
      await outbound.says('STOP', { from: call['To']! });
      expect(await record(call)).toMatchObject({ status: 'waiting', task_sid: null });
      expect(await tasksOf(call)).toEqual([]);
      await outbound.server.advance(MINUTE);
      expect(await record(call)).toMatchObject({ status: 'expired' });
    },
  );

  it('wait from a minute to thirty days, both included', async () => {
    const codeOf = async (ReplyTimeout: string) => {
      const { status, body } = await outbound.dryRun({ To: outbound.newCustomer(), ReplyTimeout });
      return status === 200 ? body.ok : [body.code, body.details.parameter];
    };
    expect(await codeOf('60')).toBe(true);
    expect(await codeOf('59')).toEqual([20001, 'ReplyTimeout']);
    expect(await codeOf(String(MONTH_SECONDS))).toBe(true);
    expect(await codeOf(String(MONTH_SECONDS + 1))).toEqual([20001, 'ReplyTimeout']);
  });

  it('wait a week when nothing is said', async () => {
    const call = await wait({ ReplyTimeout: '', Generation: 'conversations' });
    const { date_created: made, date_expires: ends } = await record(call);
    expect(Date.parse(ends) - Date.parse(made)).toBe(7 * 86_400_000);
    await outbound.server.advance(7 * 86_400_000 - 1);
    expect(await record(call)).toMatchObject({ status: 'waiting' });
    await outbound.server.advance(1);
    expect(await record(call)).toMatchObject({ status: 'expired' });
  });
});
