// One call in the legacy generation: Flex channel, Proxy session, task and first message, together or not at all.
import { beforeEach, describe, expect, it } from 'vitest';
import { CENTRE, CUSTOMER, OTHER_CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { useOutbound } from './outbound-fixture.ts';

describe.each(databases())('one call in the legacy generation on $name', ({ create }) => {
  const outbound = useOutbound(create);
  const legacy = (change: Record<string, string> = {}) => outbound.call({ Generation: 'legacy', ...change });
  let flowSid: string;
  beforeEach(async () => {
    flowSid = await outbound.world.flow();
  });

  it('makes channel, session, task and first message, as the SDK sees them', async () => {
    const { status, body } = await legacy({ 'Routing.WorkerSid': outbound.world.workers[0]!.sid });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ generation: 'legacy', mode: 'open-now', outcome: 'opened', status: 'open' });
    expect(body.sid).toMatch(/^OB[0-9a-f]{32}$/);
    expect(await outbound.heard()).toEqual(['Your order has arrived']);

    const channel = await outbound.chat(body.conversation_sid).fetch();
    expect(JSON.parse(channel.attributes)).toMatchObject({
      from: CUSTOMER,
      status: 'ACTIVE',
      proxySession: body.proxy_session_sid,
    });
    const session = await outbound.client.proxy.v1
      .services(outbound.world.proxyServiceSid)
      .sessions(body.proxy_session_sid)
      .fetch();
    expect(session).toMatchObject({ uniqueName: body.conversation_sid, status: 'in-progress' });
    const flexChannel = await outbound.client.flexApi.v1.channel(body.conversation_sid).fetch();
    expect(flexChannel).toMatchObject({ taskSid: body.task_sid, flexFlowSid: flowSid });
    expect(await outbound.taskAttributes(body.task_sid)).toMatchObject({
      channelSid: body.conversation_sid,
      customerName: 'Jane',
      direction: 'outbound',
      from: CUSTOMER,
      outboundSid: body.sid,
    });
    expect(await outbound.offeredTo(body.task_sid)).toEqual([outbound.world.workers[0]!.sid]);
    const message = await outbound.chat(body.conversation_sid).messages(body.message_sid).fetch();
    expect(message).toMatchObject({ body: 'Your order has arrived', from: 'agent_20_2B14155550101' });

    await outbound.says('Thanks');
    const said = await outbound.chat(body.conversation_sid).messages.list();
    expect(said.map(({ body: text }) => text)).toEqual(['Your order has arrived', 'Thanks']);
    expect(await outbound.tasks().list()).toHaveLength(1);
  });

  it('can be read again, and is in the list', async () => {
    const { body } = await legacy();
    const fetched = await outbound.request('GET', `/Conversations/${body.sid}`);
    expect(fetched.status).toBe(200);
    expect(fetched.body).toEqual(body);
    const listed = await outbound.request('GET', `/Conversations?To=${encodeURIComponent(CUSTOMER)}`);
    expect(listed.body.conversations).toEqual([body]);
    expect((await outbound.request('GET', '/Conversations?Status=waiting')).body.conversations).toEqual([]);
  });

  it('rejects a second call by naming the conversation, its agent and its age, and writes nothing', async () => {
    const { body: first } = await legacy({ 'Routing.WorkerSid': outbound.world.workers[0]!.sid });
    await outbound.accept(first.task_sid);
    await outbound.says('Who is this?');
    await outbound.server.advance(60_000);
    const before = await outbound.rows();
    const { status, body } = await legacy();
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 80604,
      details: {
        conversation_sid: first.conversation_sid,
        generation: 'legacy',
        agent: { worker_sid: outbound.world.workers[0]!.sid, worker_name: `agent ${CENTRE}` },
        task_sid: first.task_sid,
        direction: 'outbound',
        age_seconds: 60,
        last_message_age_seconds: 60,
      },
    });
    expect(body.message).toContain(first.conversation_sid);
    expect(await outbound.rows()).toEqual(before);
  });

  it('goes on in the open conversation with its task when it is to be reused', async () => {
    const { body: first } = await legacy();
    const { status, body } = await legacy({ IfOpen: 'reuse', Body: 'One more thing' });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({
      outcome: 'reused',
      conversation_sid: first.conversation_sid,
      task_sid: first.task_sid,
      proxy_session_sid: first.proxy_session_sid,
    });
    expect(await outbound.heard()).toEqual(['Your order has arrived', 'One more thing']);
    expect(await outbound.tasks().list()).toHaveLength(1);
  });

  it('gives a reused conversation a task when it has none, and an appended one none', async () => {
    const { body: waiting } = await legacy({ Mode: 'send-and-wait' });
    expect(waiting).toMatchObject({ status: 'waiting', task_sid: null });
    const { body: appended } = await legacy({ IfOpen: 'append', Body: 'Hello?' });
    expect(appended).toMatchObject({ outcome: 'appended', task_sid: null });
    const { body: reused } = await legacy({ IfOpen: 'reuse', Body: 'Anybody?' });
    expect(reused.task_sid).toMatch(/^WT/);
    expect(reused.conversation_sid).toBe(waiting.conversation_sid);
    expect(await outbound.tasks().list()).toHaveLength(1);
    expect((await outbound.request('GET', `/Conversations/${waiting.sid}`)).body.status).toBe('superseded');
  });

  it.each([
    ['a waiting task is replaced', false],
    ['a task somebody works on is transferred', true],
  ])('takes a conversation over: %s', async (_what, isAccepted) => {
    const [mine, other] = outbound.world.workers;
    const { body: first } = await legacy({ 'Routing.WorkerSid': other!.sid });
    if (isAccepted) await outbound.accept(first.task_sid);
    const { status, body } = await legacy({
      IfOpen: 'take-over',
      'Routing.WorkerSid': mine!.sid,
      Body: 'Now me',
    });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ outcome: 'taken-over', conversation_sid: first.conversation_sid });
    await outbound.accept(body.task_sid);
    const channel = await outbound.client.flexApi.v1.channel(first.conversation_sid).fetch();
    expect(channel.taskSid).toBe(body.task_sid);
    const attributes = JSON.parse((await outbound.chat(first.conversation_sid).fetch()).attributes);
    expect(attributes.status).toBe('ACTIVE');
    const open = (await outbound.tasks().list()).filter(
      ({ assignmentStatus }) => assignmentStatus !== 'canceled',
    );
    expect(open.map(({ sid }) => sid)).toEqual([body.task_sid]);
    expect((await outbound.offeredTo(body.task_sid)).at(-1)).toBe(mine!.sid);
  });

  it('waits for the answer, which goes to the agent who wrote', async () => {
    const [, agent] = outbound.world.workers;
    const { body } = await legacy({
      Mode: 'send-and-wait',
      'Routing.ReplyTo': 'same-agent',
      'Routing.WorkerSid': agent!.sid,
    });
    expect(body).toMatchObject({ status: 'waiting', task_sid: null });
    expect(await outbound.tasks().list()).toHaveLength(0);
    await outbound.says('Yes please');
    const [task, ...more] = await outbound.tasks().list();
    expect(more).toEqual([]);
    expect(await outbound.offeredTo(task!.sid)).toEqual([agent!.sid]);
    const { body: answered } = await outbound.request('GET', `/Conversations/${body.sid}`);
    expect(answered).toMatchObject({ status: 'answered', task_sid: task!.sid });
    await outbound.says('Please');
    expect(await outbound.tasks().list()).toHaveLength(1);
  });

  it('refuses an address no flow leads to tasks for, and one no Proxy service has', async () => {
    const before = await outbound.rows();
    const { status, body } = await legacy({ From: OTHER_CENTRE });
    expect({ status, code: body.code, parameter: body.details.parameter }).toEqual({
      status: 404,
      code: 45205,
      parameter: 'From',
    });
    expect(await outbound.rows()).toEqual(before);
  });
});
