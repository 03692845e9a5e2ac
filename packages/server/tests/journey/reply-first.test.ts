// "Create task when customer responds": the message goes out first, the customer's answer makes the task.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { CENTRE, CUSTOMER, makeWorld, openChannel, type World } from './world.ts';

const MATRIX = databases().flatMap((database) => SDKS.map((sdk) => ({ database, sdk })));

describe.each(MATRIX)('reply first, $sdk.name on $database.name', ({ database, sdk }) => {
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

  it('makes the task with the first answer and only then, and only once', async () => {
    const { client } = world;
    const channel = await openChannel(world, await world.flow({ creationOnMessage: true }), {
      withTask: false,
    });
    expect(channel.taskSid).toBeNull();

    const service = client.proxy.v1.services(world.proxyServiceSid);
    const session = await service.sessions.create({
      uniqueName: channel.sid,
      mode: 'message-only',
      participants: [{ identifier: channel.sid, proxyIdentifier: CENTRE, friendlyName: `Jane ${CUSTOMER}` }],
    });
    const customer = await service
      .sessions(session.sid)
      .participants.create({ identifier: CUSTOMER, friendlyName: 'This is the Customer' });
    expect(customer.proxyIdentifier).toBe(CENTRE);

    const chat = client.chat.v2.services(world.chatServiceSid).channels(channel.sid);
    await chat.messages.create({ from: CENTRE, body: 'Is Tuesday fine?' });
    await server.settled();
    expect(await messagesOnPhone(server, CUSTOMER, CENTRE)).toMatchObject([
      { body: 'Is Tuesday fine?', contact: CENTRE },
    ]);
    const tasks = () => client.taskrouter.v1.workspaces(world.workspaceSid).tasks.list();
    expect(await tasks()).toEqual([]);

    await answerFrom(server, CUSTOMER, CENTRE, 'Tuesday is fine.');
    await server.settled();
    await answerFrom(server, CUSTOMER, CENTRE, 'In the morning.');
    await server.settled();
    const [task, ...others] = await tasks();
    expect(others).toEqual([]);
    expect(JSON.parse(task!.attributes)).toMatchObject({
      channelSid: channel.sid,
      name: 'John',
      from: CUSTOMER,
    });
    expect((await client.flexApi.v1.channel(channel.sid).fetch()).taskSid).toBe(task!.sid);
    expect((await chat.messages.list()).map((message) => message.body)).toEqual([
      'Is Tuesday fine?',
      'Tuesday is fine.',
      'In the morning.',
    ]);
  });
});
