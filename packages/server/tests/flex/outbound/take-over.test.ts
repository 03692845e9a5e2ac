// Taking over a conversation: it is done as a whole, or refused as a conflict that says why and changes nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import { type Json, useOutbound } from './outbound-fixture.ts';

const GENERATIONS = ['conversations', 'legacy'] as const;

describe.each(databases())('taking over on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  let third: string;
  const worker = (position: number) => outbound.world.workers[position]!.sid;
  const workspace = () => outbound.client.taskrouter.v1.workspaces(outbound.world.workspaceSid);

  beforeAll(async () => {
    await outbound.makeRoom();
    await outbound.world.flow();
    const { sid } = await workspace().workers.create({
      friendlyName: 'third agent',
      activitySid: outbound.world.availableSid,
    });
    third = sid;
    await workspace().workers(sid).workerChannels('sms').update({ capacity: 50 });
  });

  describe.each(GENERATIONS)('in the generation %s', (Generation) => {
    /** A conversation the first agent works on, or is offered. */
    async function begin({ isAccepted = true } = {}) {
      const To = outbound.newCustomer();
      const { status, body } = await outbound.call({ To, Generation, 'Routing.WorkerSid': worker(0) });
      expect(status, JSON.stringify(body)).toBe(201);
      if (isAccepted) await outbound.accept(body.task_sid);
      await outbound.settled();
      return { To, ...body } as Json;
    }
    const take = async ({ To }: Json, by: string) => {
      const form = { To, Generation, IfOpen: 'take-over', 'Routing.WorkerSid': by, Body: 'Now me' };
      const answer = await outbound.call(form);
      await outbound.settled();
      return answer;
    };
    const taskOf = ({ task_sid }: Json) => outbound.tasks()(task_sid);
    /** Everything a take-over could change. */
    const state = async (open: Json) => ({
      rows: await outbound.rows(),
      task: await taskOf(open).fetch(),
      reservations: (await taskOf(open).reservations.list()).map((one) => [one.sid, one.reservationStatus]),
      heard: await outbound.heard(undefined, open.To),
    });
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;
    /** The take-over is refused as a conflict; nothing has changed. */
    async function isConflict(open: Json, by: string) {
      const before = plain(await state(open));
      const { status, body } = await take(open, by);
      expect({ status, code: body.code }, JSON.stringify(body)).toEqual({ status: 409, code: 20409 });
      expect(body.details).toMatchObject({
        parameter: 'IfOpen',
        conversation_sid: open.conversation_sid,
        task_sid: open.task_sid,
        generation: Generation,
      });
      const after = plain(await state(open));
      // How old a task is goes on.
      for (const { task } of [before, after]) delete task.age;
      expect(after).toEqual(before);
      return body.details as Json;
    }
    const answerOffer = async (open: Json, reservationStatus: 'accepted' | 'rejected') => {
      const offers = await taskOf(open).reservations.list({ reservationStatus: 'pending' });
      await taskOf(open).reservations(offers[0]!.sid).update({ reservationStatus });
      await outbound.settled();
    };
    const holders = async (open: Json) =>
      (await taskOf(open).reservations.list({ reservationStatus: 'accepted' })).map(
        ({ workerSid }) => workerSid,
      );

    it('lets the second of two agents know that the work is on its way to the first', async () => {
      const open = await begin();
      expect((await take(open, worker(1))).status).toBe(201);
      expect((await taskOf(open).fetch()).assignmentStatus).toBe('reserved');
      const details = await isConflict(open, third);
      expect(details).toMatchObject({ transfer_to: worker(1), agent: { worker_sid: worker(0) } });
      expect(details.transfer_sid).toMatch(/^TT[0-9a-f]{32}$/);
      // Nor can the one who has it take it back this way, which is for who hands over or is asked.
      await isConflict(open, worker(0));
      await answerOffer(open, 'accepted');
      expect(await holders(open)).toEqual([worker(1)]);
      const { status, body } = await take(open, third);
      expect(status, JSON.stringify(body)).toBe(201);
      await answerOffer(open, 'accepted');
      expect(await holders(open)).toEqual([third]);
    });

    it('is the same for the agent it is on its way to, and for the one who has it', async () => {
      const open = await begin();
      expect((await take(open, worker(0))).body).toMatchObject({
        outcome: 'taken-over',
        task_sid: open.task_sid,
      });
      expect(await holders(open)).toEqual([worker(0)]);
      for (const _again of [1, 2]) {
        expect((await take(open, worker(1))).body).toMatchObject({ task_sid: open.task_sid });
      }
      const offers = await taskOf(open).reservations.list({ reservationStatus: 'pending' });
      expect(offers.map(({ workerSid }) => workerSid)).toEqual([worker(1)]);
    });

    it('leaves the work with who has it when the other one rejects it, and can be tried again', async () => {
      const open = await begin();
      expect((await take(open, worker(1))).status).toBe(201);
      await answerOffer(open, 'rejected');
      expect((await taskOf(open).fetch()).assignmentStatus).toBe('assigned');
      expect(await holders(open)).toEqual([worker(0)]);
      expect((await take(open, third)).status).toBe(201);
      await answerOffer(open, 'accepted');
      expect(await holders(open)).toEqual([third]);
    });

    it('waits for the transfer also when the agent who had the work has gone', async () => {
      const open = await begin();
      expect((await take(open, worker(1))).status).toBe(201);
      const [mine] = await taskOf(open).reservations.list({ reservationStatus: 'accepted' });
      await taskOf(open).reservations(mine!.sid).update({ reservationStatus: 'completed' });
      await outbound.settled();
      expect(await isConflict(open, third)).toMatchObject({ transfer_to: worker(1) });
      await answerOffer(open, 'accepted');
      expect(await holders(open)).toEqual([worker(1)]);
    });

    it.each([
      ['somebody works on it', true],
      ['it is offered to somebody', false],
    ])('is refused to an agent who is away while %s', async (_what, isAccepted) => {
      const open = await begin({ isAccepted });
      const offline = (await workspace().activities.list()).find(({ available }) => !available)!;
      await workspace().workers(third).update({ activitySid: offline.sid });
      expect(await isConflict(open, third)).toMatchObject({ worker_sid: third });
      await workspace().workers(third).update({ activitySid: outbound.world.availableSid });
      expect((await take(open, third)).status).toBe(201);
    });

    it('is won by one of two agents who take over at once', async () => {
      const open = await begin();
      const answers = await Promise.all([take(open, worker(1)), take(open, third)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const lost = answers.find(({ status }) => status === 409)!;
      const winner = answers[0] === lost ? third : worker(1);
      expect(lost.body).toMatchObject({ code: 20409, details: { transfer_to: winner } });
      await answerOffer(open, 'accepted');
      expect(await holders(open)).toEqual([winner]);
      expect((await outbound.heard(undefined, open.To)).filter((body) => body === 'Now me')).toHaveLength(1);
    });

    it('does not let a program cancel work that is on its way, and says so', async () => {
      const open = await begin();
      await take(open, worker(1));
      const before = plain(await state(open));
      const canceled = taskOf(open).update({ assignmentStatus: 'canceled', reason: 'done' });
      await expect(canceled).rejects.toMatchObject({
        status: 400,
        code: 20001,
        message: expect.stringMatching(/because its transfer TT[0-9a-f]{32} is under way/),
      });
      await outbound.settled();
      const after = plain(await state(open));
      for (const { task } of [before, after]) delete task.age;
      expect(after).toEqual(before);
    });
  });
});
