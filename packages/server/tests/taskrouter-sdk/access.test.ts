// Who may do what through the event bridge: by role, by policy, by account and workspace.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { accessToken, addKey, capabilityToken, type PolicyWish } from '../realtime/token-fixture.ts';
import { protocolDatabases } from '../support/databases.ts';
import { makeWorkspace } from '../taskrouter/workspace-fixture.ts';
import { type Desk, openDesk, WORKER_SDKS } from './desk-fixture.ts';
import { call, listen, refusedWith } from './raw-client.ts';
import { accepted, newAgent, offer, someName } from './working-fixture.ts';

describe.each(protocolDatabases())('access on $name', ({ create }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  const inWorkspace = (rest: string, workspaceSid = desk.workspace.sid) =>
    `Workspaces/${workspaceSid}/${rest}`;
  const asked = async (token: string, method: string, rest: string, params: unknown = {}) => {
    const { status } = await call(desk.server, { url: inWorkspace(rest), method, params, token });
    return status;
  };

  describe('of a worker', () => {
    it('is for itself: nothing of another worker is read or changed', async () => {
      const [me, other] = [await newAgent(desk), await newAgent(desk)];
      const reservation = await offer(desk, other);
      const token = desk.token(me.sid);
      const theirs = `Workers/${other.sid}`;
      const before = await desk.workspace.api().workers(other.sid).fetch();
      expect(await asked(token, 'GET', theirs)).toBe(403);
      expect(await asked(token, 'GET', `${theirs}/WorkerChannels`)).toBe(403);
      expect(await asked(token, 'GET', `${theirs}/Reservations`, { Active: 'true' })).toBe(403);
      expect(await asked(token, 'GET', `${theirs}/Reservations/${reservation.sid}`)).toBe(403);
      expect(await asked(token, 'POST', theirs, { Attributes: { mine: 1 } })).toBe(403);
      const accept = { ReservationStatus: 'accepted' };
      expect(await asked(token, 'POST', `${theirs}/Reservations/${reservation.sid}`, accept)).toBe(403);
      expect(await asked(token, 'POST', `Workers/${me.sid}/Reservations/${reservation.sid}`, accept)).toBe(
        404,
      );
      expect(
        await asked(token, 'POST', `Tasks/${reservation.task.sid}/Reservations/${reservation.sid}`, accept),
      ).toBe(403);
      expect(await asked(token, 'POST', `${theirs}/Transfers`, {})).toBe(403);
      expect(await asked(token, 'GET', 'Workers')).toBe(403);
      expect(await asked(token, 'GET', 'TaskQueues')).toBe(403);
      expect(await asked(token, 'GET', `TaskQueues/${desk.workspace.queueSid}`)).toBe(403);
      expect(await desk.workspace.api().workers(other.sid).fetch()).toMatchObject({
        attributes: before.attributes,
        dateUpdated: before.dateUpdated,
      });
      const task = desk.workspace.api().tasks(reservation.task.sid);
      expect((await task.reservations(reservation.sid).fetch()).reservationStatus).toBe('pending');
    });

    it('does not change whom it is in conversations', async () => {
      const me = await newAgent(desk);
      const api = desk.workspace.api().workers(me.sid);
      const own = `Workers/${me.sid}`;
      await api.update({ attributes: '{"contact_uri":"client:me"}' });
      const somebodyElse = { Attributes: { contact_uri: 'client:other' } };
      expect(await asked(desk.token(me.sid), 'POST', own, somebodyElse)).toBe(403);
      expect(await asked(desk.token(me.sid), 'POST', own, { Attributes: {} })).toBe(403);
      expect(JSON.parse((await api.fetch()).attributes)).toEqual({ contact_uri: 'client:me' });
      const skilled = { contact_uri: 'client:me', skills: ['billing'] };
      expect(await asked(desk.token(me.sid), 'POST', own, { Attributes: skilled })).toBe(200);
      expect(JSON.parse((await api.fetch()).attributes)).toEqual(skilled);
    });

    it('covers the tasks it holds, and their end once it has accepted', async () => {
      const [me, other] = [await newAgent(desk), await newAgent(desk)];
      const [mine, offered] = [await accepted(desk, me), await offer(desk, me)];
      const theirs = await accepted(desk, other);
      const token = desk.token(me.sid);
      const attributes = { Attributes: { note: 'x' } };
      const end = { AssignmentStatus: 'completed', Reason: 'done' };
      expect(await asked(token, 'POST', `Tasks/${theirs.task.sid}`, attributes)).toBe(403);
      expect(await asked(token, 'POST', `Tasks/${theirs.task.sid}`, end)).toBe(403);
      expect(await asked(token, 'GET', `Tasks/${theirs.task.sid}`)).toBe(403);
      expect(await asked(token, 'POST', `Tasks/${offered.task.sid}`, attributes)).toBe(200);
      expect(await asked(token, 'POST', `Tasks/${offered.task.sid}`, end)).toBe(403);
      expect(await asked(token, 'POST', `Tasks/${mine.task.sid}`, { AssignmentStatus: 'canceled' })).toBe(
        400,
      );
      expect(await asked(token, 'POST', `Tasks/${mine.task.sid}`, end)).toBe(200);
      expect(await asked(token, 'POST', `Tasks/${mine.task.sid}`, attributes)).toBe(403);
      expect(await asked(token, 'GET', `Tasks/${mine.task.sid}`)).toBe(200);
    });

    it('makes tasks for itself only', async () => {
      const [me, other] = [await newAgent(desk), await newAgent(desk)];
      const params = { WorkflowSid: desk.workspace.workflowSid, Attributes: {} };
      const token = desk.token(me.sid);
      expect(await asked(token, 'POST', 'Tasks', { ...params, RoutingTarget: other.sid })).toBe(403);
      expect(await asked(token, 'POST', 'Tasks', params)).toBe(403);
      expect(await asked(token, 'POST', 'Tasks', { ...params, RoutingTarget: me.sid })).toBe(200);
    });

    it('is the least for a role nobody knows, and nothing without a worker', async () => {
      const { sid } = await newAgent(desk);
      expect(await asked(desk.token(sid, { role: 'emperor' }), 'GET', 'Workers')).toBe(403);
      expect(await asked(desk.token(sid, { role: 'emperor' }), 'GET', `Workers/${sid}`)).toBe(200);
      expect(await asked(desk.token(null), 'GET', `Workers/${sid}`)).toBe(403);
      expect(await refusedWith(desk.server, desk.token(null, { role: 'supervisor' }))).toMatchObject({
        status: 403,
      });
    });
  });

  describe('of a supervisor', () => {
    it('covers other workers, their reservations and tasks', async () => {
      const worker = await newAgent(desk);
      const reservation = await offer(desk, worker);
      const token = desk.token(null, { role: 'supervisor' });
      const path = `Tasks/${reservation.task.sid}/Reservations/${reservation.sid}`;
      expect(await asked(token, 'POST', path, { Instruction: 'supervise' })).toBe(400);
      expect(await asked(token, 'POST', path, { ReservationStatus: 'accepted' })).toBe(200);
      expect(
        await asked(token, 'POST', `Tasks/${reservation.task.sid}`, { Attributes: { by: 'boss' } }),
      ).toBe(200);
      expect(await asked(token, 'GET', `Workers/${worker.sid}/Reservations`, { Active: true })).toBe(200);
      expect(await asked(token, 'POST', `Workers/${worker.sid}`, { Attributes: { by: 'boss' } })).toBe(200);
    });
  });

  describe('of another workspace or account', () => {
    it('is refused whatever the role', async () => {
      const { sid } = await newAgent(desk);
      const elsewhere = await makeWorkspace(desk.server);
      const taskRouter = { workspaceSid: elsewhere.sid, workerSid: sid, role: 'supervisor' };
      const token = accessToken({ accountSid: desk.account.sid, key: desk.key, taskRouter });
      expect(await asked(token, 'GET', `Workers/${sid}`)).toBe(403);
      expect(await asked(token, 'GET', 'Activities')).toBe(403);
      expect(await refusedWith(desk.server, token)).toMatchObject({ status: 404, code: 20404 });
    });

    it('is refused where an account names the workspace and worker of another', async () => {
      const { sid } = await newAgent(desk);
      const stranger = await desk.server.addAccount();
      const key = await addKey(desk.server, stranger);
      const taskRouter = { workspaceSid: desk.workspace.sid, workerSid: sid, role: 'supervisor' };
      const token = accessToken({ accountSid: stranger.sid, key, taskRouter });
      const paths = [`Workers/${sid}`, 'Workers', 'Activities', 'TaskQueues', `Workers/${sid}/Reservations`];
      for (const path of paths) expect(await asked(token, 'GET', path)).toBe(404);
      expect(await asked(token, 'POST', `Workers/${sid}`, { Attributes: {} })).toBe(404);
      expect(await refusedWith(desk.server, token)).toMatchObject({ status: 404, code: 20404 });
    });

    it('is refused to a client of the SDK, which never becomes ready', async () => {
      const { sid } = await newAgent(desk);
      const key = { ...desk.key, secret: newSid('xx') };
      const taskRouter = { workspaceSid: desk.workspace.sid, workerSid: sid, role: 'worker' };
      const token = accessToken({ accountSid: desk.account.sid, key, taskRouter });
      expect(await refusedWith(desk.server, token)).toMatchObject({ status: 401, code: 20107 });
      expect(await asked(token, 'GET', `Workers/${sid}`)).toBe(401);
    });

    it('is refused without a grant of TaskRouter', async () => {
      const token = accessToken({ accountSid: desk.account.sid, key: desk.key, chatServiceSid: 'IS1' });
      expect(await asked(token, 'GET', 'Activities')).toBe(403);
      expect(await refusedWith(desk.server, token)).toMatchObject({ status: 403, code: 20006 });
    });

    it('is refused for a worker that was removed, whose sessions end', async () => {
      const sid = await desk.workspace.addWorker(someName());
      const { told, closed } = listen(desk.server, desk.token(sid));
      await told('init');
      await desk.workspace.api().workers(sid).remove();
      expect(await closed).toEqual([1008, 'The worker was removed']);
      expect(await refusedWith(desk.server, desk.token(sid))).toMatchObject({ status: 404 });
    });
  });

  describe('by capability token', () => {
    const base = 'https://taskrouter.twilio.com/v1';
    const capability = (channel: string, policies: readonly PolicyWish[]) =>
      capabilityToken(desk.account, desk.workspace.sid, channel, policies);
    const url = (rest: string) => `${base}/${inWorkspace(rest)}`;

    it.each(WORKER_SDKS)('lets $name work with the policies its documentation builds', async ({ module }) => {
      const sid = await desk.workspace.addWorker(someName());
      const token = capability(sid, [
        { url: `${base}/Workspaces/${desk.workspace.sid}`, method: 'GET' },
        { url: url('**'), method: 'GET' },
        { url: url(`Workers/${sid}`), method: 'POST' },
        { url: url(`Workers/${sid}/Reservations/**`), method: 'POST' },
      ]);
      const worker = await desk.connect(sid, { module, token });
      const reservation = await offer(desk, worker);
      expect(await reservation.accept()).toMatchObject({ status: 'accepted' });
      await expect(reservation.task.complete('no policy for this')).rejects.toThrow(/403/);
    });

    it('permits exactly what its policies say, and a refusal wins', async () => {
      const { sid } = await newAgent(desk);
      const { Offline } = desk.workspace.activities;
      const token = capability(sid, [
        { url: url('*'), method: 'GET' },
        { url: url('TaskQueues'), method: 'GET', allow: false },
        { url: url(`Workers/${sid}`), method: 'POST', postFilter: { ActivitySid: { required: true } } },
      ]);
      expect(await asked(token, 'GET', 'Activities')).toBe(200);
      expect(await asked(token, 'GET', 'Workers')).toBe(200);
      expect(await asked(token, 'GET', 'TaskQueues')).toBe(403);
      expect(await asked(token, 'GET', `Workers/${sid}`)).toBe(403);
      expect(await asked(token, 'POST', `Workers/${sid}`, { Attributes: {} })).toBe(403);
      expect(await asked(token, 'POST', `Workers/${sid}`, { ActivitySid: Offline, Attributes: {} })).toBe(
        403,
      );
      expect(await asked(token, 'POST', `Workers/${sid}`, { ActivitySid: Offline })).toBe(200);
    });

    it('is needed for the event bridge itself', async () => {
      const { sid } = await newAgent(desk);
      const other = await newAgent(desk);
      const policies = [{ url: url('**'), method: 'GET' }];
      // Its default policies are for the bridge of one worker; the token is for another.
      const token = capabilityToken(desk.account, desk.workspace.sid, sid, policies);
      const { status } = await call(desk.server, { url: inWorkspace('Activities'), token });
      expect(status).toBe(200);
      const [header, claims] = token.split('.');
      expect(JSON.parse(atob(claims!)).channel).toBe(sid);
      expect(header).not.toBe('');
      const path = `/${desk.account.sid}/${other.sid}`;
      expect(await refusedWith(desk.server, token, {}, path)).toMatchObject({ status: 403 });
      const { told, socket } = listen(desk.server, token, '', {}, `/${desk.account.sid}/${sid}`);
      expect(await told('init')).toMatchObject({ channel_id: sid });
      socket.close();
    });

    it('of a workspace calls but does not listen', async () => {
      const token = capability(desk.workspace.sid, [{ url: url('**'), method: 'GET' }]);
      expect(await asked(token, 'GET', 'Workers')).toBe(200);
      expect(await refusedWith(desk.server, token)).toMatchObject({ status: 403 });
    });
  });
});
