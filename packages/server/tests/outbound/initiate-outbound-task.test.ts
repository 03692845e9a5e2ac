// The successor of the outbound function: first words, a worker by SID, the history of an earlier chat, re-use.
import { answerOutboundTaskCall, initiateOutboundTask, outboundClient } from '@parley/outbound';
import { beforeAll, describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { everything, failureOf, faultyClient } from './outbound-fixture.ts';

let nextCustomer = 8_000;

describe.each(databases())('outbound with first words on $name', ({ create }) => {
  const centre = useContactCentre(create, { lives: 'a file' });
  beforeAll(async () => {
    await centre.world.flow();
  });

  const client = () =>
    outboundClient(centre.server.account.sid, centre.server.account.token, centre.server.url);
  const chat = () => centre.world.client.chat.v2.services(centre.world.chatServiceSid);
  const requestTo = (toNumber: string, more: object = {}) => ({
    fromNumber: CENTRE,
    toName: 'Jane',
    toNumber,
    ...more,
  });
  const newCustomer = () => {
    nextCustomer += 1;
    return `+1415555${nextCustomer}`;
  };
  /** What is on the phone once everything has come to rest. */
  const onPhone = async (customer: string) => {
    await centre.server.settled();
    return (await messagesOnPhone(centre.server, customer, CENTRE)).map(({ body }) => body);
  };

  it('says the first words to the customer', async () => {
    const customer = newCustomer();
    const answer = await initiateOutboundTask(
      client(),
      requestTo(customer, { initialNotificationMessage: 'An agent will write to you in a minute.' }),
    );
    expect(answer).toMatchObject({ isReused: false, copiedMessages: 0, initialMessage: { index: 0 } });
    expect(await onPhone(customer)).toEqual(['An agent will write to you in a minute.']);
  });

  it('goes on with the conversation that is open, and says the words in it', async () => {
    const customer = newCustomer();
    const first = await initiateOutboundTask(client(), requestTo(customer));
    const before = await everything(centre.world);
    const second = await initiateOutboundTask(
      client(),
      requestTo(customer, { initialNotificationMessage: 'Still here?' }),
    );
    expect(second.isReused).toBe(true);
    expect(second.chatChannel['sid']).toBe(first.chatChannel['sid']);
    expect(second.chatChannel['task_sid']).toBe(first.chatChannel['task_sid']);
    expect(second.proxySession['sid']).toBe(first.proxySession['sid']);
    expect(await everything(centre.world)).toEqual(before);
    expect(await onPhone(customer)).toEqual(['Still here?']);
  });

  it('brings the history of an earlier chat along, which the customer is not sent again', async () => {
    const { sid } = await chat().channels.create({ friendlyName: 'Bot' });
    for (const [from, body] of [
      ['jane', 'CHAT'],
      ['bot', 'One moment, please.'],
    ] as const) {
      await chat().channels(sid).messages.create({ from, body });
    }
    const customer = newCustomer();
    const words = { sourceChatChannelSid: sid, initialNotificationMessage: 'Anna here.' };
    const answer = await initiateOutboundTask(client(), requestTo(customer, words));
    expect(answer.copiedMessages).toBe(2);
    const messages = await chat().channels(String(answer.chatChannel['sid'])).messages.list();
    expect(messages.map(({ from, body }) => [from, body])).toEqual([
      ['jane', 'CHAT'],
      ['bot', 'One moment, please.'],
      ['system', 'Anna here.'],
    ]);
    expect(await onPhone(customer)).toEqual(['Anna here.']);
    await answerFrom(centre.server, customer, CENTRE, 'Hello Anna');
    expect(await onPhone(customer)).toEqual(['Anna here.', 'Hello Anna']);
  });

  it('names the worker in the task', async () => {
    const [, worker] = centre.world.workers;
    const { chatChannel } = await initiateOutboundTask(
      client(),
      requestTo(newCustomer(), { targetWorkerSid: worker!.sid }),
    );
    const task = await centre.world.client.taskrouter.v1
      .workspaces(centre.world.workspaceSid)
      .tasks(String(chatChannel['task_sid']))
      .fetch();
    const attributes = JSON.parse(task.attributes);
    expect(attributes).toMatchObject({
      targetWorkerSid: worker!.sid,
      direction: 'outbound',
      autoAnswer: true,
    });
    expect(attributes).not.toHaveProperty('targetWorkerPhone');
  });

  it('leaves nothing when the first words cannot be said', async () => {
    const before = await everything(centre.world);
    const failing = faultyClient(centre.server, (name) =>
      name === 'POST /chat/v2/Services/Channels/Messages' ? 'lost request' : null,
    );
    const request = requestTo(newCustomer(), { initialNotificationMessage: 'Hello' });
    const failure = await failureOf(initiateOutboundTask(failing, request));
    await centre.server.settled();
    expect(failure).toMatchObject({ status: 502, leftBehind: undefined });
    expect(await everything(centre.world)).toEqual(before);
  });

  it('leaves a conversation that was open as it was when the words cannot be said', async () => {
    const customer = newCustomer();
    await initiateOutboundTask(client(), requestTo(customer));
    const before = await everything(centre.world);
    const failing = faultyClient(centre.server, (name) =>
      name === 'POST /chat/v2/Services/Channels/Messages' ? 'lost request' : null,
    );
    await failureOf(
      initiateOutboundTask(failing, requestTo(customer, { initialNotificationMessage: 'Hello' })),
    );
    expect(await everything(centre.world)).toEqual(before);
  });

  it('answers with everything that is wrong', async () => {
    const { status, body } = await answerOutboundTaskCall(client(), {
      toNumber: '555',
      targetWorkerSid: 'Anna',
      sourceChatChannelSid: 'CH1',
    });
    expect(status).toBe(400);
    expect(body['errors']).toEqual([
      "Missing 'fromNumber' in request body",
      "Missing 'toName' in request body",
      "'toNumber' is not a phone number in E.164 format: 555",
      "'targetWorkerSid' is not a SID: Anna",
      "'sourceChatChannelSid' is not a SID: CH1",
    ]);
  });

  it('refuses a source that is not in the chat service before anything is made', async () => {
    const before = await everything(centre.world);
    const source = { sourceChatChannelSid: `CH${'0'.repeat(32)}` };
    const { status, body } = await answerOutboundTaskCall(client(), requestTo(newCustomer(), source));
    expect(status).toBe(400);
    expect(body['errors']).toHaveLength(1);
    expect(await everything(centre.world)).toEqual(before);
  });
});
