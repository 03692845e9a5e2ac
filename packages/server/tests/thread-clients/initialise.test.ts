// Browser clients as they begin: they become ready, their users exist, and they know the threads they are in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { generationsOn } from './generations.ts';
import { type ClientDesk, openDesk } from './sdk-fixture.ts';

describe.each(protocolDatabases())('beginning on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(generationsOn(database))('with $name', (generation) => {
    const named = (identity: string) => `${identity} of ${generation.name}`;

    it('makes the user of a client that comes for the first time', async () => {
      const identity = named('ann/ö?');
      const client = await desk.connect(identity, { generation });
      expect(client.raw.connectionState).toBe('connected');
      expect(client.raw.user.identity).toBe(identity);
      expect(client.raw.user.attributes).toEqual({});
      expect(client.raw.reachabilityEnabled).toBe(false);
      expect(await client.threads()).toEqual([]);
      const users = await desk.service.users.list({ pageSize: 1_000 });
      expect(users.filter((user) => user.identity === identity)).toHaveLength(1);
    });

    it('knows every thread the user is in, also beyond the first page', async () => {
      const identity = named('bea');
      const sids: string[] = [];
      for (let n = 0; n < 52; n += 1) {
        const channel = await desk.service.channels.create({
          friendlyName: `Thread ${n}`,
          attributes: JSON.stringify({ n }),
        });
        await desk.service.channels(channel.sid).members.create({ identity });
        sids.push(channel.sid);
      }
      await desk.service.channels.create({ friendlyName: 'Of others' });
      const client = await desk.connect(identity, { generation });
      const threads = await client.threads();
      expect(threads.map(({ sid }) => sid).sort()).toEqual([...sids].sort());
      expect(new Set(threads.map(({ status }) => status))).toEqual(new Set(['joined']));
      const [first] = threads.filter(({ sid }) => sid === sids[0]);
      expect(first!.raw).toMatchObject({
        friendlyName: 'Thread 0',
        attributes: { n: 0 },
        createdBy: 'system',
      });
      expect(first!.raw.dateCreated.getTime()).toBeLessThanOrEqual(desk.server.clock.now());
    });

    it('serves two clients of one user at a time', async () => {
      const identity = named('cleo');
      const one = await desk.connect(identity, { generation });
      const other = await desk.connect(identity, { generation });
      const joined = other.until('threadJoined');
      const thread = await one.createThread({ friendlyName: 'Both' });
      await thread.raw.join();
      expect((await joined).raw.sid).toBe(thread.sid);
      await expect.poll(() => thread.status).toBe('joined');
    });
  });
});
