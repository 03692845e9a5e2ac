// Conversations of the current generation that nobody is left in.
import { beforeAll, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { freshNumber } from '../conversations/conversation-fixture.ts';
import { type Centre, openCentre } from '../flex/interactions/interaction-fixture.ts';
import { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { expectFoundAndRepaired, findings, reconcile } from './reconciler-fixture.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

describe.each(databases())('conversations left behind on $name', ({ create }) => {
  let server: TestServer;
  let centre: Centre;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    centre = await openCentre(server);
  });

  let number = 0;
  /** An interaction whose only invite was declined. */
  async function declined() {
    number += 1;
    const worker = await centre.workspace.addWorker(`agent ${number}`);
    const opened = await centre.open({ routing: { worker_sid: worker } });
    const reservations = centre.workspace.api().tasks(opened.taskSid).reservations;
    const [pending] = await reservations.list();
    const decline = { reservationStatus: 'rejected' } as const;
    await centre.workspace.api().tasks(opened.taskSid).reservations(pending!.sid).update(decline);
    await server.settled();
    return opened;
  }

  describe('interaction-without-agent', () => {
    const rule = 'interaction-without-agent';
    const limit = 15 * MINUTE;
    const about = (opened: { sid: string; threadSid: string }) => ({
      interaction: opened.sid,
      conversation: opened.threadSid,
    });

    it('closes a conversation whose invite was declined before anything was said', async () => {
      const opened = await declined();
      await expectFoundAndRepaired(server, centre.account, {
        rule,
        subjectSid: opened.channelSid,
        limit,
        remedy: 'close-conversation',
        related: about(opened),
      });
      expect(await centre.stateOf(opened.threadSid)).toBe('closed');
      await centre.open({ customer: opened.customer });
    });

    it('invites somebody again where the customer waits for an answer', async () => {
      const opened = await declined();
      await answerFrom(
        { ...server, account: centre.account },
        opened.customer,
        centre.centreNumber,
        'Hello?',
      );
      await server.settled();
      await expectFoundAndRepaired(server, centre.account, {
        rule,
        subjectSid: opened.channelSid,
        limit,
        remedy: 'invite-again',
        related: about(opened),
      });
      const invites = await centre.channel(opened).invites.list();
      const task = invites.at(-1)!.routing.properties;
      expect(invites).toHaveLength(2);
      expect(task).toMatchObject({
        workflow_sid: centre.workspace.workflowSid,
        assignment_status: 'pending',
      });
      expect(JSON.parse(task.attributes)).toMatchObject({
        customerName: 'Ann',
        conversationSid: opened.threadSid,
        flexInteractionChannelSid: opened.channelSid,
      });
      expect(await centre.stateOf(opened.threadSid)).toBe('active');
    });

    it('says what it cannot repair, keeps nothing of it, and repairs the rest', async () => {
      const [stuck, other] = [await declined(), await declined()];
      const says = { ...server, account: centre.account };
      await answerFrom(says, stuck.customer, centre.centreNumber, 'Hello?');
      await server.settled();
      // The workflow the task had is gone, so that there is nobody to ask.
      await server.context.database.transaction((tx) =>
        tx.db
          .updateTable('flex_interaction_invites')
          .set((eb) => ({
            task: eb.fn('replace', ['task', eb.val(centre.workspace.workflowSid), eb.val(newSid('WW'))]),
          }))
          .where('channel_sid', '=', stuck.channelSid)
          .execute(),
      );
      await server.advance(limit);
      const before = await centre.channel(stuck).fetch();
      const outcomes = await reconcile(server, centre.account, rule);
      expect(outcomes.map(({ subject_sid: sid, outcome }) => [sid, outcome])).toEqual([
        [stuck.channelSid, 'failed'],
        [other.channelSid, 'repaired'],
      ]);
      expect(outcomes[0].error).toMatch(/^20001: /);
      expect(await centre.channel(stuck).fetch()).toEqual(before);
      expect(await findings(server, centre.account, rule)).toMatchObject([{ subject_sid: stuck.channelSid }]);
    });

    it('leaves a conversation that was parked', async () => {
      number += 1;
      await centre.workspace.addWorker(`agent ${number}`, {}, 9);
      const opened = await centre.open();
      await centre.accept(opened.taskSid);
      const people = await centre.channel(opened).participants.list();
      const agent = people.find(({ type }) => type === 'agent');
      await centre.channel(opened).participants(agent!.sid).update({ status: 'closed' });
      await server.settled();
      const row = await server.context.database.read
        .selectFrom('flex_interaction_channels')
        .select('unattended_reason')
        .where('sid', '=', opened.channelSid)
        .executeTakeFirstOrThrow();
      expect(row.unattended_reason).toBe('parked');
      await server.advance(3 * DAY);
      const found = await findings(server, centre.account);
      expect(found.filter(({ subject_sid: sid }) => sid === opened.channelSid)).toEqual([]);
      expect(found.filter(({ subject_sid: sid }) => sid === opened.threadSid)).toEqual([]);
    });
  });

  describe('conversation-without-agent', () => {
    const rule = 'conversation-without-agent';

    /** A conversation with a customer's phone and nobody else. */
    async function halfMade() {
      const { sid } = await centre.v1.conversations.create({});
      const participants = centre.v1.conversations(sid).participants;
      await participants.create({
        'messagingBinding.address': freshNumber(),
        'messagingBinding.proxyAddress': centre.centreNumber,
      });
      await server.settled();
      return sid;
    }

    it('closes it after a day without a word', async () => {
      const sid = await halfMade();
      await server.advance(DAY / 2);
      await centre.v1.conversations(sid).messages.create({ body: 'Are you there?' });
      await server.settled();
      await expectFoundAndRepaired(server, centre.account, {
        rule,
        subjectSid: sid,
        limit: DAY,
        remedy: 'close-conversation',
      });
      expect(await centre.stateOf(sid)).toBe('closed');
    });

    it('leaves those with an agent, a task, or a program', async () => {
      const [withAgent, withTask, withProgram] = [await halfMade(), await halfMade(), await halfMade()];
      await centre.v1.conversations(withAgent).participants.create({ identity: 'agent' });
      const attributes = JSON.stringify({ conversationSid: withTask });
      const timeout = 1_209_600;
      const taskSid = await centre.workspace.addTask({ attributes, timeout });
      await centre.v1.conversations(withProgram).webhooks.create({
        target: 'webhook',
        'configuration.url': 'http://127.0.0.1:1',
        'configuration.filters': ['onMessageAdded'],
      } as never);
      await server.advance(5 * DAY);
      expect(await findings(server, centre.account, rule)).toEqual([]);
      await centre.workspace.api().tasks(taskSid).update({ assignmentStatus: 'canceled', reason: 'wrong' });
      await server.settled();
      const found = await findings(server, centre.account, rule);
      expect(found.map(({ subject_sid: sid }) => sid)).toEqual([withTask]);
    });
  });
});
