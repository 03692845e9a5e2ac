// The customer writes first: the enabled flow of the number opens the conversation, and nothing is lost without one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { CENTRE, CUSTOMER, makeWorld, type World } from './world.ts';

describe.each(databases())('customer first on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let world: World;

  beforeEach(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    world = await makeWorld(sdkClient(server.url, server.account));
  });
  afterEach(async () => {
    await server.stop();
    await dispose();
  });

  const channels = () => world.client.flexApi.v1.channel.list();
  const texts = (channelSid: string) =>
    world.client.chat.v2.services(world.chatServiceSid).channels(channelSid).messages.list();
  const customerSays = async (body: string) => {
    await answerFrom(server, CUSTOMER, CENTRE, body);
    await server.settled();
  };

  it('opens channel, session and task with the first text, and goes on in them', async () => {
    await world.flow({ enabled: true });
    await customerSays('Are you open today?');
    await customerSays('Hello?');
    const [channel, ...others] = await channels();
    expect(others).toEqual([]);
    expect((await texts(channel!.sid)).map((text) => [text.index, text.from, text.body])).toEqual([
      [0, CUSTOMER, 'Are you open today?'],
      [1, CUSTOMER, 'Hello?'],
    ]);
    const task = await world.client.taskrouter.v1
      .workspaces(world.workspaceSid)
      .tasks(channel!.taskSid)
      .fetch();
    expect(JSON.parse(task.attributes)).toMatchObject({ channelSid: channel!.sid, from: CUSTOMER });
    const [session] = await world.client.proxy.v1.services(world.proxyServiceSid).sessions.list();
    expect(session!.uniqueName.startsWith(channel!.sid)).toBe(true);
    const interactions = await world.client.proxy.v1
      .services(world.proxyServiceSid)
      .sessions(session!.sid)
      .interactions.list();
    expect(interactions).toHaveLength(2);

    await world.client.chat.v2
      .services(world.chatServiceSid)
      .channels(channel!.sid)
      .messages.create({ from: 'Anna', body: 'Until seven.' });
    await server.settled();
    expect((await messagesOnPhone(server, CUSTOMER, CENTRE)).at(-1)).toMatchObject({
      direction: 'incoming',
      body: 'Until seven.',
    });
  });

  it('passes flows by that are not enabled, and keeps the text', async () => {
    await world.flow({ enabled: false });
    await customerSays('Anybody there?');
    expect(await channels()).toEqual([]);
    const kept = await world.client.api.v2010.account.messages.list({ from: CUSTOMER });
    expect(kept.map((message) => [message.body, message.status])).toEqual([['Anybody there?', 'received']]);
  });

  it('keeps the text when the number of the flow is in no pool', async () => {
    const number = '+14155550190';
    await world.client.api.v2010.account.incomingPhoneNumbers.create({ phoneNumber: number });
    await world.flow({ enabled: true, contactIdentity: number });
    await answerFrom(server, CUSTOMER, number, 'Anybody there?');
    await server.settled();
    expect(await channels()).toEqual([]);
    expect(await world.client.api.v2010.account.messages.list({ from: CUSTOMER })).toHaveLength(1);
  });

  it('opens a new conversation after the old one has ended', async () => {
    await world.flow({ enabled: true });
    await customerSays('First question');
    const [first] = await channels();
    await world.client.taskrouter.v1.workspaces(world.workspaceSid).tasks(first!.taskSid).remove();
    await server.settled();
    await customerSays('Second question');
    const [, second] = await channels();
    expect(second!.sid).not.toBe(first!.sid);
    expect((await texts(second!.sid)).map((text) => text.body)).toEqual(['Second question']);
  });
});
