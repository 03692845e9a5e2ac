// Working on interactions: agents come and go, conversations are parked, taken up again and closed.
import { beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../../support/handset.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { type Centre, eventsOf, type Json, type Opened, openCentre } from './interaction-fixture.ts';

const UNATTENDED = 'flex-interaction-channel.unattended';
const DAY = 86_400_000;

async function codeOf(promise: Promise<unknown>): Promise<number | undefined> {
  return promise.then(
    () => undefined,
    (error: Json) => error.code,
  );
}

describe.each(databases())('working on interactions on $name', ({ create }) => {
  let server: TestServer;
  let centre: Centre;
  let number = 0;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    centre = await openCentre(server);
  });

  /** An agent with an interaction that only they can get, and nobody else's work. */
  async function offered(routing: object = {}) {
    number += 1;
    const name = `agent${number}`;
    const workerSid = await centre.workspace.addWorker(name);
    const opened = await centre.open({ routing: { worker_sid: workerSid, ...routing } });
    return { name, workerSid, ...opened };
  }

  async function accepted(routing: object = {}) {
    const work = await offered(routing);
    const reservationSid = await centre.accept(work.taskSid);
    const [agent] = await agentsOf(work);
    return { ...work, reservationSid, agentSid: agent!.sid };
  }

  const participantsOf = (opened: Opened) => centre.channel(opened).participants.list();
  const agentsOf = async (opened: Opened) =>
    (await participantsOf(opened)).filter(({ type }) => type === 'agent');
  const statusOf = async (opened: Opened) => (await centre.channel(opened).fetch()).status;
  const park = (opened: Opened, sid: string) =>
    centre.channel(opened).participants(sid).update({ status: 'closed' });
  const invite = async (opened: Opened, properties: object): Promise<Json> => {
    const made: Json = await centre.channel(opened).invites.create({
      routing: {
        properties: {
          workspace_sid: centre.workspace.sid,
          workflow_sid: centre.workspace.workflowSid,
          task_channel_unique_name: 'default',
          ...properties,
        },
      },
    });
    await server.settled();
    return made;
  };
  const unattended = (opened: Opened) => eventsOf(server, UNATTENDED, opened.channelSid);

  describe('an agent who accepts', () => {
    it('is in the conversation under an encoded name, and takes part as agent', async () => {
      const workerSid = await centre.workspace.addWorker('bob.smith@example.com');
      const opened = await centre.open({ routing: { worker_sid: workerSid } });
      expect(await centre.identitiesIn(opened.threadSid)).toEqual([]);
      const reservationSid = await centre.accept(opened.taskSid);
      expect(await centre.identitiesIn(opened.threadSid)).toEqual(['bob_2Esmith_40example_2Ecom']);
      const [customer, agent] = await participantsOf(opened);
      expect(customer).toMatchObject({ type: 'customer', routingProperties: null });
      expect(agent).toMatchObject({
        type: 'agent',
        interactionSid: opened.sid,
        channelSid: opened.channelSid,
        routingProperties: {
          task_sid: opened.taskSid,
          worker_sid: workerSid,
          reservation_sid: reservationSid,
        },
      });
    });

    it('is known by the contact_uri of the worker where there is one', async () => {
      const workerSid = await centre.workspace.addWorker('Carol', { contact_uri: 'client:carol' });
      const opened = await centre.open({ routing: { worker_sid: workerSid } });
      await centre.accept(opened.taskSid);
      expect(await centre.identitiesIn(opened.threadSid)).toEqual(['carol']);
    });

    it('gets the default role of the service', async () => {
      const { threadSid } = await accepted();
      const { chatServiceSid } = await centre.v1.conversations(threadSid).fetch();
      const service = await centre.client.chat.v2.services(chatServiceSid).fetch();
      const [agent] = (await centre.v1.conversations(threadSid).participants.list()).filter(
        ({ identity }) => identity !== null,
      );
      expect(agent!.roleSid).toBe(service.defaultChannelRoleSid);
    });
  });

  describe('an invite to one worker', () => {
    it('ends with the task canceled when the worker rejects it, and is not offered again', async () => {
      const work = await offered();
      const [reservation] = await centre.workspace.api().tasks(work.taskSid).reservations.list();
      await centre.workspace
        .api()
        .tasks(work.taskSid)
        .reservations(reservation!.sid)
        .update({ reservationStatus: 'rejected' });
      await server.settled();
      expect(await centre.workspace.offers(work.taskSid)).toEqual([`${work.name}: rejected`]);
      expect(await centre.workspace.api().tasks(work.taskSid).fetch()).toMatchObject({
        assignmentStatus: 'canceled',
        reason: 'The worker rejected the reservation',
      });
      expect(await centre.stateOf(work.threadSid)).toBe('active');
    });

    it('shows that nobody is left in the conversation', async () => {
      const work = await offered();
      const [reservation] = await centre.workspace.api().tasks(work.taskSid).reservations.list();
      await centre.workspace
        .api()
        .tasks(work.taskSid)
        .reservations(reservation!.sid)
        .update({ reservationStatus: 'rejected' });
      await server.settled();
      expect(await unattended(work)).toEqual([
        {
          interactionSid: work.sid,
          threadSid: work.threadSid,
          status: 'active',
          reason: 'unanswered',
          taskSid: work.taskSid,
          taskReason: 'The worker rejected the reservation',
        },
      ]);
      const row = await server.context.database.read
        .selectFrom('flex_interaction_channels')
        .select(['unattended_since', 'unattended_reason'])
        .where('sid', '=', work.channelSid)
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ unattended_since: server.clock.now(), unattended_reason: 'unanswered' });
    });

    it('ends with the task canceled when the worker does not answer in time', async () => {
      const work = await offered();
      await server.advance(120_000);
      expect(await centre.workspace.offers(work.taskSid)).toEqual([`${work.name}: timeout`]);
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('canceled');
      expect(await unattended(work)).toHaveLength(1);
    });
  });

  it('offers a task for a workflow to the next worker when one rejects it', async () => {
    const own = await openCentre(server);
    await own.workspace.addWorker('first');
    const opened = await own.open();
    const [reservation] = await own.workspace.api().tasks(opened.taskSid).reservations.list();
    await own.workspace
      .api()
      .tasks(opened.taskSid)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'rejected' });
    await server.settled();
    expect(await own.workspace.taskStatus(opened.taskSid)).toBe('reserved');
    expect(await eventsOf(server, UNATTENDED, opened.channelSid)).toEqual([]);
  });

  describe('parking', () => {
    it('completes the task, lets the agent go and keeps the conversation', async () => {
      const work = await accepted();
      await park(work, work.agentSid);
      await server.settled();
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('completed');
      expect(await centre.identitiesIn(work.threadSid)).toEqual([]);
      expect(await centre.stateOf(work.threadSid)).toBe('active');
      expect(await statusOf(work)).toBe('active');
      expect(await unattended(work)).toMatchObject([{ reason: 'parked', taskSid: work.taskSid }]);
    });

    it('keeps what the customer writes meanwhile in the same conversation', async () => {
      const work = await accepted();
      await park(work, work.agentSid);
      await answerFrom(
        { ...server, account: centre.account },
        work.customer,
        centre.centreNumber,
        'Still there?',
      );
      await server.settled();
      const messages = await centre.v1.conversations(work.threadSid).messages.list();
      expect(messages.map(({ body }) => body)).toEqual(['Still there?']);
    });

    it('ends with an invite, whose task has its own attributes and those of the interaction', async () => {
      const work = await accepted();
      await park(work, work.agentSid);
      const made = await invite(work, { worker_sid: work.workerSid, attributes: { again: true } });
      expect(made).toMatchObject({ interactionSid: work.sid, channelSid: work.channelSid });
      const task = made.routing.properties;
      const attributes = JSON.parse(task.attributes);
      expect(attributes).toMatchObject({
        again: true,
        conversationSid: work.threadSid,
        flexInteractionSid: work.sid,
        flexInteractionChannelSid: work.channelSid,
        flexChannelInviteSid: made.sid,
      });
      expect(attributes).not.toHaveProperty('customerName');
      await centre.accept(task.sid);
      expect(await centre.identitiesIn(work.threadSid)).toEqual([work.name]);
      expect((await centre.channel(work).invites.list()).map(({ sid }) => sid)).toEqual([
        work.inviteSid,
        made.sid,
      ]);
      const row = await server.context.database.read
        .selectFrom('flex_interaction_channels')
        .select('unattended_since')
        .where('sid', '=', work.channelSid)
        .executeTakeFirstOrThrow();
      expect(row.unattended_since).toBeNull();
    });

    it('keeps an agent in the conversation who was invited again before leaving', async () => {
      const work = await accepted();
      const again = await invite(work, { worker_sid: work.workerSid });
      await centre.accept(again.routing.properties.sid);
      await park(work, work.agentSid);
      await server.settled();
      expect(await centre.identitiesIn(work.threadSid)).toEqual([work.name]);
    });

    it('lets an agent wrap up first', async () => {
      const work = await accepted();
      await centre.channel(work).participants(work.agentSid).update({ status: 'wrapup' });
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('wrapping');
      expect(await centre.identitiesIn(work.threadSid)).toEqual([work.name]);
      await park(work, work.agentSid);
      await server.settled();
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('completed');
      expect(await centre.stateOf(work.threadSid)).toBe('active');
    });

    it('is not for customers', async () => {
      const work = await accepted();
      const [customer] = await participantsOf(work);
      expect(await codeOf(park(work, customer!.sid))).toBe(20001);
      expect(await centre.stateOf(work.threadSid)).toBe('active');
    });
  });

  it('drops an invite while the same worker is invited already', async () => {
    const work = await accepted();
    await park(work, work.agentSid);
    const first = await invite(work, { worker_sid: work.workerSid });
    expect(await codeOf(invite(work, { worker_sid: work.workerSid }))).toBe(45353);
    expect(await centre.channel(work).invites.list()).toHaveLength(2);
    await centre.accept(first.routing.properties.sid);
    expect(await codeOf(invite(work, { worker_sid: work.workerSid }))).toBeUndefined();
  });

  it('lets two agents work on one conversation', async () => {
    const work = await accepted();
    const second = await centre.workspace.addWorker(`second${number}`);
    const made = await invite(work, { worker_sid: second });
    await centre.accept(made.routing.properties.sid);
    expect(await centre.identitiesIn(work.threadSid)).toEqual([work.name, `second${number}`].sort());
    await park(work, work.agentSid);
    await server.settled();
    expect(await centre.identitiesIn(work.threadSid)).toEqual([`second${number}`]);
    expect(await unattended(work)).toEqual([]);
  });

  describe('closing the channel', () => {
    it('closes the conversation and has the task wrapped up', async () => {
      const work = await accepted();
      const closed = await centre.channel(work).update({ status: 'closed' });
      expect(closed).toMatchObject({ status: 'closed', errorCode: null });
      expect(await centre.stateOf(work.threadSid)).toBe('closed');
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('wrapping');
    });

    it('completes the task with the routing status closed, and the agent leaves', async () => {
      const work = await accepted();
      await centre.channel(work).update({ status: 'closed', routing: { status: 'closed' } });
      await server.settled();
      expect(await centre.stateOf(work.threadSid)).toBe('closed');
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('completed');
      const agents = await server.context.database.read
        .selectFrom('participants')
        .select('identity')
        .where('thread_sid', '=', work.threadSid)
        .where('identity', 'is not', null)
        .execute();
      expect(agents).toEqual([]);
    });

    it('completes in a second step what it wrapped up in the first', async () => {
      const work = await accepted();
      await centre.channel(work).update({ status: 'closed', routing: { status: 'wrapup' } });
      await centre.channel(work).update({ status: 'closed', routing: { status: 'closed' } });
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('completed');
    });

    it('cancels a task that nobody has accepted', async () => {
      const work = await offered();
      await centre.channel(work).update({ status: 'closed' });
      await server.settled();
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('canceled');
      expect(await unattended(work)).toEqual([]);
    });

    it('still carries the goodbye that was said just before', async () => {
      const work = await accepted();
      await centre.v1.conversations(work.threadSid).messages.create({ author: work.name, body: 'Goodbye' });
      await centre.channel(work).update({ status: 'closed', routing: { status: 'closed' } });
      await server.settled();
      const phone = await messagesOnPhone(
        { ...server, account: centre.account },
        work.customer,
        centre.centreNumber,
      );
      expect(phone.map(({ body }) => body)).toEqual(['Goodbye']);
    });

    it('refuses invites and participants afterwards', async () => {
      const work = await accepted();
      await centre.channel(work).update({ status: 'closed' });
      expect(await codeOf(invite(work, { worker_sid: work.workerSid }))).toBe(45354);
      const add = centre.channel(work).participants.create({
        type: 'supervisor',
        mediaProperties: { identity: 'boss' },
      });
      expect(await codeOf(add)).toBe(45376);
      expect(
        await codeOf(centre.channel(work).update({ status: 'inactive', routing: { status: 'closed' } })),
      ).toBe(45354);
    });
  });

  describe('making the channel inactive', () => {
    it('needs the routing status closed', async () => {
      const work = await accepted();
      expect(await codeOf(centre.channel(work).update({ status: 'inactive' }))).toBe(20001);
      expect(await statusOf(work)).toBe('active');
    });

    it('completes the task, and an invite makes channel and conversation active again', async () => {
      const work = await accepted();
      await centre.channel(work).update({ status: 'inactive', routing: { status: 'closed' } });
      await server.settled();
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('completed');
      expect(await statusOf(work)).toBe('inactive');
      expect(await centre.stateOf(work.threadSid)).toBe('inactive');
      await invite(work, { worker_sid: work.workerSid });
      expect(await statusOf(work)).toBe('active');
      expect(await centre.stateOf(work.threadSid)).toBe('active');
    });
  });

  describe('what happens underneath', () => {
    it('wraps the task up when the conversation is closed by a request', async () => {
      const work = await accepted();
      await centre.v1.conversations(work.threadSid).update({ state: 'closed' });
      await server.settled();
      expect(await statusOf(work)).toBe('closed');
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('wrapping');
    });

    it('wraps the task up when the conversation is closed by its timer, and not a tick before', async () => {
      const work = await accepted();
      await centre.v1.conversations(work.threadSid).update({ 'timers.closed': 'PT10M' });
      await server.advance(599_999);
      expect(await statusOf(work)).toBe('active');
      await server.advance(1);
      expect(await statusOf(work)).toBe('closed');
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('wrapping');
    });

    it('closes channel and task when the conversation is removed', async () => {
      const work = await offered();
      await centre.v1.conversations(work.threadSid).remove();
      await server.settled();
      expect(await statusOf(work)).toBe('closed');
      expect(await centre.workspace.taskStatus(work.taskSid)).toBe('canceled');
    });

    it('closes the conversation when its only task is completed in TaskRouter', async () => {
      const work = await accepted();
      await centre.workspace.api().tasks(work.taskSid).update({ assignmentStatus: 'completed' });
      await server.settled();
      expect(await statusOf(work)).toBe('closed');
      expect(await centre.stateOf(work.threadSid)).toBe('closed');
    });

    it('keeps the conversation open while another agent works on it', async () => {
      const work = await accepted();
      const second = await centre.workspace.addWorker(`other${number}`);
      const made = await invite(work, { worker_sid: second });
      await centre.workspace.api().tasks(work.taskSid).update({ assignmentStatus: 'completed' });
      await server.settled();
      expect(await statusOf(work)).toBe('active');
      await centre.accept(made.routing.properties.sid);
      expect(await centre.identitiesIn(work.threadSid)).toEqual([`other${number}`]);
    });

    it.each([
      ['canceled', 'unanswered'],
      ['removed', 'task-removed'],
    ])('shows the conversation left behind by a task that is %s in TaskRouter', async (how, reason) => {
      const work = await offered();
      const task = centre.workspace.api().tasks(work.taskSid);
      await (how === 'removed' ? task.remove() : task.update({ assignmentStatus: 'canceled', reason: 'No' }));
      await server.settled();
      expect(await unattended(work)).toMatchObject([{ reason, taskSid: work.taskSid }]);
      expect(await centre.stateOf(work.threadSid)).toBe('active');
      expect(await codeOf(invite(work, { worker_sid: work.workerSid }))).toBeUndefined();
    });

    it('lets the agent go whose task is removed in TaskRouter', async () => {
      const work = await accepted();
      await centre.workspace.api().tasks(work.taskSid).remove();
      await server.settled();
      expect(await centre.identitiesIn(work.threadSid)).toEqual([]);
      expect(await unattended(work)).toMatchObject([{ reason: 'task-removed' }]);
    });

    it('shows the conversation whose task nobody took in time', async () => {
      const own = await openCentre(server);
      const opened = await own.open({ routing: { timeout: 30 } });
      await server.advance(30_000);
      expect(await eventsOf(server, UNATTENDED, opened.channelSid)).toMatchObject([
        { reason: 'unanswered', taskReason: 'Task TTL Exceeded' },
      ]);
    });

    it('says on the channel why an agent could not be let in', async () => {
      const own = await openCentre(server);
      const { defaultChatServiceSid } = await own.v1.configuration().fetch();
      await own.client.chat.v2.services(defaultChatServiceSid).update({ 'limits.userChannels': 1 });
      const workerSid = await own.workspace.addWorker('busy', {}, 5);
      const first = await own.open({ routing: { worker_sid: workerSid } });
      await own.accept(first.taskSid);
      const second = await own.open({ routing: { worker_sid: workerSid } });
      await own.accept(second.taskSid);
      expect(await own.channel(second).fetch()).toMatchObject({ status: 'active', errorCode: 50214 });
      expect(await own.identitiesIn(second.threadSid)).toEqual([]);
      expect(
        await eventsOf(server, 'flex-interaction-channel.agent-refused', second.channelSid),
      ).toMatchObject([{ identity: 'busy', code: 50214 }]);
    });
  });

  describe('people added by hand', () => {
    it('brings a supervisor in and lets them go', async () => {
      const work = await accepted();
      const supervisor = await centre
        .channel(work)
        .participants.create({ type: 'supervisor', mediaProperties: { identity: 'boss' } });
      expect(supervisor.type).toBe('supervisor');
      expect(await centre.identitiesIn(work.threadSid)).toEqual([work.name, 'boss'].sort());
      await park(work, supervisor.sid);
      expect(await centre.identitiesIn(work.threadSid)).toEqual([work.name]);
    });

    it('brings another customer in through the same number of ours', async () => {
      const work = await accepted();
      const added = await centre.channel(work).participants.create({
        type: 'customer',
        mediaProperties: { address: '+15557770001' },
      });
      expect(added.type).toBe('customer');
      const bindings = (await centre.v1.conversations(work.threadSid).participants.list()).flatMap(
        ({ messagingBinding }) => (messagingBinding === null ? [] : [messagingBinding]),
      );
      expect(bindings).toMatchObject([
        { address: work.customer },
        { address: '+15557770001', proxy_address: centre.centreNumber },
      ]);
    });

    it.each([
      ['nobody', { mediaProperties: {} }, 45351],
      ['an identity that is in', { mediaProperties: { identity: 'INSIDE' } }, 50433],
      [
        'a task nobody has',
        { mediaProperties: { identity: 'x' }, routingProperties: { task_sid: `WT${'0'.repeat(32)}` } },
        20001,
      ],
      [
        'a worker without a task',
        { mediaProperties: { identity: 'x' }, routingProperties: { worker_sid: `WK${'0'.repeat(32)}` } },
        20001,
      ],
    ])('refuses %s', async (_name, given: Json, code) => {
      const work = await accepted();
      const inside = given.mediaProperties.identity === 'INSIDE';
      const wish = inside ? { ...given, mediaProperties: { identity: work.name } } : given;
      expect(await codeOf(centre.channel(work).participants.create({ type: 'agent', ...wish }))).toBe(code);
    });
  });

  it('removes a channel 180 days after its last update, which messages are none of', async () => {
    const work = await accepted();
    await park(work, work.agentSid);
    await server.advance(90 * DAY);
    await centre.v1.conversations(work.threadSid).messages.create({ body: 'A note' });
    await server.advance(90 * DAY - 1);
    expect(await statusOf(work)).toBe('active');
    await server.advance(1);
    const gone = centre.channel(work).fetch();
    await expect(gone).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await centre.client.flexApi.v1.interaction(work.sid).fetch()).toMatchObject({ routing: null });
    expect(await centre.client.flexApi.v1.interaction(work.sid).channels.list()).toEqual([]);
  });

  it('keeps a channel that is updated for another 180 days', async () => {
    const work = await accepted();
    await park(work, work.agentSid);
    await server.advance(180 * DAY - 1);
    await invite(work, { queue_sid: centre.workspace.queueSid });
    await server.advance(180 * DAY - 1);
    expect(await statusOf(work)).toBe('active');
    await server.advance(1);
    await expect(centre.channel(work).fetch()).rejects.toMatchObject({ status: 404 });
  });
});
