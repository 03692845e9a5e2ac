// The outbound function over HTTP: its golden run, and each way it can fail without leaving anything half-made.
import { beforeAll, describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE, OTHER_CENTRE } from '../journey/world.ts';
import { databases } from '../support/databases.ts';

const PATH = '/functions/create-direct-to-task-sms-chat';
let nextCustomer = 5_000;

describe.each(databases())('the outbound function on $name', ({ create }) => {
  const centre = useContactCentre(create, { lives: 'a file' });
  let flowSid: string;

  beforeAll(async () => {
    flowSid = await centre.world.flow();
  });

  const basic = () => `Basic ${btoa(`${centre.server.account.sid}:${centre.server.account.token}`)}`;
  const newCustomer = () => {
    nextCustomer += 1;
    return `+1415555${nextCustomer}`;
  };
  async function call(body: unknown, headers: Record<string, string> = { authorization: basic() }) {
    const answer = await fetch(`${centre.server.url}${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }
  async function leftFor(customer: string) {
    const { read } = centre.server.context.database;
    const channels = await read
      .selectFrom('flex_channels')
      .selectAll()
      .where('target', '=', customer)
      .execute();
    const tasks = await read
      .selectFrom('tasks')
      .selectAll()
      .where('attributes', 'like', `%"${customer}"%`)
      .where('assignment_status', 'in', ['pending', 'reserved', 'assigned', 'wrapping'])
      .execute();
    return { channels: channels.length, tasks: tasks.length };
  }

  it('answers 200 with the chat channel and the session', async () => {
    const customer = newCustomer();
    const { status, body, headers } = await call({ fromNumber: CENTRE, toName: 'Jane', toNumber: customer });
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(body.chatChannel).toMatchObject({
      identity: expect.any(String),
      sid: expect.stringMatching(/^CH/),
      task_sid: expect.stringMatching(/^WT[0-9a-f]{32}$/),
      user_sid: expect.stringMatching(/^US/),
      flex_flow_sid: flowSid,
      account_sid: centre.server.account.sid,
    });
    expect(Object.keys(body.proxySession).sort()).toEqual(
      [
        'sid',
        'serviceSid',
        'accountSid',
        'dateStarted',
        'dateEnded',
        'dateLastInteraction',
        'dateExpiry',
        'uniqueName',
        'status',
        'closedReason',
        'ttl',
        'mode',
        'dateCreated',
        'dateUpdated',
        'url',
        'links',
      ].sort(),
    );
    expect(body.proxySession).toMatchObject({
      uniqueName: body.chatChannel.sid,
      status: 'open',
      ttl: 0,
      mode: 'message-only',
      dateStarted: null,
      closedReason: null,
    });
  });

  it('tells the channel which session it has', async () => {
    const { body } = await call({ fromNumber: CENTRE, toName: 'Jane', toNumber: newCustomer() });
    const channel = await centre.world.client.chat.v2
      .services(centre.world.chatServiceSid)
      .channels(body.chatChannel.sid)
      .fetch();
    expect(JSON.parse(channel.attributes)).toMatchObject({
      proxySession: body.proxySession.sid,
      status: 'ACTIVE',
    });
  });

  it('routes the task to the worker whose number it is', async () => {
    const { body } = await call({ fromNumber: CENTRE, toName: 'Jane', toNumber: newCustomer() });
    await centre.server.settled();
    const reservations = await centre.server.context.database.read
      .selectFrom('reservations')
      .select('worker_sid')
      .where('task_sid', '=', body.chatChannel.task_sid)
      .execute();
    expect(reservations.every((reservation) => reservation.worker_sid === centre.world.workers[0]!.sid)).toBe(
      true,
    );
  });

  it.each(['fromNumber', 'toName', 'toNumber'])('answers 400 when %s is missing', async (property) => {
    const customer = newCustomer();
    const request = { fromNumber: CENTRE, toName: 'Jane', toNumber: customer, [property]: undefined };
    const { status, body } = await call(request);
    expect(status).toBe(400);
    expect(body).toEqual({ status: 400, message: `Missing '${property}' in request body` });
    expect(await leftFor(customer)).toEqual({ channels: 0, tasks: 0 });
  });

  it('answers 500 when no task flow has the number', async () => {
    const customer = newCustomer();
    const { status, body } = await call({ fromNumber: '+14155550777', toName: 'Jane', toNumber: customer });
    expect(status).toBe(500);
    expect(body.message).toBe('Unable to find matching Flex Flow');
    expect(await leftFor(customer)).toEqual({ channels: 0, tasks: 0 });
  });

  it('answers a second click with the same channel, task and session', async () => {
    const request = { fromNumber: CENTRE, toName: 'Jane', toNumber: newCustomer() };
    const first = await call(request);
    const second = await call(request);
    expect(second.status).toBe(200);
    expect(second.body.chatChannel.sid).toBe(first.body.chatChannel.sid);
    expect(second.body.chatChannel.task_sid).toBe(first.body.chatChannel.task_sid);
    expect(second.body.proxySession.sid).toBe(first.body.proxySession.sid);
  });

  it('takes the channel and its task back when the session cannot be made, and says why', async () => {
    const customer = newCustomer();
    // The customer talks to the same number in a session that has nothing to do with Flex.
    await centre.world.client.proxy.v1.services(centre.world.proxyServiceSid).sessions.create({
      uniqueName: `other ${customer}`,
      mode: 'message-only',
      participants: [{ Identifier: customer, ProxyIdentifier: CENTRE }],
    });
    const { status, body } = await call({ fromNumber: CENTRE, toName: 'Jane', toNumber: customer });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 80604 });
    await centre.server.settled();
    expect(await leftFor(customer)).toEqual({ channels: 0, tasks: 0 });
  });

  it('leaves nothing when the number of the flow is in no pool', async () => {
    await centre.world.flow({ contactIdentity: '+14155550188' });
    const customer = newCustomer();
    const { status, body } = await call({ fromNumber: '+14155550188', toName: 'Jane', toNumber: customer });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.message).toEqual(expect.any(String));
    await centre.server.settled();
    expect(await leftFor(customer)).toEqual({ channels: 0, tasks: 0 });
  });

  it('refuses a number that cannot be one before anything is made', async () => {
    const { status } = await call({ fromNumber: CENTRE, toName: 'Jane', toNumber: '+1' });
    expect(status).toBe(400);
    expect(await leftFor('+1')).toEqual({ channels: 0, tasks: 0 });
  });

  it('asks for credentials, and for no browser preflight', async () => {
    const request = { fromNumber: OTHER_CENTRE, toName: 'Jane', toNumber: newCustomer() };
    expect((await call(request, {})).status).toBe(401);
    expect(
      (await call(request, { authorization: `Basic ${btoa(`${centre.server.account.sid}:wrong`)}` })).status,
    ).toBe(401);
    const preflight = await fetch(`${centre.server.url}${PATH}`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('OPTIONS, POST');
  });
});
