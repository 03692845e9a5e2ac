// "Create task when agent messages customer": the guide's steps in order, through four majors of the SDK.
import { describe, expect, it } from 'vitest';
import { sdksOn } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { useContactCentre } from './use-contact-centre.ts';
import { CENTRE, CUSTOMER, connectPhone, openChannel } from './world.ts';

const MATRIX = databases().flatMap((database) => sdksOn(database.name).map((sdk) => ({ database, sdk })));

describe.each(MATRIX)('task first, $sdk.name on $database.name', ({ database, sdk }) => {
  const centre = useContactCentre(database.create, { module: sdk.module });

  const chatChannel = (sid: string) =>
    centre.world.client.chat.v2.services(centre.world.chatServiceSid).channels(sid);
  const workspace = () => centre.world.client.taskrouter.v1.workspaces(centre.world.workspaceSid);
  const session = (sid: string) =>
    centre.world.client.proxy.v1.services(centre.world.proxyServiceSid).sessions(sid);

  it('makes a flow that can be listed, fetched, changed and removed', async () => {
    const sid = await centre.world.flow();
    const { flexFlow } = centre.world.client.flexApi.v1;
    expect((await flexFlow.list()).map((flow) => flow.sid)).toEqual([sid]);
    const fetched = await flexFlow(sid).fetch();
    expect(fetched).toMatchObject({ integrationType: 'task', contactIdentity: CENTRE, enabled: false });
    expect(fetched.integration).toMatchObject({
      workspace_sid: centre.world.workspaceSid,
      workflow_sid: centre.world.workflowSid,
      channel: 'sms',
      creation_on_message: false,
    });
    const updated = await flexFlow(sid).update({ friendlyName: 'Renamed', longLived: true });
    expect(updated).toMatchObject({ friendlyName: 'Renamed', longLived: true, contactIdentity: CENTRE });
    expect(await flexFlow(sid).remove()).toBe(true);
    expect(await flexFlow.list()).toEqual([]);
  });

  it('carries a text to the customer and the reply back to the agent who asked for it', async () => {
    const flowSid = await centre.world.flow();
    const channel = await openChannel(centre.world, flowSid);
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

    await centre.server.settled();
    const reservations = await workspace().tasks(channel.taskSid).reservations.list();
    expect(reservations.map((found) => found.workerSid)).toEqual([centre.world.workers[0]!.sid]);
    const accepted = await workspace()
      .workers(centre.world.workers[0]!.sid)
      .reservations(reservations[0]!.sid)
      .update({ reservationStatus: 'accepted' });
    expect(accepted.reservationStatus).toBe('accepted');
    const task = await workspace().tasks(channel.taskSid).fetch();
    expect(task.assignmentStatus).toBe('assigned');
    expect(JSON.parse(task.attributes)).toMatchObject({ channelSid: channel.sid, targetWorkerPhone: CENTRE });

    const sessionSid = await connectPhone(centre.world, channel.sid);
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
    await centre.server.settled();
    expect(await messagesOnPhone(centre.server, CUSTOMER, CENTRE)).toMatchObject([
      { direction: 'incoming', contact: CENTRE, body: 'Your order is ready.' },
    ]);
    await centre.server.advance(10_000);
    const [interaction] = await session(sessionSid).interactions.list();
    expect(interaction).toMatchObject({
      type: 'message',
      inboundResourceSid: sent.sid,
      outboundResourceStatus: 'delivered',
    });
    const carried = await centre.world.client.api.v2010.account
      .messages(interaction!.outboundResourceSid)
      .fetch();
    expect(carried).toMatchObject({ from: CENTRE, to: CUSTOMER, status: 'delivered' });

    await answerFrom(centre.server, CUSTOMER, CENTRE, 'Thank you!');
    await centre.server.settled();
    const messages = await chatChannel(channel.sid).messages.list();
    const customer = await centre.world.client.chat.v2
      .services(centre.world.chatServiceSid)
      .users(channel.userSid)
      .fetch();
    expect(messages.map((message) => [message.index, message.from, message.body])).toEqual([
      [0, 'Anna', 'Your order is ready.'],
      [1, customer.identity, 'Thank you!'],
    ]);
    expect(await messagesOnPhone(centre.server, CUSTOMER, CENTRE)).toHaveLength(2);
    expect((await session(sessionSid).fetch()).status).toBe('in-progress');
  });

  it('gives a second contact the same channel and task while the work goes on, and new ones after it', async () => {
    const flowSid = await centre.world.flow();
    const first = await openChannel(centre.world, flowSid);
    const sessionSid = await connectPhone(centre.world, first.sid);
    const again = await openChannel(centre.world, flowSid);
    expect([again.sid, again.taskSid, again.userSid]).toEqual([first.sid, first.taskSid, first.userSid]);

    await finishTask(first.taskSid);
    expect((await session(sessionSid).fetch()).status).toBe('closed');
    expect(JSON.parse((await chatChannel(first.sid).fetch()).attributes)).toMatchObject({
      status: 'INACTIVE',
    });

    const next = await openChannel(centre.world, flowSid);
    expect(next.sid).not.toBe(first.sid);
    expect(next.taskSid).not.toBe(first.taskSid);
    await connectPhone(centre.world, next.sid);
  });

  it('keeps a long-lived channel and its session, and gives the next contact a new task in it', async () => {
    const flowSid = await centre.world.flow({ longLived: true });
    const first = await openChannel(centre.world, flowSid);
    const sessionSid = await connectPhone(centre.world, first.sid);
    await finishTask(first.taskSid);
    expect((await session(sessionSid).fetch()).status).not.toBe('closed');
    expect(JSON.parse((await chatChannel(first.sid).fetch()).attributes)).toMatchObject({ status: 'ACTIVE' });
    const next = await openChannel(centre.world, flowSid);
    expect(next.sid).toBe(first.sid);
    expect(next.taskSid).not.toBe(first.taskSid);
  });

  async function finishTask(taskSid: string): Promise<void> {
    await centre.server.settled();
    const [reservation] = await workspace().tasks(taskSid).reservations.list();
    await workspace().tasks(taskSid).reservations(reservation!.sid).update({ reservationStatus: 'accepted' });
    await workspace().tasks(taskSid).update({ assignmentStatus: 'wrapping', reason: 'done' });
    await workspace().tasks(taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
    await centre.server.settled();
  }
});
