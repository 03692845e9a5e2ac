// Many at once: one open conversation for a customer, every message in it once, and one structured conflict.
import { beforeAll, describe, expect, it } from 'vitest';
import { CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../../support/handset.ts';
import { type Json, useOutbound } from './outbound-fixture.ts';

/** Calls at once; `PARLEY_OUTBOUND_CALLS` asks for other than the 200 of the rule. */
const CALLS = Number(process.env['PARLEY_OUTBOUND_CALLS'] ?? 200);
const TEXTS = 20;

describe.each(databases())('races of calls on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  beforeAll(() => outbound.world.flow({ enabled: true }));
  const sameTasks = async (conversationSid: string) =>
    (await outbound.tasks().list()).filter(
      ({ attributes, assignmentStatus }) =>
        attributes.includes(conversationSid) && assignmentStatus !== 'canceled',
    );

  /** What the customer got and said, whatever the order. */
  async function onPhone(phone: string) {
    const messages = await messagesOnPhone(outbound.server, phone, CENTRE);
    return messages.map(({ body }) => body).sort();
  }

  it.each(['legacy', 'conversations'] as const)(
    `makes one open conversation of ${CALLS} calls and ${TEXTS} texts of the customer (%s)`,
    async (generation) => {
      if (generation === 'conversations') await openAddress();
      const To = outbound.newCustomer();
      const bodies = Array.from({ length: CALLS }, (_, number) => `call ${number}`);
      const texts = Array.from({ length: TEXTS }, (_, number) => `text ${number}`);
      const work = bodies.map((Body) => reach({ To, Body, Generation: generation, IfOpen: 'reuse' }));
      const said = texts.map((text) => answerFrom(outbound.server, To, CENTRE, text));
      const made = await Promise.all(work);
      await Promise.all(said);
      await outbound.settled();
      const conversations = new Set(made.map(({ conversation_sid }) => conversation_sid));
      expect(conversations.size).toBe(1);
      const [sid] = [...conversations];
      expect(made.filter(({ outcome }) => outcome === 'opened').length).toBeLessThanOrEqual(1);
      const stored = await outbound.server.context.database.read
        .selectFrom('messages')
        .select('body')
        .where('thread_sid', '=', sid)
        .execute();
      expect(stored.map(({ body }) => body).sort()).toEqual([...bodies, ...texts].sort());
      expect(await onPhone(To)).toEqual([...bodies, ...texts].sort());
      expect(await sameTasks(sid)).toHaveLength(1);
    },
    400_000,
  );

  /** A request that arrived too slowly was not taken, and is sent again: the machine of the test may be busy. */
  async function reach(form: Record<string, string>): Promise<Json> {
    for (;;) {
      const { status, body } = await outbound.call(form);
      if (status === 201) return body;
      if (body.code !== 20408) throw new Error(`${status} ${JSON.stringify(body)}`);
    }
  }

  /** Texts of strangers begin conversations of their own. */
  async function openAddress() {
    await outbound.client.conversations.v1.addressConfigurations.create({
      type: 'sms',
      address: CENTRE,
      'autoCreation.enabled': true,
      'autoCreation.type': 'default',
    });
  }

  it('makes one task of many first answers that come at once', async () => {
    for (const generation of ['conversations', 'legacy']) {
      const To = outbound.newCustomer();
      const { body } = await outbound.call({ To, Generation: generation, Mode: 'send-and-wait' });
      const texts = Array.from({ length: 10 }, (_, number) => `answer ${number}`);
      await Promise.all(texts.map((text) => answerFrom(outbound.server, To, CENTRE, text)));
      await outbound.settled();
      expect(await sameTasks(body.conversation_sid)).toHaveLength(1);
      const { body: record } = await outbound.request('GET', `/Conversations/${body.sid}`);
      expect(record).toMatchObject({ status: 'answered', task_sid: expect.stringMatching(/^WT/) });
    }
  });

  it('lets one of two agents win, and tells the other who did', async () => {
    for (const generation of ['conversations', 'legacy']) {
      const To = outbound.newCustomer();
      const calls = await Promise.all(
        outbound.world.workers.map(({ sid }) =>
          outbound.call({ To, Generation: generation, 'Routing.WorkerSid': sid }),
        ),
      );
      const made = calls.filter(({ status }) => status === 201);
      const refused = calls.filter(({ status }) => status === 409);
      expect(made).toHaveLength(1);
      expect(refused).toHaveLength(1);
      expect(refused[0]!.body).toMatchObject({
        code: generation === 'legacy' ? 80604 : 50416,
        details: {
          conversation_sid: made[0]!.body.conversation_sid,
          task_sid: made[0]!.body.task_sid,
          generation,
        },
      });
      expect(await outbound.heard(CENTRE, To)).toEqual(['Your order has arrived']);
      expect(await sameTasks(made[0]!.body.conversation_sid)).toHaveLength(1);
    }
  });
});
