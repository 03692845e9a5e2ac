// A customer writes first: the conversation that comes into being is adopted by an interaction.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../../conversations/conversation-fixture.ts';
import { databases } from '../../support/databases.ts';
import { answerFrom } from '../../support/handset.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { type Receiver, startReceiver } from '../../webhooks/receiver.ts';
import { type Centre, type Json, openCentre, openedFrom } from './interaction-fixture.ts';

describe.each(databases())('adopting conversations on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  /** A centre whose number opens conversations as configured, and a customer who has written to it. */
  async function written(
    settings: object = { 'autoCreation.type': 'webhook', 'autoCreation.webhookUrl': receiver.url },
  ) {
    const centre = await openCentre(server);
    await centre.v1.addressConfigurations.create({
      type: 'sms',
      address: centre.centreNumber,
      'autoCreation.enabled': true,
      ...settings,
    });
    const customer = freshNumber();
    const write = async (body: string) => {
      await answerFrom({ ...server, account: centre.account }, customer, centre.centreNumber, body);
      await server.settled();
    };
    await write('Hello?');
    const [conversation] = await centre.v1.conversations.list();
    return { centre, customer, write, threadSid: conversation!.sid };
  }

  const adopt = (
    centre: Centre,
    threadSid: string,
    channel: object = {},
    routing: object = {},
  ): Promise<Json> =>
    centre.client.flexApi.v1.interaction.create(
      centre.sms({
        channel: {
          initiated_by: 'customer',
          properties: { media_channel_sid: threadSid },
          participants: undefined,
          ...channel,
        },
        routing,
      }),
    );

  it('routes the conversation that a webhook was told of, and has its task at once', async () => {
    const { centre, customer, threadSid } = await written();
    const told = receiver.requests.at(-1)!.form;
    expect(told).toMatchObject({ EventType: 'onMessageAdded', ConversationSid: threadSid, Body: 'Hello?' });
    await centre.workspace.addWorker('ann');
    const made = await adopt(centre, told['ConversationSid']!);
    const opened = openedFrom(made, customer);
    expect(opened.threadSid).toBe(threadSid);
    expect(JSON.parse(made.routing.properties.attributes)).toMatchObject({
      conversationSid: threadSid,
      customerAddress: customer,
      direction: 'inbound',
      initiatedBy: 'customer',
      conversations: { initiated_by: 'Customer' },
    });
    await centre.accept(opened.taskSid);
    expect(await centre.identitiesIn(threadSid)).toEqual(['ann']);
    const messages = await centre.v1.conversations(threadSid).messages.list();
    expect(messages.map(({ body }) => body)).toEqual(['Hello?']);
    const [person] = await centre.channel(opened).participants.list();
    expect(person!.type).toBe('customer');
  });

  it('works the same for conversations that nothing but the address opened', async () => {
    const { centre, customer, threadSid } = await written({ 'autoCreation.type': 'default' });
    expect(openedFrom(await adopt(centre, threadSid), customer).threadSid).toBe(threadSid);
  });

  it('takes the customer as initiator where nothing else is said', async () => {
    const { centre, threadSid } = await written();
    const made = await adopt(centre, threadSid, { initiated_by: undefined });
    expect(made.channel.initiated_by).toBe('customer');
  });

  it('adds the people it names to those who are there, and nobody twice', async () => {
    const { centre, customer, threadSid } = await written();
    const made = await adopt(centre, threadSid, {
      participants: [
        { address: customer, proxy_address: centre.centreNumber },
        { address: '+15558880001', proxy_address: centre.centreNumber },
      ],
    });
    const people = await centre.channel(openedFrom(made, customer)).participants.list();
    expect(people.map(({ type }) => type)).toEqual(['customer', 'customer']);
    expect(await centre.v1.conversations(threadSid).participants.list()).toHaveLength(2);
  });

  it('is refused for a conversation that another interaction has, naming it', async () => {
    const { centre, threadSid } = await written();
    await adopt(centre, threadSid);
    await expect(adopt(centre, threadSid)).rejects.toMatchObject({ status: 409, code: 45353 });
    expect(await centre.workspace.api().tasks.list()).toHaveLength(1);
  });

  it('is refused for a closed conversation, and for one without anybody', async () => {
    const { centre, threadSid } = await written();
    await centre.v1.conversations(threadSid).update({ state: 'closed' });
    await expect(adopt(centre, threadSid)).rejects.toMatchObject({ status: 409, code: 45354 });
    const empty = await centre.v1.conversations.create();
    await expect(adopt(centre, empty.sid)).rejects.toMatchObject({ status: 400, code: 45355 });
    expect(await centre.workspace.api().tasks.list()).toEqual([]);
  });

  it('opens a new conversation with the next text once the interaction is closed', async () => {
    const { centre, customer, threadSid, write } = await written();
    const opened = openedFrom(await adopt(centre, threadSid), customer);
    await centre.channel(opened).update({ status: 'closed', routing: { status: 'closed' } });
    await write('One more thing');
    const conversations = await centre.v1.conversations.list();
    expect(conversations.map(({ state }) => state).sort()).toEqual(['active', 'closed']);
  });

  it('carries the outbound conversation a plugin made first (conversation, then interaction, then message)', async () => {
    const centre = await openCentre(server);
    const customer = freshNumber();
    const conversation = await centre.v1.conversations.create();
    await centre.v1.conversations(conversation.sid).participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': centre.centreNumber,
    });
    const workerSid = await centre.workspace.addWorker('ann');
    const made = await adopt(
      centre,
      conversation.sid,
      { initiated_by: 'agent' },
      {
        worker_sid: workerSid,
        task_channel_unique_name: 'chat',
        attributes: { from: customer, direction: 'outbound' },
      },
    );
    expect(JSON.parse(made.routing.properties.attributes).conversationSid).toBe(conversation.sid);
    // The plugin finds the task of a conversation in this way.
    const tasks = await centre.workspace
      .api()
      .tasks.list({ evaluateTaskAttributes: `conversationSid == "${conversation.sid}"` });
    expect(tasks.map(({ sid }) => sid)).toEqual([made.routing.properties.sid]);
  });
});
