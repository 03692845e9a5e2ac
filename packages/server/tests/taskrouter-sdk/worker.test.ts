// What a client changes of its worker, and what it hears of it whoever changes it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk, reported, workerSdksOn } from './desk-fixture.ts';
import { newAgent, offer } from './working-fixture.ts';

describe.each(protocolDatabases())('the worker on $name', ({ create, name: database }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    const fetched = (sid: string) => desk.workspace.api().workers(sid).fetch();

    it('changes its activity and hears activityUpdated', async () => {
      const worker = await newAgent(desk, { module });
      const heard = reported(worker, 'activityUpdated');
      const offline = worker.activities.get(desk.workspace.activities.Offline)!;
      const result = await offline.setAsCurrent();
      expect(result).toMatchObject({ name: 'Offline', isCurrent: true });
      expect((await fetched(worker.sid)).activityName).toBe('Offline');
      expect((await heard).activity).toMatchObject({ name: 'Offline', available: false });
      expect(worker.dateStatusChanged.getTime()).toBe(
        (await fetched(worker.sid)).dateStatusChanged.getTime(),
      );
    });

    it('hears activityUpdated when REST moves it', async () => {
      const worker = await newAgent(desk, { module });
      const heard = reported(worker, 'activityUpdated');
      const activitySid = desk.workspace.activities.Unavailable;
      await desk.workspace.api().workers(worker.sid).update({ activitySid });
      expect((await heard).activity).toMatchObject({ sid: activitySid, isCurrent: true });
    });

    it('rejects its pending reservations when it becomes unavailable and says so', async () => {
      const worker = await newAgent(desk, { module });
      const reservation = await offer(desk, worker);
      const rejected = reported(reservation, 'rejected');
      const offline = worker.activities.get(desk.workspace.activities.Offline)!;
      await offline.setAsCurrent({ rejectPendingReservations: true });
      expect(await rejected).toMatchObject({ status: 'rejected' });
    });

    it('replaces its attributes and hears attributesUpdated', async () => {
      const worker = await newAgent(desk, { module });
      const heard = reported(worker, 'attributesUpdated');
      const attributes = { languages: ['en', 'de'], level: 3, note: 'Grüße 👋' };
      await worker.setAttributes(attributes);
      expect(worker.attributes).toEqual(attributes);
      expect(JSON.parse((await fetched(worker.sid)).attributes)).toEqual(attributes);
      expect((await heard).attributes).toEqual(attributes);
    });

    it('refuses attributes that are too long with the reason', async () => {
      const worker = await newAgent(desk, { module });
      await expect(worker.setAttributes({ text: 'x'.repeat(5_000) })).rejects.toThrow(
        module === 'twilio-taskrouter' ? /Request failed with status code 400.*Attributes/ : /./,
      );
      expect(worker.attributes).toEqual({});
    });

    it('hears capacityUpdated and availabilityUpdated of a channel', async () => {
      const worker = await newAgent(desk, { module });
      const channel = [...worker.channels.values()].find(
        ({ taskChannelUniqueName }) => taskChannelUniqueName === 'default',
      )!;
      const own = () => desk.workspace.api().workers(worker.sid).workerChannels('default');
      const capacity = reported(channel, 'capacityUpdated');
      await own().update({ capacity: 5 });
      expect(await capacity).toMatchObject({ sid: channel.sid, capacity: 5, available: true });
      const availability = reported(channel, 'availabilityUpdated');
      await own().update({ available: false });
      expect(await availability).toMatchObject({ sid: channel.sid, capacity: 5, available: false });
    });

    it('knows when its channel was last reserved', async () => {
      const worker = await newAgent(desk, { module });
      const reservation = await offer(desk, worker);
      const again = await desk.connect(worker.sid, { module });
      const channel = [...again.channels.values()].find(
        ({ taskChannelUniqueName }) => taskChannelUniqueName === 'default',
      )!;
      expect(channel.assignedTasks).toBe(1);
      expect(Math.floor(channel.lastReservedTime.getTime() / 1_000)).toBe(
        reservation.dateCreated.getTime() / 1_000,
      );
    });

    it('connects anew to learn an activity made since, when it is moved to it', async () => {
      const worker = await newAgent(desk, { module });
      await desk.server.advance(1);
      const activity = await desk.workspace.api().activities.create({ friendlyName: `Lunch ${module}` });
      const ready = reported(worker, 'ready');
      await desk.workspace.api().workers(worker.sid).update({ activitySid: activity.sid });
      await ready;
      expect(worker.activity).toMatchObject({ sid: activity.sid, name: `Lunch ${module}` });
    });
  });
});
