// Opening interactions: what comes into being, what the answer says of it, and what a refusal leaves behind.
import { beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../../conversations/conversation-fixture.ts';
import { SDKS, sdkClient } from '../../support/clients.ts';
import { databases } from '../../support/databases.ts';
import { messagesOnPhone } from '../../support/handset.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { type Centre, type Json, openCentre, openedFrom, rowsOf } from './interaction-fixture.ts';

const WITH_INTERACTIONS = SDKS.filter(({ module }) => module !== 'twilio3');

interface Targets {
  readonly workerSid: string;
  readonly queueSid: string;
}

async function refusal(promise: Promise<unknown>): Promise<Json> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It was not refused');
}

describe.each(databases())('opening interactions on $name', ({ create }) => {
  let server: TestServer;
  let centre: Centre;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    centre = await openCentre(server);
  });

  it.each(WITH_INTERACTIONS)(
    'answers $name with the task and its conversation at once',
    async ({ module }) => {
      const client = sdkClient(server.url, centre.account, module);
      const customer = freshNumber();
      const given = centre.sms({ customer, routing: { attributes: { customerName: 'Ann', color: 'red' } } });
      const made: Json = await client.flexApi.v1.interaction.create(given);
      expect(made.sid).toMatch(/^KD[0-9a-f]{32}$/);
      expect(made.channel).toMatchObject({
        ...given.channel,
        sid: expect.stringMatching(/^UO[0-9a-f]{32}$/),
      });
      expect(made.links.channels).toBe(`${made.url}/Channels`);
      const task = made.routing.properties;
      expect(made.routing.reservation).toBeNull();
      expect(task).toMatchObject({
        sid: expect.stringMatching(/^WT[0-9a-f]{32}$/),
        workspace_sid: centre.workspace.sid,
        workflow_sid: centre.workspace.workflowSid,
        assignment_status: 'pending',
        task_channel_unique_name: 'default',
        timeout: 86_400,
        priority: 0,
        assignmentCounter: 0,
      });
      const attributes = JSON.parse(task.attributes);
      expect(attributes).toMatchObject({
        color: 'red',
        customerName: 'Ann',
        customerAddress: customer,
        channelType: 'sms',
        direction: 'outbound',
        initiatedBy: 'agent',
        flexInteractionSid: made.sid,
        flexInteractionChannelSid: made.channel.sid,
        flexChannelInviteSid: expect.stringMatching(/^KG/),
        conversationSid: expect.stringMatching(/^CH/),
        customers: { phone: customer, name: 'Ann' },
        conversations: {
          initiated_by: 'Agent',
          communication_channel: 'Sms',
          conversation_id: made.sid,
          media: [
            {
              conversation_sid: attributes.conversationSid,
              media: [{ type: 'ChatTranscript', sid: attributes.conversationSid }],
            },
          ],
        },
      });
      const stored = await centre.workspace.api().tasks(task.sid).fetch();
      expect(JSON.parse(stored.attributes)).toEqual(attributes);
      const [participant] = await centre.v1.conversations(attributes.conversationSid).participants.list();
      expect(participant).toMatchObject({
        identity: null,
        messagingBinding: { type: 'sms', address: customer, proxy_address: centre.centreNumber },
      });
      const again: Json = await client.flexApi.v1.interaction(made.sid).fetch();
      expect(again.routing.properties.sid).toBe(task.sid);
    },
  );

  it('opens the conversation in the default service with the defaults of the account', async () => {
    await centre.v1.configuration().update({ defaultClosedTimer: 'PT24H' });
    const { threadSid } = await centre.open();
    const { defaultChatServiceSid } = await centre.v1.configuration().fetch();
    expect(await centre.v1.conversations(threadSid).fetch()).toMatchObject({
      chatServiceSid: defaultChatServiceSid,
      state: 'active',
      friendlyName: 'Ann',
      timers: { date_closed: expect.any(String) },
    });
    await centre.v1.configuration().update({ defaultClosedTimer: 'PT0S' });
  });

  it('carries what is said in the conversation to the customer, and the answer back', async () => {
    const { threadSid, customer } = await centre.open();
    await centre.v1.conversations(threadSid).messages.create({ author: 'agent', body: 'Hello Ann' });
    await server.settled();
    const phone = await messagesOnPhone(
      { ...server, account: centre.account },
      customer,
      centre.centreNumber,
    );
    expect(phone.map(({ body }) => body)).toEqual(['Hello Ann']);
  });

  it.each([
    ['whatsapp', 'whatsapp:', { address: (number: string) => `whatsapp:${number}` }],
    ['whatsapp without its prefix', '', { address: (number: string) => number }],
  ])('reaches customers by %s', async (_name, prefix, { address }) => {
    const customer = freshNumber();
    const made = await centre.client.flexApi.v1.interaction.create(
      centre.sms({
        channel: {
          type: 'whatsapp',
          participants: [{ address: address(customer), proxy_address: `${prefix}${centre.centreNumber}` }],
        },
      }),
    );
    const { threadSid } = openedFrom(made, customer);
    const [participant] = await centre.v1.conversations(threadSid).participants.list();
    expect(participant!.messagingBinding).toMatchObject({
      type: 'whatsapp',
      address: `whatsapp:${customer}`,
      proxy_address: `whatsapp:${centre.centreNumber}`,
    });
  });

  it('takes numbers as people write them', async () => {
    const number = freshNumber();
    const spaced = `${number.slice(0, 5)}-${number.slice(5, 8)} ${number.slice(8)}`;
    const made = await centre.client.flexApi.v1.interaction.create(
      centre.sms({ channel: { participants: [{ address: spaced, proxy_address: centre.centreNumber }] } }),
    );
    const [participant] = await centre.v1
      .conversations(openedFrom(made, number).threadSid)
      .participants.list();
    expect(participant!.messagingBinding.address).toBe(number);
  });

  it.each([
    ['messenger', { address: 'messenger:4711', proxy_address: 'messenger:999' }, 'messenger:4711'],
    [
      'email',
      { address: 'ann@example.com', proxy_address: 'desk@example.net', name: 'Ann', level: 'to' },
      'email:ann@example.com',
    ],
  ])('reaches customers by %s', async (type, person, address) => {
    const own = await openCentre(server);
    const made = await own.client.flexApi.v1.interaction.create(
      own.sms({ channel: { type, participants: [person] } }),
    );
    const [row] = await server.context.database.read
      .selectFrom('participants')
      .select(['address', 'kind'])
      .where('thread_sid', '=', openedFrom(made, '').threadSid)
      .execute();
    expect(row).toEqual({ address, kind: type });
  });

  it.each(['web', 'chat'])('lets customers of %s take part by identity', async (type) => {
    const made = await centre.client.flexApi.v1.interaction.create(
      centre.sms({
        channel: { type, initiated_by: 'customer', participants: [{ identity: `guest-${type}` }] },
      }),
    );
    const { threadSid } = openedFrom(made, '');
    expect(await centre.identitiesIn(threadSid)).toEqual([`guest-${type}`]);
    const attributes = JSON.parse((made as Json).routing.properties.attributes);
    expect(attributes).toMatchObject({ direction: 'inbound', initiatedBy: 'customer', channelType: type });
  });

  it.each([
    ['a worker', ({ workerSid }) => ({ worker_sid: workerSid }), ({ workerSid }) => workerSid],
    ['a queue', ({ queueSid }) => ({ queue_sid: queueSid }), ({ queueSid }) => queueSid],
    ['a workflow', () => ({}), () => null],
  ] as const satisfies readonly (readonly [
    string,
    (target: Targets) => object,
    (target: Targets) => string | null,
  ])[])('routes to %s', async (_name, routing, shown) => {
    const own = await openCentre(server);
    const workerSid = await own.workspace.addWorker('ann');
    const targets = { workerSid, queueSid: own.workspace.queueSid };
    const { taskSid } = await own.open({ routing: routing(targets) });
    const task = await own.workspace.api().tasks(taskSid).fetch();
    expect(task.routingTarget).toBe(shown(targets));
    expect(await own.workspace.offers(taskSid)).toEqual(['ann: pending']);
  });

  it('honours the timeout, the priority and the task channel', async () => {
    const offline = await openCentre(server);
    const { taskSid } = await offline.open({
      routing: { timeout: 60, priority: 7, task_channel_unique_name: 'sms' },
    });
    const task = offline.workspace.api().tasks(taskSid);
    expect(await task.fetch()).toMatchObject({
      timeout: 60,
      priority: 7,
      taskChannelUniqueName: 'sms',
    });
    await server.advance(59_999);
    expect(await offline.workspace.taskStatus(taskSid)).toBe('pending');
    await server.advance(1);
    expect(await offline.workspace.taskStatus(taskSid)).toBe('canceled');
  });

  it('keeps the webhook and the context of an interaction', async () => {
    const contextSid = `HQ${'a'.repeat(32)}`;
    const made = await centre.client.flexApi.v1.interaction.create({
      ...centre.sms(),
      interactionContextSid: contextSid,
      webhookTtid: 'flex_interactionwebhook_00000000000000000000000000',
    });
    expect(made).toMatchObject({ interactionContextSid: contextSid });
    const updated = await centre.client.flexApi.v1
      .interaction(made.sid)
      .update({ webhookTtid: 'flex_interactionwebhook_01jke8z8vte4ette30t5w9h081' });
    expect(updated.webhookTtid).toBe('flex_interactionwebhook_01jke8z8vte4ette30t5w9h081');
  });

  it('still shows the task when TaskRouter has forgotten it', async () => {
    const { sid, taskSid } = await centre.open({ routing: { timeout: 1 } });
    await server.advance(1_000);
    await server.advance(300_000);
    expect((await refusal(centre.workspace.taskStatus(taskSid))).status).toBe(404);
    const { properties } = ((await centre.client.flexApi.v1.interaction(sid).fetch()) as Json).routing;
    expect(properties).toMatchObject({ sid: taskSid, assignment_status: 'canceled' });
  });

  describe('a customer who is in an open conversation already', () => {
    it('is refused with the conversation, its agent and its age, and nothing is made', async () => {
      const own = await openCentre(server);
      const worker = await own.workspace.addWorker('ann@example.com');
      const first = await own.open({ routing: { worker_sid: worker } });
      await own.accept(first.taskSid);
      await server.advance(90_000);
      const before = await rowsOf(own);
      const refused = await refusal(
        own.client.flexApi.v1.interaction.create(own.sms({ customer: first.customer })),
      );
      expect(refused).toMatchObject({ status: 409, code: 50416 });
      expect(refused.message).toContain(first.threadSid);
      const answer = await fetch(`${server.url}/flex-api/v1/Interactions`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(`${own.account.sid}:${own.account.token}`)}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(
          Object.entries(own.sms({ customer: first.customer })).map(([name, value]) => [
            name === 'channel' ? 'Channel' : 'Routing',
            JSON.stringify(value),
          ]),
        ),
      });
      expect(((await answer.json()) as Json).details).toMatchObject({
        conversationSid: first.threadSid,
        interactionSid: first.sid,
        channelSid: first.channelSid,
        taskSid: first.taskSid,
        agent: { identity: 'ann_40example_2Ecom', workerSid: worker },
        direction: 'outbound',
        age: 90,
      });
      expect(await rowsOf(own)).toEqual(before);
    });

    it('can be reached again once that is closed', async () => {
      const first = await centre.open();
      await centre.channel(first).update({ status: 'closed', routing: { status: 'closed' } });
      await server.settled();
      const second = await centre.open({ customer: first.customer });
      expect(second.threadSid).not.toBe(first.threadSid);
    });

    it('can be reached through another number of ours', async () => {
      const first = await centre.open();
      const other = await centre.number();
      const second = await centre.open({
        customer: first.customer,
        channel: { participants: [{ address: first.customer, proxy_address: other }] },
      });
      expect(second.threadSid).not.toBe(first.threadSid);
    });
  });

  it.each([
    ['without a participant', { channel: { participants: [] } }, 45355],
    ['without participants at all', { channel: { participants: undefined } }, 45355],
    ['for a person with neither', { channel: { participants: [{ name: 'Ann' }] } }, 45351],
    [
      'for a person with identity and address',
      { channel: { participants: [{ identity: 'a', address: '+15551230000' }] } },
      45351,
    ],
    [
      'for an address on the web',
      {
        channel: { type: 'web', participants: [{ address: '+15551230000', proxy_address: '+15551230001' }] },
      },
      45351,
    ],
    [
      'from a number that is not ours',
      { channel: { participants: [{ address: '+15551230000', proxy_address: '+15551230001' }] } },
      50413,
    ],
    [
      'to no number',
      { channel: { participants: [{ address: 'Ann', proxy_address: '+15551230001' }] } },
      50407,
    ],
    ['for calls', { channel: { type: 'voice' } }, 20001],
    ['in a workspace nobody has', { routing: { workspace_sid: `WS${'0'.repeat(32)}` } }, 20001],
    ['with a workflow nobody has', { routing: { workflow_sid: `WW${'0'.repeat(32)}` } }, 20001],
    ['with a worker nobody has', { routing: { worker_sid: `WK${'0'.repeat(32)}` } }, 20001],
    ['with a queue nobody has', { routing: { queue_sid: `WQ${'0'.repeat(32)}` } }, 20001],
    ['with a task channel nobody has', { routing: { task_channel_unique_name: 'pigeons' } }, 20001],
    ['with too many attributes', { routing: { attributes: { text: 'x'.repeat(4_000) } } }, 20001],
    [
      'around a conversation nobody has',
      { channel: { properties: { media_channel_sid: `CH${'0'.repeat(32)}` } } },
      20001,
    ],
  ])('leaves nothing when it is refused %s', async (_name, change, code) => {
    const own = await openCentre(server);
    await own.v1.configuration().fetch();
    const before = await rowsOf(own);
    const refused = await refusal(own.client.flexApi.v1.interaction.create(own.sms(change)));
    expect(refused).toMatchObject({ code, status: 400 });
    await server.settled();
    expect(await rowsOf(own)).toEqual(before);
  });
});
