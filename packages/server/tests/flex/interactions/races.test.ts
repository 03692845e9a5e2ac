// Many at once: one interaction for a customer, one agent for a parked conversation, and nobody left outside.
import { beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../../conversations/conversation-fixture.ts';
import { databases } from '../../support/databases.ts';
import { answerFrom } from '../../support/handset.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { type Centre, type Json, openCentre, openedFrom, rowsOf } from './interaction-fixture.ts';

const STARTS = 20;
/** How often; `PARLEY_RACES` asks for more. */
const ROUNDS = Number(process.env['PARLEY_RACES'] ?? 3);

function outcomesOf<T>(settled: readonly PromiseSettledResult<T>[]) {
  return {
    made: settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    refused: settled.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Json] : [])),
  };
}

describe.each(databases())('races of interactions on $name', ({ create }) => {
  let server: TestServer;
  let centre: Centre;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    centre = await openCentre(server);
    await centre.v1.configuration().fetch();
  });

  it(`lets one of ${STARTS} creates towards a customer win; the others name its conversation`, async () => {
    const own = await openCentre(server);
    await own.v1.configuration().fetch();
    const customer = freshNumber();
    const before = await rowsOf(own);
    const creates = Array.from({ length: STARTS }, () =>
      own.client.flexApi.v1.interaction.create(own.sms({ customer })),
    );
    const { made, refused } = outcomesOf(await Promise.allSettled(creates));
    expect(made).toHaveLength(1);
    const { threadSid } = openedFrom(made[0], customer);
    expect(refused).toHaveLength(STARTS - 1);
    for (const refusal of refused) {
      expect(refusal).toMatchObject({ status: 409, code: 50416 });
      expect(refusal.message).toContain(threadSid);
      if (refusal.details !== undefined) {
        expect(refusal.details).toMatchObject({ conversationSid: threadSid, interactionSid: made[0]!.sid });
      }
    }
    await server.settled();
    const added = Object.entries(await rowsOf(own)).map(([table, count]) => [table, count - before[table]!]);
    expect(Object.fromEntries(added)).toEqual({
      threads: 1,
      participants: 1,
      users: 0,
      flex_interactions: 1,
      flex_interaction_channels: 1,
      flex_interaction_invites: 1,
      flex_interaction_participants: 1,
      tasks: 1,
    });
  });

  it(`lets one of ${STARTS} interactions adopt a conversation; the others name it`, async () => {
    const own = await openCentre(server);
    const conversation = await own.v1.conversations.create();
    await own.v1.conversations(conversation.sid).participants.create({
      'messagingBinding.address': freshNumber(),
      'messagingBinding.proxyAddress': own.centreNumber,
    });
    const adopt = {
      initiated_by: 'customer',
      properties: { media_channel_sid: conversation.sid },
      participants: undefined,
    };
    const creates = Array.from({ length: STARTS }, () =>
      own.client.flexApi.v1.interaction.create(own.sms({ channel: adopt })),
    );
    const { made, refused } = outcomesOf(await Promise.allSettled(creates));
    expect(made).toHaveLength(1);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set([45353]));
    expect(await rowsOf(own)).toMatchObject({ tasks: 1, flex_interactions: 1, flex_interaction_channels: 1 });
  });

  it('opens one conversation when a customer writes while an agent starts', async () => {
    const own = await openCentre(server);
    await own.v1.addressConfigurations.create({
      type: 'sms',
      address: own.centreNumber,
      'autoCreation.enabled': true,
      'autoCreation.type': 'default',
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      const customer = freshNumber();
      await Promise.allSettled([
        answerFrom({ ...server, account: own.account }, customer, own.centreNumber, 'Hello?'),
        own.client.flexApi.v1.interaction.create(own.sms({ customer })),
      ]);
      await server.settled();
      const open = await own.v1.participantConversations.list({ address: customer });
      expect(open).toHaveLength(1);
      const messages = await own.v1.conversations(open[0]!.conversationSid).messages.list();
      expect(messages.map(({ body }) => body)).toEqual(['Hello?']);
    }
  });

  it('brings one agent back when two texts unpark a conversation at once', async () => {
    const worker = await centre.workspace.addWorker('unparker', {}, 50);
    for (let round = 0; round < ROUNDS; round += 1) {
      const opened = await centre.open({ routing: { worker_sid: worker } });
      await centre.accept(opened.taskSid);
      const [agent] = (await centre.channel(opened).participants.list()).filter(
        ({ type }) => type === 'agent',
      );
      await centre.channel(opened).participants(agent!.sid).update({ status: 'closed' });
      const routing = centre.sms({ routing: { worker_sid: worker } }).routing;
      const invites = Array.from({ length: 4 }, () => centre.channel(opened).invites.create({ routing }));
      const { made, refused } = outcomesOf(await Promise.allSettled(invites));
      expect(made).toHaveLength(1);
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set([45353]));
      await server.settled();
      const tasks = await centre.workspace.api().tasks.list({
        evaluateTaskAttributes: `conversationSid == "${opened.threadSid}"`,
        assignmentStatus: ['pending', 'reserved'],
      });
      expect(tasks).toHaveLength(1);
      await centre.accept(tasks[0]!.sid);
      await centre.channel(opened).update({ status: 'closed', routing: { status: 'closed' } });
      await server.settled();
    }
  });

  it('has an agent in the conversation exactly while they take part, however parking and unparking meet', async () => {
    const worker = await centre.workspace.addWorker('juggler', {}, 50);
    for (let round = 0; round < ROUNDS; round += 1) {
      const opened = await centre.open({ routing: { worker_sid: worker } });
      await centre.accept(opened.taskSid);
      const [agent] = (await centre.channel(opened).participants.list()).filter(
        ({ type }) => type === 'agent',
      );
      const again: Json = await centre.channel(opened).invites.create({
        routing: centre.sms({ routing: { worker_sid: worker } }).routing,
      });
      await server.settled();
      const task = centre.workspace.api().tasks(again.routing.properties.sid);
      const [pending] = await task.reservations.list({ reservationStatus: 'pending' });
      await Promise.all([
        centre.channel(opened).participants(agent!.sid).update({ status: 'closed' }),
        task.reservations(pending!.sid).update({ reservationStatus: 'accepted' }),
      ]);
      await server.settled();
      expect(await centre.identitiesIn(opened.threadSid)).toEqual(['juggler']);
      await centre.channel(opened).update({ status: 'closed', routing: { status: 'closed' } });
      await server.settled();
    }
  });

  it('either closes the conversation or lets the agent in, whoever comes first', async () => {
    const worker = await centre.workspace.addWorker('hurried', {}, 50);
    for (let round = 0; round < ROUNDS; round += 1) {
      const opened = await centre.open({ routing: { worker_sid: worker } });
      const task = centre.workspace.api().tasks(opened.taskSid);
      const [pending] = await task.reservations.list({ reservationStatus: 'pending' });
      await Promise.allSettled([
        task.reservations(pending!.sid).update({ reservationStatus: 'accepted' }),
        centre.channel(opened).update({ status: 'closed' }),
      ]);
      await server.settled();
      expect(await centre.stateOf(opened.threadSid)).toBe('closed');
      expect(['wrapping', 'canceled']).toContain(await centre.workspace.taskStatus(opened.taskSid));
    }
  });
});
