// Whose address a call leaves from when it names none: the agent's own, the one the customer knows, or a service's.
import { beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, OTHER_CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { useOutbound } from './outbound-fixture.ts';

describe.each(databases())('sender policies on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  beforeAll(() => outbound.makeRoom());
  const from = async (SenderPolicy: string, change: Record<string, string> = {}) => {
    const form = { To: outbound.newCustomer(), From: '', SenderPolicy, ...change };
    const { status, body } = await outbound.call(form);
    await outbound.settled();
    return status === 201 ? body.from : [body.code, body.details.parameter];
  };
  const worker = (sid: string) =>
    outbound.client.taskrouter.v1.workspaces(outbound.world.workspaceSid).workers(sid);

  it('agent-number is the number of the worker named by SID, by identity, or by whom the task is for', async () => {
    const [one, other] = outbound.world.workers;
    expect(await from('agent-number', { 'Routing.WorkerSid': other!.sid })).toBe(OTHER_CENTRE);
    expect(await from('agent-number', { AgentIdentity: 'agent_20_2B14155550101' })).toBe(one!.phone);
    const reply = { 'Routing.ReplyTo': 'same-agent', AgentIdentity: 'agent_20_2B14155550102' };
    expect(await from('agent-number', { ...reply, Mode: 'send-and-wait' })).toBe(OTHER_CENTRE);
  });

  it('agent-number is refused by name for an agent without a number, and for a number that is not ours', async () => {
    const { sid } = outbound.world.workers[0]!;
    const { attributes } = await worker(sid).fetch();
    const asked = { 'Routing.WorkerSid': sid };
    await worker(sid).update({ attributes: '{"name":"Anna"}' });
    expect(await from('agent-number', asked)).toEqual([20001, 'SenderPolicy']);
    await worker(sid).update({ attributes: '{"phone":"+14155550142"}' });
    expect(await from('agent-number', asked)).toEqual([21606, 'From']);
    await worker(sid).update({ attributes: '{"phone":7}' });
    expect(await from('agent-number', asked)).toEqual([20001, 'SenderPolicy']);
    await worker(sid).update({ attributes });
    expect(await from('agent-number', asked)).toBe(CENTRE);
  });

  it('sticky is the address of the latest text, whichever way it went', async () => {
    const To = outbound.newCustomer();
    await outbound.client.messages.create({ to: To, from: CENTRE, body: 'Hello' });
    await outbound.settled();
    await outbound.says('Hello too', { from: To, to: OTHER_CENTRE });
    expect(await from('sticky', { To })).toBe(OTHER_CENTRE);
    const other = outbound.newCustomer();
    await outbound.says('Hello', { from: other, to: OTHER_CENTRE });
    await outbound.client.messages.create({ to: other, from: CENTRE, body: 'Hello too' });
    await outbound.settled();
    expect(await from('sticky', { To: other })).toBe(CENTRE);
  });

  it('goes for the legacy generation as well', async () => {
    await outbound.world.flow({ contactIdentity: OTHER_CENTRE });
    const legacy = { Generation: 'legacy', 'Routing.WorkerSid': outbound.world.workers[1]!.sid };
    expect(await from('agent-number', legacy)).toBe(OTHER_CENTRE);
  });

  it('sends an agent to one worker only: a queue beside the worker is refused by name', async () => {
    const [queue] = await outbound.client.taskrouter.v1
      .workspaces(outbound.world.workspaceSid)
      .taskQueues.list();
    const both = { 'Routing.WorkerSid': outbound.world.workers[0]!.sid, 'Routing.QueueSid': queue!.sid };
    expect(await from('agent-number', both)).toEqual([20001, 'Routing.QueueSid']);
  });
});
