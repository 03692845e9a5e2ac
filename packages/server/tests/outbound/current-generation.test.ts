// Outbound in the current generation: opened now for an agent, or sent now with the answer coming back to the agent.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openNow, outboundClient, routeReply, sendAndWait } from '@parley/outbound';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { everything, failureOf, faultyClient } from './outbound-fixture.ts';

let nextCustomer = 9_000;

describe.each(databases())('outbound of the current generation on $name', ({ create }) => {
  const centre = useContactCentre(create, { lives: 'a file' });
  let hook: Server;
  const told: Promise<unknown>[] = [];

  const client = () =>
    outboundClient(centre.server.account.sid, centre.server.account.token, centre.server.url);
  const hookUrl = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/replies`;
  const routing = () => {
    const { workspaceSid, workflowSid, workers } = centre.world;
    return { workspaceSid, workflowSid, workerSid: workers[1]!.sid };
  };
  const newCustomer = () => {
    nextCustomer += 1;
    return `+1415555${nextCustomer}`;
  };
  const wish = (to: string, body = 'Hello from Anna') => ({
    to,
    from: CENTRE,
    author: 'anna',
    customerName: 'Jane',
    message: { body },
  });
  const openTo = (to: string) => ({ ...wish(to), routing: routing() });
  const waitFor = (to: string) => ({
    ...wish(to, 'Is Tuesday fine?'),
    workspaceSid: centre.world.workspaceSid,
    knownWorkerSid: centre.world.workers[1]!.sid,
    replies: { url: hookUrl() },
  });
  const tasksOf = (conversationSid: string) =>
    centre.world.client.taskrouter.v1
      .workspaces(centre.world.workspaceSid)
      .tasks.list({ evaluateTaskAttributes: `conversationSid == '${conversationSid}'` });
  /** What is on the phone once everything has come to rest. */
  const onPhone = async (customer: string) => {
    await centre.server.settled();
    return (await messagesOnPhone(centre.server, customer, CENTRE)).map(({ body }) => body);
  };

  beforeAll(async () => {
    hook = createServer((request, answer) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const parameters = Object.fromEntries(new URLSearchParams(body));
        const { workspaceSid, workflowSid } = centre.world;
        const routed = routeReply(client(), parameters, { workspaceSid, workflowSid, url: hookUrl() });
        told.push(routed);
        routed.finally(() => answer.end()).catch(() => {});
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => hook.close(resolve)));

  it('opens a conversation now, with a task for the agent and the first message', async () => {
    const customer = newCustomer();
    const opened = await openNow(client(), openTo(customer));
    if (!opened.success) throw new Error('there is a conflict');
    expect(opened).toMatchObject({
      conversationSid: expect.stringMatching(/^CH/),
      interactionSid: expect.stringMatching(/^KD/),
      interactionChannelSid: expect.stringMatching(/^UO/),
      isReused: false,
    });
    expect(await onPhone(customer)).toEqual(['Hello from Anna']);
    const tasks = await tasksOf(opened.conversationSid);
    expect(tasks.map(({ sid }) => sid)).toEqual([opened.taskSid]);
    expect(JSON.parse(tasks[0]!.attributes)).toMatchObject({
      direction: 'outbound',
      customerName: 'Jane',
      customerAddress: customer,
      twilioNumber: CENTRE,
    });
    const reservations = await centre.world.client.taskrouter.v1
      .workspaces(centre.world.workspaceSid)
      .tasks(opened.taskSid)
      .reservations.list();
    expect(reservations.map(({ workerSid }) => workerSid)).toEqual([centre.world.workers[1]!.sid]);
  });

  it('answers with the facts of the conversation somebody has with the customer, and makes nothing', async () => {
    const customer = newCustomer();
    const opened = await openNow(client(), openTo(customer));
    if (!opened.success) throw new Error('there is a conflict');
    await centre.server.settled();
    const before = await everything(centre.world);
    const facts = {
      success: false,
      conflict: {
        conversationSid: opened.conversationSid,
        taskSid: opened.taskSid,
        direction: 'outbound',
        dateCreated: expect.any(Date),
      },
    };
    expect(await openNow(client(), openTo(customer))).toMatchObject(facts);
    expect(await sendAndWait(client(), waitFor(customer))).toMatchObject(facts);
    expect(await everything(centre.world)).toEqual(before);
    expect(await onPhone(customer)).toEqual(['Hello from Anna']);
  });

  it('finds the conversation in the sentence where a server gives no details', async () => {
    const customer = newCustomer();
    const opened = await openNow(client(), openTo(customer));
    if (!opened.success) throw new Error('there is a conflict');
    const plain = client();
    const http = (plain as unknown as { httpClient: { request(given: object): Promise<{ body: unknown }> } })
      .httpClient;
    const send = http.request.bind(http);
    http.request = async (given) => {
      const answer = await send(given);
      const isText = typeof answer.body === 'string';
      const body = isText && answer.body !== '' ? JSON.parse(answer.body as string) : answer.body;
      if (body?.code === 50416) delete body.details;
      return { ...answer, body: isText && answer.body !== '' ? JSON.stringify(body) : body };
    };
    expect(await openNow(plain, openTo(customer))).toMatchObject({
      success: false,
      conflict: { conversationSid: opened.conversationSid },
    });
  });

  it('sends now, and brings the answer to the agent who is known', async () => {
    const customer = newCustomer();
    const sent = await sendAndWait(client(), waitFor(customer));
    if (!sent.success) throw new Error('there is a conflict');
    expect(await onPhone(customer)).toEqual(['Is Tuesday fine?']);
    expect(await tasksOf(sent.conversationSid)).toEqual([]);

    await answerFrom(centre.server, customer, CENTRE, 'Tuesday is fine.');
    await answerFrom(centre.server, customer, CENTRE, 'In the morning.');
    await centre.server.settled();
    const routed = (await Promise.all(told)) as { routed: boolean }[];
    expect(routed.filter((one) => one.routed)).toHaveLength(1);
    const [task, ...others] = await tasksOf(sent.conversationSid);
    expect(others).toEqual([]);
    const reservations = await centre.world.client.taskrouter.v1
      .workspaces(centre.world.workspaceSid)
      .tasks(task!.sid)
      .reservations.list();
    expect(reservations.map(({ workerSid }) => workerSid)).toEqual([centre.world.workers[1]!.sid]);
    const conversation = centre.world.client.conversations.v1.conversations(sent.conversationSid);
    expect(await conversation.webhooks.list()).toEqual([]);
    expect((await conversation.messages.list()).map(({ body }) => body)).toEqual([
      'Is Tuesday fine?',
      'Tuesday is fine.',
      'In the morning.',
    ]);
  });

  it('goes on with a conversation in which an answer is waited for', async () => {
    const customer = newCustomer();
    const sent = await sendAndWait(client(), waitFor(customer));
    const again = await sendAndWait(client(), waitFor(customer));
    if (!sent.success || !again.success) throw new Error('there is a conflict');
    expect(again).toMatchObject({ conversationSid: sent.conversationSid, isReused: true });
    const conversation = centre.world.client.conversations.v1.conversations(sent.conversationSid);
    expect(await conversation.webhooks.list()).toHaveLength(1);
    const opened = await openNow(client(), openTo(customer));
    expect(opened).toMatchObject({ success: true, conversationSid: sent.conversationSid, isReused: true });
  });

  it.each([
    ['the interaction', 'POST /flex-api/v1/Interactions'],
    ['the message', 'POST /conversations/v1/Conversations/Messages'],
    ['the customer', 'POST /conversations/v1/Conversations/Participants'],
  ])('leaves nothing when %s fails, and says why', async (_what, step) => {
    const before = await everything(centre.world);
    const failing = faultyClient(centre.server, (name) => (name === step ? 'lost request' : null));
    const failure = await failureOf(openNow(failing, openTo(newCustomer())));
    await centre.server.settled();
    expect(failure).toMatchObject({ status: 502, message: 'socket hang up', leftBehind: undefined });
    expect(await everything(centre.world)).toEqual(before);
  });

  it('leaves nothing when the words cannot be sent, and says why', async () => {
    const before = await everything(centre.world);
    const request = { ...openTo(newCustomer()), message: { contentSid: `HX${'0'.repeat(32)}` } };
    const failure = await failureOf(openNow(client(), request));
    await centre.server.settled();
    expect(failure.status).toBeGreaterThanOrEqual(400);
    expect(failure.code).toEqual(expect.any(Number));
    expect(await everything(centre.world)).toEqual(before);
  });

  it('names everything that is missing in a request', async () => {
    const failure = await failureOf(openNow(client(), { routing: routing() } as never));
    expect(failure).toMatchObject({
      status: 400,
      errors: ["Missing 'to'", "Missing 'from'", "Missing 'author'", "Missing 'message'"],
    });
  });
});
