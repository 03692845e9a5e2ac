// "Create task when customer responds": the message goes out first, the customer's answer makes the task.
import { describe, expect, it } from 'vitest';
import { sdksOn } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { useContactCentre } from './use-contact-centre.ts';
import { CENTRE, CUSTOMER, openChannel } from './world.ts';

const MATRIX = databases().flatMap((database) => sdksOn(database.name).map((sdk) => ({ database, sdk })));

describe.each(MATRIX)('reply first, $sdk.name on $database.name', ({ database, sdk }) => {
  const centre = useContactCentre(database.create, { module: sdk.module });

  it('makes the task with the first answer and only then, and only once', async () => {
    const { client } = centre.world;
    const channel = await openChannel(centre.world, await centre.world.flow({ creationOnMessage: true }), {
      withTask: false,
    });
    expect(channel.taskSid).toBeNull();

    const service = client.proxy.v1.services(centre.world.proxyServiceSid);
    const session = await service.sessions.create({
      uniqueName: channel.sid,
      mode: 'message-only',
      participants: [{ identifier: channel.sid, proxyIdentifier: CENTRE, friendlyName: `Jane ${CUSTOMER}` }],
    });
    const customer = await service
      .sessions(session.sid)
      .participants.create({ identifier: CUSTOMER, friendlyName: 'This is the Customer' });
    expect(customer.proxyIdentifier).toBe(CENTRE);

    const chat = client.chat.v2.services(centre.world.chatServiceSid).channels(channel.sid);
    await chat.messages.create({ from: CENTRE, body: 'Is Tuesday fine?' });
    await centre.server.settled();
    expect(await messagesOnPhone(centre.server, CUSTOMER, CENTRE)).toMatchObject([
      { body: 'Is Tuesday fine?', contact: CENTRE },
    ]);
    const tasks = () => client.taskrouter.v1.workspaces(centre.world.workspaceSid).tasks.list();
    expect(await tasks()).toEqual([]);

    await answerFrom(centre.server, CUSTOMER, CENTRE, 'Tuesday is fine.');
    await centre.server.settled();
    await answerFrom(centre.server, CUSTOMER, CENTRE, 'In the morning.');
    await centre.server.settled();
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
