// One call in the current generation: conversation, interaction, task and first message, together or not at all.
import { beforeAll, describe, expect, it } from 'vitest';
import { CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { useOutbound } from './outbound-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('one call in the current generation on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  const workers = () => outbound.world.workers;
  beforeAll(() => outbound.makeRoom());
  const record = async (sid: string) => (await outbound.request('GET', `/Conversations/${sid}`)).body;
  const tasksOf = async (conversationSid: string) =>
    (await outbound.tasks().list()).filter(({ attributes }) => attributes.includes(conversationSid));

  it('makes conversation, participant, interaction, task and message, as the SDK sees them', async () => {
    const To = outbound.newCustomer();
    const { status, body } = await outbound.call({ To, 'Routing.WorkerSid': workers()[1]!.sid });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({
      generation: 'conversations',
      outcome: 'opened',
      status: 'open',
      segments: 1,
    });
    expect(await outbound.heard(CENTRE, To)).toEqual(['Your order has arrived']);
    const participants = await outbound.conversation(body.conversation_sid).participants.list();
    expect(participants.map(({ messagingBinding }) => messagingBinding)).toEqual([
      expect.objectContaining({ address: To, proxy_address: CENTRE }),
    ]);
    const interaction = await outbound.client.flexApi.v1.interaction(body.interaction_sid).fetch();
    const task = JSON.parse(interaction.routing.properties.attributes);
    expect(task).toMatchObject({
      conversationSid: body.conversation_sid,
      customerName: 'Jane',
      direction: 'outbound',
      outboundSid: body.sid,
    });
    expect(interaction.routing.properties.sid).toBe(body.task_sid);
    expect(await outbound.offeredTo(body.task_sid)).toEqual([workers()[1]!.sid]);
    const message = await outbound.conversation(body.conversation_sid).messages(body.message_sid).fetch();
    expect(message).toMatchObject({ body: 'Your order has arrived', author: 'agent_20_2B14155550102' });
    await outbound.says('Thanks', { from: To });
    expect(await outbound.texts(body.conversation_sid)).toEqual(['Your order has arrived', 'Thanks']);
    expect(await tasksOf(body.conversation_sid)).toHaveLength(1);
  });

  it('takes the same parameters as JSON', async () => {
    const To = outbound.newCustomer();
    const { status, body } = await outbound.json('/Conversations', {
      To,
      SenderPolicy: 'agent-number',
      Body: 'Hello',
      Routing: {
        worker_sid: workers()[1]!.sid,
        workflow_sid: outbound.world.workflowSid,
        priority: 7,
        attributes: { language: 'de' },
      },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ from: workers()[1]!.phone, author: 'agent_20_2B14155550102' });
    const task = await outbound.tasks()(body.task_sid).fetch();
    expect(task.priority).toBe(7);
    expect(JSON.parse(task.attributes)).toMatchObject({ language: 'de' });
  });

  it('rejects a second call with 50416, naming conversation, agent and age, and writes nothing', async () => {
    const To = outbound.newCustomer();
    const { body: first } = await outbound.call({ To, 'Routing.WorkerSid': workers()[0]!.sid });
    await outbound.accept(first.task_sid);
    await outbound.server.advance(MINUTE);
    const before = await outbound.rows();
    const { status, body } = await outbound.call({ To });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 50416,
      details: {
        conversation_sid: first.conversation_sid,
        generation: 'conversations',
        agent: { identity: 'agent_20_2B14155550101', worker_name: `agent ${CENTRE}` },
        task_sid: first.task_sid,
        direction: 'outbound',
        age_seconds: 60,
        last_message_age_seconds: 60,
      },
    });
    expect(body.message).toContain(first.conversation_sid);
    expect(await outbound.rows()).toEqual(before);
  });

  it('appends to an open conversation without a second task, and reuses its task', async () => {
    const To = outbound.newCustomer();
    const { body: first } = await outbound.call({ To });
    const { body: appended } = await outbound.call({ To, IfOpen: 'append', Body: 'Two' });
    const { body: reused } = await outbound.call({ To, IfOpen: 'reuse', Body: 'Three' });
    expect(appended).toMatchObject({ outcome: 'appended', conversation_sid: first.conversation_sid });
    expect(reused).toMatchObject({ outcome: 'reused', task_sid: first.task_sid });
    expect(await outbound.heard(CENTRE, To)).toEqual(['Your order has arrived', 'Two', 'Three']);
    expect(await tasksOf(first.conversation_sid)).toHaveLength(1);
  });

  it.each([
    ['an invite nobody answered is replaced', false],
    ['the task of the agent is transferred', true],
  ])('takes a conversation over: %s', async (_what, isAccepted) => {
    const [mine, other] = workers();
    const To = outbound.newCustomer();
    const { body: first } = await outbound.call({ To, 'Routing.WorkerSid': other!.sid });
    if (isAccepted) await outbound.accept(first.task_sid);
    const take = { To, IfOpen: 'take-over', 'Routing.WorkerSid': mine!.sid, Body: 'Now me' };
    const { status, body } = await outbound.call(take);
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ outcome: 'taken-over', conversation_sid: first.conversation_sid });
    await outbound.settled();
    expect((await outbound.offeredTo(body.task_sid)).at(-1)).toBe(mine!.sid);
    const open = (await tasksOf(first.conversation_sid)).filter(
      ({ assignmentStatus }) => assignmentStatus !== 'canceled',
    );
    expect(open.map(({ sid }) => sid)).toEqual([body.task_sid]);
    const again = await outbound.call(take);
    expect(again.body).toMatchObject({ task_sid: body.task_sid });
  });

  it('makes a task when a conversation without one is reused', async () => {
    const To = outbound.newCustomer();
    const { body: first } = await outbound.call({ To, Mode: 'send-and-wait' });
    expect(first).toMatchObject({ status: 'waiting', task_sid: null, interaction_sid: null });
    const { body } = await outbound.call({ To, IfOpen: 'reuse' });
    expect(body.task_sid).toMatch(/^WT/);
    expect((await record(first.sid)).status).toBe('superseded');
  });

  it('gives the first answer to the agent who wrote, once', async () => {
    const To = outbound.newCustomer();
    const { body } = await outbound.call({
      To,
      Mode: 'send-and-wait',
      'Routing.ReplyTo': 'same-agent',
      AgentIdentity: 'agent_20_2B14155550102',
    });
    expect(await tasksOf(body.conversation_sid)).toEqual([]);
    await outbound.says('Yes', { from: To });
    await outbound.says('Please', { from: To });
    const [task, ...more] = await tasksOf(body.conversation_sid);
    expect(more).toEqual([]);
    expect(await outbound.offeredTo(task!.sid)).toEqual([workers()[1]!.sid]);
    expect(JSON.parse(task!.attributes)).toMatchObject({ direction: 'inbound', outboundSid: body.sid });
    expect(await record(body.sid)).toMatchObject({ status: 'answered', task_sid: task!.sid });
  });

  it('gives the answer to anybody while the agent who wrote is away', async () => {
    const [here, away] = workers();
    const worker = outbound.client.taskrouter.v1.workspaces(outbound.world.workspaceSid).workers(away!.sid);
    const { activitySid } = await worker.fetch();
    const offline = (
      await outbound.client.taskrouter.v1.workspaces(outbound.world.workspaceSid).activities.list()
    ).find(({ available }) => !available);
    const To = outbound.newCustomer();
    const { body } = await outbound.call({
      To,
      Mode: 'send-and-wait',
      'Routing.ReplyTo': 'same-agent',
      'Routing.WorkerSid': away!.sid,
    });
    await worker.update({ activitySid: offline!.sid });
    await outbound.says('Yes', { from: To });
    const [task] = await tasksOf(body.conversation_sid);
    expect(JSON.parse(task!.attributes)).toMatchObject({ outboundSid: body.sid });
    expect(await outbound.offeredTo(task!.sid)).not.toContain(away!.sid);
    expect(here).toBeDefined();
    await worker.update({ activitySid });
    await outbound.settled();
  });

  it('waits until its time is over and not a moment longer, and then frees the customer', async () => {
    const calls = await Promise.all(
      Array.from({ length: 2 }, async () => {
        const To = outbound.newCustomer();
        const { body } = await outbound.call({ To, Mode: 'send-and-wait', ReplyTimeout: '60' });
        return { To, ...body };
      }),
    );
    await outbound.server.advance(MINUTE - 1);
    expect((await record(calls[0].sid)).status).toBe('waiting');
    await outbound.says('Just in time', { from: calls[0].To });
    await outbound.server.advance(1);
    expect((await record(calls[0].sid)).status).toBe('answered');
    expect((await record(calls[1].sid)).status).toBe('expired');
    expect((await outbound.conversation(calls[1].conversation_sid).fetch()).state).toBe('closed');
    expect((await outbound.conversation(calls[0].conversation_sid).fetch()).state).toBe('active');
    expect((await outbound.call({ To: calls[1].To })).status).toBe(201);
  });

  it('answers the same key with the same call, and another call with the same key not at all', async () => {
    const To = outbound.newCustomer();
    const key = { 'idempotency-key': `key-${To}` };
    const first = await outbound.call({ To }, key);
    const again = await outbound.call({ To }, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await outbound.call({ To, Body: 'Other' }, key)).body.code).toBe(20422);
    expect(await outbound.heard(CENTRE, To)).toEqual(['Your order has arrived']);
    const refused = await outbound.call({ To }, { 'idempotency-key': `late-${To}` });
    expect(refused.body.code).toBe(50416);
  });

  it('tells the status callback what becomes of the first message', async () => {
    const To = outbound.newCustomer();
    const { body } = await outbound.call({ To, StatusCallback: 'http://127.0.0.1:1/told' });
    await outbound.settled();
    const told = await outbound.server.context.database.read
      .selectFrom('webhook_deliveries')
      .select(['parameters', 'event_type'])
      .where('subject_sid', '=', body.sid)
      .orderBy('sid')
      .execute();
    expect(told.map(({ event_type }) => event_type)).toContain('outbound.message-status');
    const statuses = told.map(({ parameters }) => JSON.parse(parameters));
    expect(statuses.at(-1)).toMatchObject({
      OutboundSid: body.sid,
      ConversationSid: body.conversation_sid,
      MessageStatus: 'delivered',
      To,
    });
  });

  it('says nothing of the calls of another account', async () => {
    const { body } = await outbound.call({ To: outbound.newCustomer() });
    const stranger = await outbound.server.addAccount();
    const answer = await fetch(`${outbound.server.url}/outbound/v1/Conversations/${body.sid}`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${stranger.sid}:${stranger.token}`).toString('base64')}`,
      },
    });
    expect(answer.status).toBe(404);
    const nobody = await fetch(`${outbound.server.url}/outbound/v1/Conversations`);
    expect(nobody.status).toBe(401);
  });
});
