// Every resource of TaskRouter created, read, listed, changed and removed through the oldest and the newest SDK people
// run. Statistics have a test of their own.
import { beforeAll, describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

const MAJORS = SDKS.filter(({ name }) => name === 'twilio 6' || name === 'twilio 3.84.1');

/** The part of a resource all majors share. */
interface Item {
  readonly sid: string;
  fetch(): Promise<Fields>;
  update(change: object): Promise<Fields>;
  remove(): Promise<boolean>;
}

type Fields = Readonly<Record<string, unknown>> & { readonly sid: string };

interface Collection {
  (sid: string): Item & Readonly<Record<string, Collection>>;
  create(options: object): Promise<Fields>;
  list(options?: object): Promise<Fields[]>;
}

/** A resource with the way from its making to its removal. */
interface Walk {
  readonly collection: (place: Place) => Collection;
  readonly create: (place: Place) => object;
  readonly change: (place: Place) => object;
}

interface Place {
  readonly workspace: ReturnType<Collection>;
  readonly queueSid: string;
}

const configuration = (queue: string) =>
  JSON.stringify({ task_routing: { filters: [], default_filter: { queue } } });

const WALKS: Record<string, Walk> = {
  activities: {
    collection: ({ workspace }) => workspace['activities']!,
    create: () => ({ friendlyName: 'Lunch', available: false }),
    change: () => ({ friendlyName: 'Dinner' }),
  },
  taskChannels: {
    collection: ({ workspace }) => workspace['taskChannels']!,
    create: () => ({ friendlyName: 'Letters', uniqueName: 'letters' }),
    change: () => ({ friendlyName: 'Parcels', channelOptimizedRouting: true }),
  },
  taskQueues: {
    collection: ({ workspace }) => workspace['taskQueues']!,
    create: () => ({ friendlyName: 'Experts', targetWorkers: 'level > 3', maxReservedWorkers: 2 }),
    change: () => ({ friendlyName: 'Novices', targetWorkers: 'level <= 3', taskOrder: 'LIFO' }),
  },
  workflows: {
    collection: ({ workspace }) => workspace['workflows']!,
    create: ({ queueSid }) => ({ friendlyName: 'Way', configuration: configuration(queueSid) }),
    change: () => ({ friendlyName: 'Other way', taskReservationTimeout: 30 }),
  },
  workers: {
    collection: ({ workspace }) => workspace['workers']!,
    create: () => ({ friendlyName: 'cleo', attributes: '{"level":2}' }),
    change: () => ({ friendlyName: 'dora', attributes: '{"level":4}' }),
  },
  tasks: {
    collection: ({ workspace }) => workspace['tasks']!,
    create: () => ({ attributes: '{"n":1}', priority: 3, taskChannel: 'chat', timeout: 600 }),
    change: () => ({ attributes: '{"n":2}', priority: 4 }),
  },
};

describe.each(databases())('taskrouter on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  describe.each(MAJORS)('through $name', ({ module }) => {
    let workspaces: Collection;
    let place: Place;

    beforeAll(async () => {
      const client = sdkClient(server.url, server.account, module);
      workspaces = client.taskrouter.v1.workspaces as unknown as Collection;
      const { sid } = await workspaces.create({ friendlyName: 'Contact centre', template: 'FIFO' });
      const workspace = workspaces(sid);
      const [queue] = await workspace['taskQueues']!.list();
      place = { workspace, queueSid: queue!.sid };
    });

    it('workspaces', async () => {
      const made = await workspaces.create({ friendlyName: 'Another' });
      expect((await workspaces(made.sid).fetch())['friendlyName']).toBe('Another');
      const changed = await workspaces(made.sid).update({
        friendlyName: 'Changed',
        prioritizeQueueOrder: 'LIFO',
      });
      expect([changed['friendlyName'], changed['prioritizeQueueOrder']]).toEqual(['Changed', 'LIFO']);
      const listed = await workspaces.list({ friendlyName: 'Changed' });
      expect(listed.map(({ sid }) => sid)).toEqual([made.sid]);
      expect(await workspaces(made.sid).remove()).toBe(true);
      await expect(workspaces(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    });

    it.each(Object.entries(WALKS))('%s', async (_name, { collection, create, change }) => {
      const all = collection(place);
      const options = create(place);
      const made = await all.create(options);
      expect(made).toMatchObject(shown(options));
      expect(made['dateCreated']).toBeInstanceOf(Date);
      expect(await all(made.sid).fetch()).toMatchObject(shown(options));
      const changes = change(place);
      expect(await all(made.sid).update(changes)).toMatchObject(shown(changes));
      expect((await all.list()).map(({ sid }) => sid)).toContain(made.sid);
      expect(await all(made.sid).remove()).toBe(true);
      await expect(all(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    });

    it('worker channels, reservations under both their owners, and events', async () => {
      const { workspace } = place;
      const [available] = await workspace['activities']!.list({ friendlyName: 'Available' });
      const anna = await workspace['workers']!.create({ friendlyName: 'anna', activitySid: available!.sid });
      const worker = workspace['workers']!(anna.sid);
      const channels = worker['workerChannels']!;
      const [first] = await channels.list();
      expect(await channels(first!.sid).update({ capacity: 3 })).toMatchObject({ configuredCapacity: 3 });
      expect(await channels(first!.sid).fetch()).toMatchObject({ configuredCapacity: 3, available: true });
      const { sid } = await workspace['tasks']!.create({ attributes: '{}' });
      await server.settled();
      const task = workspace['tasks']!(sid);
      const [offer] = await worker['reservations']!.list();
      expect(await task['reservations']!(offer!.sid).fetch()).toMatchObject({ reservationStatus: 'pending' });
      const move = (owner: typeof task, reservationStatus: string) =>
        owner['reservations']!(offer!.sid).update({ reservationStatus });
      expect(await move(worker, 'accepted')).toMatchObject({ reservationStatus: 'accepted', taskSid: sid });
      expect(await move(task, 'wrapping')).toMatchObject({
        reservationStatus: 'wrapping',
        workerSid: anna.sid,
      });
      expect(await task.update({ assignmentStatus: 'completed' })).toMatchObject({
        assignmentStatus: 'completed',
      });
      await server.settled();
      const events = await workspace['events']!.list({ taskSid: sid });
      expect(events.map(({ eventType }) => eventType)).toContain('reservation.wrapup');
      const [newest] = events;
      expect(await workspace['events']!(newest!.sid).fetch()).toMatchObject({
        resourceType: newest!['resourceType'],
      });
    });

    it('refusals with their status, code and message', async () => {
      const { workspace } = place;
      const refusal = { status: 400, code: 20001 };
      const create = workspace['taskQueues']!.create({ friendlyName: 'Hyphen', targetWorkers: 'a-b == 1' });
      await expect(create).rejects.toMatchObject({
        ...refusal,
        message: expect.stringContaining('TargetWorkers'),
      });
    });
  });
});

/** What of the options an answer shows by the same name. */
function shown(options: object): object {
  const { taskChannel, ...rest } = options as { taskChannel?: string };
  return taskChannel === undefined ? rest : { ...rest, taskChannelUniqueName: taskChannel };
}
