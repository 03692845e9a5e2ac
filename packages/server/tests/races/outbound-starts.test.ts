// Many starts towards one customer at once: one channel, one session, one task, whoever comes first.
import { beforeAll, describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE } from '../journey/world.ts';
import { databases } from '../support/databases.ts';

/** How often; `PARLEY_RACES` asks for more. */
const ROUNDS = Number(process.env['PARLEY_RACES'] ?? 3);
const STARTS = 200;

describe.each(databases())('parallel outbound starts on $name', ({ create }) => {
  const centre = useContactCentre(create, { lives: 'a file' });
  let flowSid: string;

  beforeAll(async () => {
    flowSid = await centre.world.flow();
  });

  /** Channel and session, as a caller without our function makes them. */
  async function start(customer: string, number: number) {
    const channel = await centre.world.client.flexApi.v1.channel.create({
      flexFlowSid: flowSid,
      identity: `caller ${number} for ${customer}`,
      target: customer,
      chatFriendlyName: customer,
      chatUserFriendlyName: customer,
      taskAttributes: JSON.stringify({ targetWorkerPhone: CENTRE }),
    });
    const session = await centre.world.client.proxy.v1
      .services(centre.world.proxyServiceSid)
      .sessions.create({
        uniqueName: channel.sid,
        mode: 'message-only',
        participants: [
          { Identifier: customer, ProxyIdentifier: CENTRE },
          { Identifier: channel.sid, ProxyIdentifier: CENTRE },
        ],
      });
    return { channelSid: channel.sid, taskSid: channel.taskSid, sessionSid: session.sid };
  }

  /** What there is for a customer, straight from the database. */
  async function openFor(customer: string) {
    const { read } = centre.server.context.database;
    const channels = await read
      .selectFrom('flex_channels')
      .select(['sid', 'task_sid'])
      .where('target', '=', customer)
      .where('status', '=', 'ACTIVE')
      .execute();
    const pairs = await read
      .selectFrom('proxy_participants')
      .select('session_sid')
      .where('identifier', '=', customer)
      .where('active', '=', 1)
      .execute();
    const tasks = await read
      .selectFrom('tasks')
      .select('sid')
      .where('attributes', 'like', `%${customer}%`)
      .where('assignment_status', 'in', ['pending', 'reserved', 'assigned', 'wrapping'])
      .execute();
    return { channels, sessions: [...new Set(pairs.map((pair) => pair.session_sid))], tasks };
  }

  it.each(Array.from({ length: ROUNDS }, (_, round) => ({ round })))(
    `makes one of each from ${STARTS} starts (round $round)`,
    async ({ round }) => {
      const customer = `+1415555${String(3_000 + round)}`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: STARTS }, (_, number) => start(customer, number)),
      );
      const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(made).toHaveLength(1);
      expect(new Set(refusals.map((refusal) => refusal.code))).toEqual(new Set([80603]));
      const open = await openFor(customer);
      expect(open.channels).toEqual([{ sid: made[0]!.channelSid, task_sid: made[0]!.taskSid }]);
      expect(open.sessions).toEqual([made[0]!.sessionSid]);
      expect(open.tasks).toEqual([{ sid: made[0]!.taskSid }]);
    },
  );

  it('gives every caller of the outbound function the same conversation', async () => {
    const customer = '+14155554000';
    const authorization = `Basic ${btoa(`${centre.server.account.sid}:${centre.server.account.token}`)}`;
    const answers = await Promise.all(
      Array.from({ length: STARTS }, async () => {
        const answer = await fetch(`${centre.server.url}/functions/create-direct-to-task-sms-chat`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ fromNumber: CENTRE, toName: 'Jane', toNumber: customer }),
        });
        return { status: answer.status, body: await answer.json() };
      }),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    const open = await openFor(customer);
    expect(open.channels).toHaveLength(1);
    expect(open.sessions).toHaveLength(1);
    expect(open.tasks).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.body.chatChannel.sid))).toEqual(
      new Set([open.channels[0]!.sid]),
    );
    expect(new Set(answers.map((answer) => answer.body.proxySession.sid))).toEqual(new Set(open.sessions));
  });
});
