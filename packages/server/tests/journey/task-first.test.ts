// "Create task when agent messages customer": the guide's steps in order, through four majors of the SDK.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { CENTRE, CUSTOMER, connectPhone, makeWorld, openChannel, type World } from './world.ts';

const MATRIX = databases().flatMap((database) => SDKS.map((sdk) => ({ database, sdk })));

describe.each(MATRIX)('task first, $sdk.name on $database.name', ({ database, sdk }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let world: World;

  beforeEach(async () => {
    const created = await database.create();
    dispose = created.dispose;
    server = await startServer(created.url);
    world = await makeWorld(sdkClient(server.url, server.account, sdk.module));
  });
  afterEach(async () => {
    await server.stop();
    await dispose();
  });

  const chatChannel = (sid: string) => world.client.chat.v2.services(world.chatServiceSid).channels(sid);
  const workspace = () => world.client.taskrouter.v1.workspaces(world.workspaceSid);
  const session = (sid: string) => world.client.proxy.v1.services(world.proxyServiceSid).sessions(sid);

  it('makes a flow that can be listed, fetched, changed and removed', async () => {
    const sid = await world.flow();
    const { flexFlow } = world.client.flexApi.v1;
    expect((await flexFlow.list()).map((flow) => flow.sid)).toEqual([sid]);
    const fetched = await flexFlow(sid).fetch();
    expect(fetched).toMatchObject({ integrationType: 'task', contactIdentity: CENTRE, enabled: false });
    expect(fetched.integration).toMatchObject({
      workspace_sid: world.workspaceSid,
      workflow_sid: world.workflowSid,
      channel: 'sms',
      creation_on_message: false,
    });
    const updated = await flexFlow(sid).update({ friendlyName: 'Renamed', longLived: true });
    expect(updated).toMatchObject({ friendlyName: 'Renamed', longLived: true, contactIdentity: CENTRE });
    expect(await flexFlow(sid).remove()).toBe(true);
    expect(await flexFlow.list()).toEqual([]);
  });

  it('carries a text to the customer and the reply back to the agent who asked for it', async () => {
    const flowSid = await world.flow();
    const channel = await openChannel(world, flowSid);
    expect(channel).toMatchObject({
      sid: expect.stringMatching(/^CH/),
      taskSid: expect.stringMatching(/^WT/),
      userSid: expect.stringMatching(/^US/),
      flexFlowSid: flowSid,
    });
    const chat = await chatChannel(channel.sid).fetch();
    expect(chat.type).toBe('private');
    expect(JSON.parse(chat.attributes)).toMatchObject({
      from: CUSTOMER,
      status: 'ACTIVE',
      channel_type: 'sms',
    });

    await server.settled();
    const reservations = await workspace().tasks(channel.taskSid).reservations.list();
    expect(reservations.map((found) => found.workerSid)).toEqual([world.workers[0]!.sid]);
    const accepted = await workspace()
      .workers(world.workers[0]!.sid)
      .reservations(reservations[0]!.sid)
      .update({ reservationStatus: 'accepted' });
    expect(accepted.reservationStatus).toBe('accepted');
    const task = await workspace().tasks(channel.taskSid).fetch();
    expect(task.assignmentStatus).toBe('assigned');
    expect(JSON.parse(task.attributes)).toMatchObject({ channelSid: channel.sid, targetWorkerPhone: CENTRE });

    const sessionSid = await connectPhone(world, channel.sid);
    const participants = await session(sessionSid).participants.list();
    expect(participants.map((one) => [one.identifier, one.proxyIdentifier])).toEqual([
      [CUSTOMER, CENTRE],
      [channel.sid, CENTRE],
    ]);

    const sent = await chatChannel(channel.sid).messages.create({
      from: 'Anna',
      body: 'Your order is ready.',
    });
    expect(sent.index).toBe(0);
    await server.settled();
    expect(await messagesOnPhone(server, CUSTOMER, CENTRE)).toMatchObject([
      { direction: 'incoming', contact: CENTRE, body: 'Your order is ready.' },
    ]);
    await server.advance(10_000);
    const [interaction] = await session(sessionSid).interactions.list();
    expect(interaction).toMatchObject({
      type: 'message',
      inboundResourceSid: sent.sid,
      outboundResourceStatus: 'delivered',
    });
    const carried = await world.client.api.v2010.account.messages(interaction!.outboundResourceSid).fetch();
    expect(carried).toMatchObject({ from: CENTRE, to: CUSTOMER, status: 'delivered' });

    await answerFrom(server, CUSTOMER, CENTRE, 'Thank you!');
    await server.settled();
    const messages = await chatChannel(channel.sid).messages.list();
    const customer = await world.client.chat.v2.services(world.chatServiceSid).users(channel.userSid).fetch();
    expect(messages.map((message) => [message.index, message.from, message.body])).toEqual([
      [0, 'Anna', 'Your order is ready.'],
      [1, customer.identity, 'Thank you!'],
    ]);
    expect(await messagesOnPhone(server, CUSTOMER, CENTRE)).toHaveLength(2);
    expect((await session(sessionSid).fetch()).status).toBe('in-progress');
  });

  it('gives a second contact the same channel and task while the work goes on, and new ones after it', async () => {
    const flowSid = await world.flow();
    const first = await openChannel(world, flowSid);
    const sessionSid = await connectPhone(world, first.sid);
    const again = await openChannel(world, flowSid);
    expect([again.sid, again.taskSid, again.userSid]).toEqual([first.sid, first.taskSid, first.userSid]);

    await finishTask(first.taskSid);
    expect((await session(sessionSid).fetch()).status).toBe('closed');
    expect(JSON.parse((await chatChannel(first.sid).fetch()).attributes)).toMatchObject({
      status: 'INACTIVE',
    });

    const next = await openChannel(world, flowSid);
    expect(next.sid).not.toBe(first.sid);
    expect(next.taskSid).not.toBe(first.taskSid);
    await connectPhone(world, next.sid);
  });

  it('keeps a long-lived channel and its session, and gives the next contact a new task in it', async () => {
    const flowSid = await world.flow({ longLived: true });
    const first = await openChannel(world, flowSid);
    const sessionSid = await connectPhone(world, first.sid);
    await finishTask(first.taskSid);
    expect((await session(sessionSid).fetch()).status).not.toBe('closed');
    expect(JSON.parse((await chatChannel(first.sid).fetch()).attributes)).toMatchObject({ status: 'ACTIVE' });
    const next = await openChannel(world, flowSid);
    expect(next.sid).toBe(first.sid);
    expect(next.taskSid).not.toBe(first.taskSid);
  });

  async function finishTask(taskSid: string): Promise<void> {
    await server.settled();
    const [reservation] = await workspace().tasks(taskSid).reservations.list();
    await workspace().tasks(taskSid).reservations(reservation!.sid).update({ reservationStatus: 'accepted' });
    await workspace().tasks(taskSid).update({ assignmentStatus: 'wrapping', reason: 'done' });
    await workspace().tasks(taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
    await server.settled();
  }
});
