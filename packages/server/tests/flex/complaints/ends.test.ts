// What users of such APIs have complained of: conversations that end too early, too late, or without anybody knowing.
import { describe, expect, it } from 'vitest';
import { initiateTransfer } from '#products/taskrouter/taskrouter.ts';
import { CENTRE, CUSTOMER, connectPhone } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { messagesOnPhone } from '../../support/handset.ts';
import { useFlex } from '../flex-fixture.ts';

const OTHER_CUSTOMER = '+14155550198';

describe.each(databases())('complaints about ends on $name', ({ create }) => {
  const flex = useFlex(create);
  const outbound = (given = {}) => flex.flow({ ...flex.toTasks(), enabled: false, ...given });
  const status = async (sid: string) => (await flex.attributes(sid))['status'];
  const taskFor = (channelSid: string) =>
    flex.tasks().create({
      workflowSid: flex.world.workflowSid,
      attributes: JSON.stringify({ channelSid }),
    });

  it('complaint: the janitor closes a chat that was only transferred', async () => {
    const channel = await flex.open(await outbound());
    const session = await connectPhone(flex.world, channel.sid);
    // A transfer as plugins do it: another task for the same chat, then the end of the first.
    const next = await taskFor(channel.sid);
    await flex.complete(channel.taskSid);
    expect(await status(channel.sid)).toBe('ACTIVE');
    expect((await flex.proxy().sessions(session).fetch()).status).toBe('open');
    expect((await flex.channels())[0]!.taskSid).toBe(next.sid);
    await flex.tasks()(next.sid).remove();
    await flex.settled();
    expect(await status(channel.sid)).toBe('INACTIVE');
  });

  it('complaint: a transferred chat stays open only if channelSid is stripped from the task', async () => {
    const channel = await flex.open(await outbound());
    const { channelSid: _, ...attributes } = await flex.taskAttributes(channel.taskSid);
    await flex
      .tasks()(channel.taskSid)
      .update({ attributes: JSON.stringify(attributes) });
    await flex.complete(channel.taskSid);
    // Who does strip it keeps the chat, as before.
    expect(await status(channel.sid)).toBe('ACTIVE');
  });

  it.each(['COLD', 'WARM'] as const)(
    'complaint: a transfer between agents ends the chat (%s)',
    async (mode) => {
      const { server, world } = flex;
      const channel = await flex.open(await outbound({ ...flex.toTasks() }));
      const session = await connectPhone(world, channel.sid);
      const reservations = () => flex.tasks()(channel.taskSid).reservations;
      await flex.accept(channel.taskSid);
      const [anna] = await reservations().list();
      const to = world.workers.find(({ sid }) => sid !== anna!.workerSid)!.sid;
      await server.context.database.transaction((tx) =>
        initiateTransfer(tx, {
          accountSid: server.account.sid,
          workspaceSid: world.workspaceSid,
          workerSid: anna!.workerSid,
          reservationSid: anna!.sid,
          taskSid: channel.taskSid,
          to,
          mode,
        }),
      );
      await flex.settled();
      const [bob] = await reservations().list({ reservationStatus: 'pending' });
      await reservations()(bob!.sid).update({ reservationStatus: 'accepted' });
      await flex.settled();
      // Who has handed it over is done; the customer goes on with the other.
      const left = await reservations()(anna!.sid).fetch();
      if (left.reservationStatus === 'accepted') {
        await reservations()(anna!.sid).update({ reservationStatus: 'completed' });
        await flex.settled();
      }
      expect((await flex.tasks()(channel.taskSid).fetch()).assignmentStatus).toBe('assigned');
      expect(await status(channel.sid)).toBe('ACTIVE');
      expect((await flex.proxy().sessions(session).fetch()).status).toBe('open');
      await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
      await flex.settled();
      expect(await status(channel.sid)).toBe('INACTIVE');
      expect((await flex.proxy().sessions(session).fetch()).status).toBe('closed');
    },
  );

  it('complaint: completing right after the goodbye loses it or fails', async () => {
    const channel = await flex.open(await outbound());
    await connectPhone(flex.world, channel.sid);
    await flex.accept(channel.taskSid);
    await Promise.all([
      flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'Goodbye' }),
      flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'and thank you' }),
    ]);
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
    await flex.settled();
    expect(await status(channel.sid)).toBe('INACTIVE');
    const heard = (await messagesOnPhone(flex.server, CUSTOMER, CENTRE)).map(({ body }) => body);
    expect(heard.sort()).toEqual(['Goodbye', 'and thank you']);
  });

  it('complaint: what the customer says just before the end makes a task nobody wants', async () => {
    const channel = await flex.open(await outbound());
    const { identity } = (await flex.chat(channel.sid).members.list())[0]!;
    await flex.accept(channel.taskSid);
    await flex.chat(channel.sid).messages.create({ from: identity, body: 'Thanks, bye' });
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
    await flex.settled();
    expect(await flex.tasks().list()).toHaveLength(1);
    expect(await status(channel.sid)).toBe('INACTIVE');
  });

  it('complaint: a session that is opened again swallows what the customer writes', async () => {
    await flex.flow(flex.toTasks());
    await flex.says('Hello');
    const [first] = await flex.channels();
    const [session] = await flex.proxy().sessions.list();
    await flex.tasks()(first!.taskSid).remove();
    await flex.settled();
    await flex.proxy().sessions(session!.sid).update({ status: 'in-progress' });
    await flex.says('Is anybody there?');
    // Nobody works on the channel any more: the text begins a conversation with a task of its own.
    const open = (await flex.channels()).filter(({ sid }) => sid !== first!.sid);
    expect(open).toHaveLength(1);
    expect((await flex.tasks().list()).map(({ sid }) => sid)).toEqual([open[0]!.taskSid]);
    const messages = await flex.chat(open[0]!.sid).messages.list();
    expect(messages.map(({ body }) => body)).toEqual(['Is anybody there?']);
    expect((await flex.proxy().sessions(session!.sid).fetch()).status).toBe('closed');
  });

  it('complaint: agents run into the limit of channels, because nobody takes them out of ended ones', async () => {
    const { client, server, world } = flex;
    await client.chat.v2.services(world.chatServiceSid).update({ 'limits.userChannels': 2 } as never);
    const flow = await outbound();
    const join = async (sid: string) => {
      const answer = await fetch(`${server.url}/flex-api/v1/Channels/${sid}/Roles/agent/Users`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}` },
        body: new URLSearchParams({ Identity: 'anna' }),
      });
      return answer.status;
    };
    for (let contact = 0; contact < 5; contact += 1) {
      const channel = await flex.open(flow);
      expect(await join(channel.sid)).toBe(201);
      await flex.tasks()(channel.taskSid).remove();
      await flex.settled();
    }
    expect(
      (await client.chat.v2.services(world.chatServiceSid).users('anna').userChannels.list()).length,
    ).toBeLessThan(3);
  });

  it('complaint: a customer who writes for years cannot be received any more', async () => {
    const { client, world } = flex;
    await client.chat.v2.services(world.chatServiceSid).update({ 'limits.userChannels': 2 } as never);
    await flex.flow(flex.toTasks());
    for (let contact = 0; contact < 5; contact += 1) {
      await flex.says(`contact ${contact}`);
      const task = (await flex.tasks().list()).find(
        ({ assignmentStatus }) => assignmentStatus !== 'completed',
      );
      await flex.tasks()(task!.sid).remove();
      await flex.settled();
    }
    expect(await flex.channels()).toHaveLength(5);
  });

  it('complaint: long-lived channels pile up until somebody writes a cron job', async () => {
    const flow = await outbound({ longLived: true });
    const first = await flex.open(flow);
    for (let contact = 0; contact < 3; contact += 1) {
      const channel = await flex.open(flow);
      expect(channel.sid).toBe(first.sid);
      await flex.tasks()(channel.taskSid).remove();
      await flex.settled();
    }
    // One customer has one of them, however often they talk.
    expect(await flex.channels()).toHaveLength(1);
  });

  it('complaint: a long-lived channel nobody writes in any more stays for ever', async () => {
    const { server } = flex;
    const answer = await fetch(`${server.url}/flex-api/v1/Configuration`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ attributes: { parley: { long_lived_idle_days: 30 } } }),
    });
    expect(answer.status).toBe(200);
    const channel = await flex.open(await outbound({ longLived: true }));
    const session = await connectPhone(flex.world, channel.sid);
    await flex.tasks()(channel.taskSid).remove();
    await flex.settled();
    const DAY_MS = 86_400_000;
    await flex.server.advance(30 * DAY_MS - 1);
    expect(await status(channel.sid)).toBe('ACTIVE');
    await flex.server.advance(1);
    expect(await status(channel.sid)).toBe('INACTIVE');
    expect((await flex.proxy().sessions(session).fetch()).status).toBe('closed');
  });

  it('complaint: a task nobody takes in time leaves the customer writing into a dead channel', async () => {
    await flex.flow({ ...flex.toTasks(), 'integration.timeout': 60 });
    await flex.says('Anybody?');
    const [first] = await flex.channels();
    await flex.server.advance(60_000);
    const task = await flex.tasks()(first!.taskSid).fetch();
    expect([task.assignmentStatus, task.reason]).toEqual(['canceled', 'Task TTL Exceeded']);
    await flex.says('Hello?');
    const [, second] = await flex.channels();
    expect(await flex.texts(second!.sid)).toEqual(['Hello?']);
    expect((await flex.tasks()(second!.taskSid).fetch()).assignmentStatus).not.toBe('canceled');
  });

  it('complaint: removing a flow or its service silently breaks the conversations of the flow', async () => {
    const flow = await flex.flow(flex.toTasks());
    await flex.says('Hi');
    const [channel] = await flex.channels();
    await flex.client.flexApi.v1.flexFlow(flow).remove();
    await flex.says('Still here');
    expect(await flex.texts(channel!.sid)).toEqual(['Hi', 'Still here']);
    await flex.complete(channel!.taskSid);
    expect(await status(channel!.sid)).toBe('INACTIVE');
    // Without the flow a text is kept for whoever looks for it, and not answered by half a conversation.
    await flex.says('New question', { from: OTHER_CUSTOMER });
    expect(await flex.channels()).toHaveLength(1);
    const kept = await flex.client.api.v2010.account.messages.list({ from: OTHER_CUSTOMER });
    expect(kept.map(({ body }) => body)).toEqual(['New question']);
  });
});
