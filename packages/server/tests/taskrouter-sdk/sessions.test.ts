// The life of a connection: tokens that end, servers that stop, other sessions, and workers who leave.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessToken, addKey } from '../realtime/token-fixture.ts';
import { databases } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { type Desk, openDesk, reported, workerSdksOn } from './desk-fixture.ts';
import { newAgent, someName } from './working-fixture.ts';

const GRACE_MS = 10_000;

describe.each(databases())('sessions on $name', ({ name: database, create }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  const activityOf = async (sid: string) => (await desk.workspace.api().workers(sid).fetch()).activityName;
  /** When the worker goes offline, in milliseconds from now on; null when it does not. */
  const offlineIn = async (sid: string) => {
    const timer = await desk.server.context.database.read
      .selectFrom('timers')
      .select('due_at')
      .where('kind', '=', 'taskrouter.presence')
      .where('subject', '=', sid)
      .executeTakeFirst();
    return timer === undefined ? null : timer.due_at - desk.server.clock.now();
  };

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    it('reconnects after the server was stopped and finds the reservation made meanwhile', async () => {
      const { workspace } = desk;
      const worker = await newAgent(desk, { module });
      const disconnected = reported(worker, 'disconnected');
      await desk.stopServer();
      expect(await disconnected).toMatchObject({ message: expect.any(String) });
      await desk.startAgain();
      const ready = reported(worker, 'ready');
      const { sid } = await workspace
        .api()
        .tasks.create({ workflowSid: workspace.workflowSid, routingTarget: worker.sid });
      await ready;
      const known = () => [...worker.reservations.values()].map(({ task }) => task.sid);
      await expect.poll(known, { timeout: 60_000 }).toEqual([sid]);
      const [reservation] = [...worker.reservations.values()];
      expect(await reservation!.accept()).toMatchObject({ status: 'accepted' });
    });

    it('misses no reservation that is made while it connects', async () => {
      const { workspace } = desk;
      const sid = await workspace.addWorker(someName(), {}, 50);
      const worker = desk.client(sid, { module });
      const heard: string[] = [];
      worker.on('reservationCreated', ({ sid: reservation }) => heard.push(reservation));
      const ready = reported(worker, 'ready');
      const made = Promise.all(
        Array.from({ length: 40 }, () =>
          workspace.api().tasks.create({ workflowSid: workspace.workflowSid, routingTarget: sid }),
        ),
      );
      await ready;
      const found = [...worker.reservations.keys()];
      await made;
      await desk.server.settled();
      const all = (await workspace.api().workers(sid).reservations.list()).map(
        (reservation) => reservation.sid,
      );
      expect(all).toHaveLength(40);
      await expect.poll(() => [...new Set([...found, ...heard])].sort(), { timeout: 60_000 }).toEqual(all);
      expect(found.length + heard.length).toBe(all.length);
    });

    it('uses a new token from updateToken on', async () => {
      const { account } = desk;
      const [sid, key] = [await desk.workspace.addWorker(someName()), await addKey(desk.server, account)];
      const taskRouter = { workspaceSid: desk.workspace.sid, workerSid: sid, role: 'worker' };
      const token = accessToken({ accountSid: account.sid, key, taskRouter });
      const worker = await desk.connect(sid, { module, token });
      await desk.server.context.database.transaction((tx) =>
        tx.db.deleteFrom('api_keys').where('sid', '=', key.sid).execute(),
      );
      await expect(worker.setAttributes({ with: 'old' })).rejects.toThrow(/401/);
      const updated = reported(worker, 'tokenUpdated');
      worker.updateToken(desk.token(sid));
      await updated;
      await worker.setAttributes({ with: 'new' });
      expect(worker.attributes).toEqual({ with: 'new' });
    });

    it('hears tokenExpired, is disconnected at the end of its token, and connects with a new one', async () => {
      const sid = await desk.workspace.addWorker(someName());
      const ttl = Math.ceil((Date.now() - desk.server.clock.now()) / -1_000) + 7;
      const worker = await desk.connect(sid, { module, ttl });
      await reported(worker, 'tokenExpired');
      const disconnected = reported(worker, 'disconnected');
      await desk.server.advance(9_000);
      expect(await disconnected).toEqual({ message: 'The token has expired' });
      const ready = reported(worker, 'ready');
      worker.updateToken(desk.token(sid));
      await ready;
    });

    it('closes the sessions of its worker that are open elsewhere when it asks for that', async () => {
      const sid = await desk.workspace.addWorker(someName());
      const bystander = await newAgent(desk, { module });
      const first = await desk.connect(sid, { module });
      const disconnected = reported(first, 'disconnected');
      await desk.connect(sid, { module, options: { closeExistingSessions: true } });
      expect(await disconnected).toEqual({ message: 'Another session was opened' });
      first.disconnect();
      await bystander.setAttributes({ still: 'here' });
    });

    it('keeps the sessions of its worker that are open elsewhere otherwise', async () => {
      const sid = await desk.workspace.addWorker(someName());
      const [first, second] = [await desk.connect(sid, { module }), await desk.connect(sid, { module })];
      const heard = Promise.all([
        reported(first, 'attributesUpdated'),
        reported(second, 'attributesUpdated'),
      ]);
      await second.setAttributes({ both: true });
      expect((await heard).map(({ attributes }) => attributes)).toEqual([{ both: true }, { both: true }]);
    });

    it.runIf(module === 'twilio-taskrouter')(
      'moves its worker to the default activity a moment after it has gone, when it asks for that',
      async () => {
        const options = { setWorkerOfflineIfDisconnected: true };
        const sid = await desk.workspace.addWorker(someName());
        const worker = await desk.connect(sid, { module, options });
        await desk.server.settled();
        expect(await offlineIn(sid)).toBeGreaterThan(GRACE_MS);
        worker.disconnect();
        await expect.poll(() => offlineIn(sid), { timeout: 60_000 }).toBe(GRACE_MS);
        await desk.server.advance(GRACE_MS - 1);
        expect(await activityOf(sid)).toBe('Available');
        await desk.server.advance(1);
        expect(await activityOf(sid)).toBe('Offline');
      },
    );

    it.runIf(module === 'twilio-taskrouter')(
      'leaves its worker where it is while another session is open or it comes back in time',
      async () => {
        const options = { setWorkerOfflineIfDisconnected: true };
        const sid = await desk.workspace.addWorker(someName());
        const [first, second] = [
          await desk.connect(sid, { module, options }),
          await desk.connect(sid, { module }),
        ];
        first.disconnect();
        await desk.server.advance(300_000);
        expect(await activityOf(sid)).toBe('Available');
        second.disconnect();
        await expect.poll(() => offlineIn(sid), { timeout: 60_000 }).toBe(GRACE_MS);
        await desk.server.advance(GRACE_MS - 1);
        await desk.connect(sid, { module, options });
        await desk.server.advance(300_000);
        expect(await activityOf(sid)).toBe('Available');
      },
    );
  });

  it.runIf(database === 'postgres')('are closed and kept across processes', async () => {
    const { clock } = desk.server;
    const other = await startServer(desk.server.context.config.databaseUrl, {}, clock);
    try {
      const options = { setWorkerOfflineIfDisconnected: true };
      const sid = await desk.workspace.addWorker(someName());
      const here = await desk.connect(sid, { options });
      const there = await desk.connect(sid, { options, server: other });
      there.disconnect();
      await other.settled();
      await desk.server.settled();
      await expect.poll(() => offlineIn(sid), { timeout: 60_000 }).toBeGreaterThan(GRACE_MS);
      const disconnected = reported(here, 'disconnected');
      await desk.connect(sid, { server: other, options: { closeExistingSessions: true } });
      expect(await disconnected).toEqual({ message: 'Another session was opened' });
      here.disconnect();
    } finally {
      await other.stop();
    }
  });
});
