// What a refused call is told of the conversation that is in the way, whoever began it and whoever has it; and what a
// look tells of everything at once.
import { beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, OTHER_CENTRE } from '../../journey/world.ts';
import { reconcile } from '../../reconciler/reconciler-fixture.ts';
import { databases } from '../../support/databases.ts';
import { type Json, useOutbound } from './outbound-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('what is in the way of a call on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  beforeAll(async () => {
    await outbound.makeRoom();
    await outbound.world.flow({ enabled: true });
  });
  const worker = (position: number) => outbound.world.workers[position]!;
  const inTheWay = async (To: string, change: Record<string, string> = {}) => {
    await outbound.settled();
    const before = await outbound.rows();
    const { status, body } = await outbound.call({ To, ...change });
    expect([status, await outbound.rows()]).toEqual([409, before]);
    const look = await outbound.dryRun({ To, ...change });
    const { code, details } = look.body.checks.at(-1);
    expect({ code, details }).toEqual({ code: body.code, details: body.details });
    return { code: body.code, message: body.message as string, ...body.details } as Json;
  };
  const openOf = (generation: string) => ({ Generation: generation, 'Routing.WorkerSid': worker(0).sid });

  it.each([
    ['legacy', 80604],
    ['conversations', 50416],
  ] as const)(
    'names the conversation of %s nobody has taken yet, then its agent and how old it is, to calls of both generations',
    async (generation, code) => {
      const To = outbound.newCustomer();
      const { body: open } = await outbound.call({ To, ...openOf(generation) });
      await outbound.settled();
      expect(await inTheWay(To)).toMatchObject({
        code,
        parameter: 'To',
        conversation_sid: open.conversation_sid,
        chat_service_sid: open.chat_service_sid,
        generation,
        agent: null,
        task_sid: open.task_sid,
        interaction_sid: open.interaction_sid,
        session_sid: open.proxy_session_sid,
        direction: 'outbound',
        age_seconds: 0,
        last_message_age_seconds: 0,
      });
      await outbound.accept(open.task_sid);
      await outbound.server.advance(10 * MINUTE);
      await outbound.says('Hello', { from: To });
      await outbound.server.advance(MINUTE - 1);
      for (const Generation of ['legacy', 'conversations']) {
        const told = await inTheWay(To, { Generation });
        expect(told).toMatchObject({
          code,
          agent: { worker_sid: worker(0).sid, worker_name: `agent ${CENTRE}` },
          // Whole seconds: one millisecond before it is eleven minutes old.
          age_seconds: 659,
          last_message_age_seconds: 59,
        });
        expect(Date.parse(told.last_activity) - Date.parse(told.date_created)).toBe(10 * MINUTE);
        expect(told.message).toContain(open.conversation_sid);
      }
    },
  );

  it('tells a conversation the customer began, and one in which an answer is waited for', async () => {
    const To = outbound.newCustomer();
    await outbound.says('Is anybody there?', { from: To });
    const began = await inTheWay(To);
    expect(began).toMatchObject({ code: 80604, direction: 'inbound', agent: null });
    expect(began.task_sid).toMatch(/^WT/);
    const waiting = outbound.newCustomer();
    await outbound.call({ To: waiting, Mode: 'send-and-wait' });
    expect(await inTheWay(waiting)).toMatchObject({
      code: 50416,
      direction: 'outbound',
      agent: null,
      task_sid: null,
    });
  });

  it.each(['reject', 'append', 'reuse', 'take-over'])(
    'tells of two phones in a Proxy session nobody can write in (%s)',
    async (IfOpen) => {
      const To = outbound.newCustomer();
      const { sid } = await outbound.client.proxy.v1
        .services(outbound.world.proxyServiceSid)
        .sessions.create({ participants: [{ Identifier: To, ProxyIdentifier: CENTRE }] as never });
      const told = await inTheWay(To, { IfOpen });
      expect(told).toMatchObject({ code: 80604, conversation_sid: null, agent: null, session_sid: sid });
    },
  );

  it('tells of a session somebody opened again for a channel that is over, until the reconciler has closed it', async () => {
    const To = outbound.newCustomer();
    const { body: first } = await outbound.call({ To, ...openOf('legacy') });
    await outbound.accept(first.task_sid);
    await outbound.tasks()(first.task_sid).update({ assignmentStatus: 'completed', reason: 'done' });
    await outbound.settled();
    const session = outbound.client.proxy.v1
      .services(outbound.world.proxyServiceSid)
      .sessions(first.proxy_session_sid);
    expect((await session.update({ status: 'in-progress' })).status).toBe('in-progress');
    for (const Generation of ['legacy', 'conversations']) {
      const told = await inTheWay(To, { Generation });
      expect(told).toMatchObject({ code: 80604, session_sid: first.proxy_session_sid });
    }
    await outbound.server.advance(MINUTE);
    await reconcile(outbound.server, outbound.server.account, 'session-without-channel');
    expect((await outbound.call({ To })).status).toBe(201);
  });

  it('keeps a closed session closed (80801) while the customer is in a conversation of the other generation', async () => {
    const To = outbound.newCustomer();
    const { body: first } = await outbound.call({ To, ...openOf('legacy') });
    const session = outbound.client.proxy.v1
      .services(outbound.world.proxyServiceSid)
      .sessions(first.proxy_session_sid);
    await outbound.accept(first.task_sid);
    await outbound.tasks()(first.task_sid).update({ assignmentStatus: 'completed', reason: 'done' });
    await outbound.settled();
    const { body: second } = await outbound.call({ To, ...openOf('conversations') });
    expect(second.outcome).toBe('opened');
    await expect(session.update({ status: 'in-progress' })).rejects.toMatchObject({
      status: 400,
      code: 80801,
    });
    expect((await session.fetch()).status).toBe('closed');
    await outbound.says('Who is this?', { from: To });
    expect(await outbound.texts(second.conversation_sid)).toEqual(['Your order has arrived', 'Who is this?']);
    await outbound.conversation(second.conversation_sid).update({ state: 'closed' });
    await outbound.settled();
    expect((await session.update({ status: 'in-progress' })).status).toBe('in-progress');
  });

  it('is nothing to a call from another address of ours', async () => {
    const To = outbound.newCustomer();
    await outbound.call({ To });
    expect((await outbound.call({ To, From: OTHER_CENTRE })).status).toBe(201);
  });

  it('is told together with everything else that is wrong by a look', async () => {
    const To = outbound.newCustomer();
    await outbound.call({ To });
    await outbound.says('STOP', { from: To });
    const { status, body } = await outbound.dryRun({ To, Body: 'x'.repeat(1_601) });
    expect([status, body.ok]).toEqual([200, false]);
    const refused = body.checks.filter(({ verdict }: Json) => verdict === 'refuse');
    expect(refused.map(({ check, code }: Json) => [check, code])).toEqual([
      ['words', 21617],
      ['opt-out', 21610],
      ['open-conversation', 50416],
    ]);
  });

  it('is looked for without choosing a sender for good', async () => {
    const { services } = outbound.client.messaging.v1;
    const { sid } = await services.create({ friendlyName: 'Pool', stickySender: true });
    const [number] = await outbound.client.incomingPhoneNumbers.list({ phoneNumber: OTHER_CENTRE });
    await services(sid).phoneNumbers.create({ phoneNumberSid: number!.sid });
    const chosen = () =>
      outbound.server.context.database.read.selectFrom('sticky_senders').select('address').execute();
    const form = { To: outbound.newCustomer(), From: '', MessagingServiceSid: sid };
    const before = await chosen();
    expect((await outbound.dryRun(form)).body.ok).toBe(true);
    expect(await chosen()).toEqual(before);
    expect((await outbound.call(form)).body.from).toBe(OTHER_CENTRE);
    expect(await chosen()).toHaveLength(before.length + 1);
  });
});
