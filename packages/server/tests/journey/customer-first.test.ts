// The customer writes first: the enabled flow of the number opens the conversation, and nothing is lost without one.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { useContactCentre } from './use-contact-centre.ts';
import { CENTRE, CUSTOMER } from './world.ts';

describe.each(databases())('customer first on $name', ({ create }) => {
  const centre = useContactCentre(create);

  const channels = () => centre.world.client.flexApi.v1.channel.list();
  const texts = (channelSid: string) =>
    centre.world.client.chat.v2.services(centre.world.chatServiceSid).channels(channelSid).messages.list();
  const customerSays = async (body: string) => {
    await answerFrom(centre.server, CUSTOMER, CENTRE, body);
    await centre.server.settled();
  };

  it('opens channel, session and task with the first text, and goes on in them', async () => {
    await centre.world.flow({ enabled: true });
    await customerSays('Are you open today?');
    await customerSays('Hello?');
    const [channel, ...others] = await channels();
    expect(others).toEqual([]);
    expect((await texts(channel!.sid)).map((text) => [text.index, text.from, text.body])).toEqual([
      [0, CUSTOMER, 'Are you open today?'],
      [1, CUSTOMER, 'Hello?'],
    ]);
    const task = await centre.world.client.taskrouter.v1
      .workspaces(centre.world.workspaceSid)
      .tasks(channel!.taskSid)
      .fetch();
    expect(JSON.parse(task.attributes)).toMatchObject({ channelSid: channel!.sid, from: CUSTOMER });
    const [session] = await centre.world.client.proxy.v1
      .services(centre.world.proxyServiceSid)
      .sessions.list();
    expect(session!.uniqueName.startsWith(channel!.sid)).toBe(true);
    const interactions = await centre.world.client.proxy.v1
      .services(centre.world.proxyServiceSid)
      .sessions(session!.sid)
      .interactions.list();
    expect(interactions).toHaveLength(2);

    await centre.world.client.chat.v2
      .services(centre.world.chatServiceSid)
      .channels(channel!.sid)
      .messages.create({ from: 'Anna', body: 'Until seven.' });
    await centre.server.settled();
    expect((await messagesOnPhone(centre.server, CUSTOMER, CENTRE)).at(-1)).toMatchObject({
      direction: 'incoming',
      body: 'Until seven.',
    });
  });

  it('passes flows by that are not enabled, and keeps the text', async () => {
    await centre.world.flow({ enabled: false });
    await customerSays('Anybody there?');
    expect(await channels()).toEqual([]);
    const kept = await centre.world.client.api.v2010.account.messages.list({ from: CUSTOMER });
    expect(kept.map((message) => [message.body, message.status])).toEqual([['Anybody there?', 'received']]);
  });

  it('keeps the text when the number of the flow is in no pool', async () => {
    const number = '+14155550190';
    await centre.world.client.api.v2010.account.incomingPhoneNumbers.create({ phoneNumber: number });
    await centre.world.flow({ enabled: true, contactIdentity: number });
    await answerFrom(centre.server, CUSTOMER, number, 'Anybody there?');
    await centre.server.settled();
    expect(await channels()).toEqual([]);
    expect(await centre.world.client.api.v2010.account.messages.list({ from: CUSTOMER })).toHaveLength(1);
  });

  it('opens a new conversation after the old one has ended', async () => {
    await centre.world.flow({ enabled: true });
    await customerSays('First question');
    const [first] = await channels();
    await centre.world.client.taskrouter.v1
      .workspaces(centre.world.workspaceSid)
      .tasks(first!.taskSid)
      .remove();
    await centre.server.settled();
    await customerSays('Second question');
    const [, second] = await channels();
    expect(second!.sid).not.toBe(first!.sid);
    expect((await texts(second!.sid)).map((text) => text.body)).toEqual(['Second question']);
  });
});
