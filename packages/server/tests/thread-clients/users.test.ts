// Users as browser clients see them: what they are called, what is kept of them, whether they can be reached.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { generationsOn } from './generations.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

describe.each(protocolDatabases())('users on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
    await desk.service.update({ reachabilityEnabled: true });
  });
  afterAll(() => desk.close());

  describe.each(generationsOn(database))('with $name', (generation) => {
    // The REST package takes no slash in a name.
    const sdk = generation.name.replace('/', ' ');
    const annName = `ann of ${sdk}`;
    const bobName = `bob of ${sdk}`;

    it('change themselves, and others hear of it', async () => {
      const ann = await desk.connect(annName, { generation });
      const bob = await desk.connect(bobName, { generation });
      const seen = await bob.user(annName);
      expect(seen.identity).toBe(annName);
      const named = bob.until('userUpdated', ({ reasons }) => reasons.includes('friendlyName'));
      await ann.raw.user.updateFriendlyName('Anna');
      expect((await named).raw.friendlyName).toBe('Anna');
      const described = bob.until('userUpdated', ({ reasons }) => reasons.includes('attributes'));
      await ann.raw.user.updateAttributes({ team: 'blue' });
      expect((await described).raw.attributes).toEqual({ team: 'blue' });
      expect(seen).toMatchObject({ friendlyName: 'Anna', attributes: { team: 'blue' } });
      expect(await desk.service.users(annName).fetch()).toMatchObject({
        friendlyName: 'Anna',
        attributes: '{"team":"blue"}',
      });
      const own = ann.until('userUpdated', ({ reasons }) => reasons.includes('friendlyName'));
      await desk.service.users(annName).update({ friendlyName: 'Anna B.' });
      expect((await own).raw.friendlyName).toBe('Anna B.');
    });

    it('may not be changed by others', async () => {
      const ann = await desk.connect(annName, { generation });
      await desk.connect(bobName, { generation });
      const bob = await ann.user(bobName);
      await expect(bob.updateFriendlyName('Robert')).rejects.toBeInstanceOf(Error);
      expect((await desk.service.users(bobName).fetch()).friendlyName).not.toBe('Robert');
    });

    it('are found by those who take part with them', async () => {
      const ann = await desk.connect(annName, { generation });
      const bob = await desk.connect(bobName, { generation });
      const [, theirs] = await sharedThread(ann, bob);
      const participants = await theirs.participants();
      const participant = participants.find(({ identity }) => identity === annName)!;
      expect((await participant.raw.getUser()).identity).toBe(annName);
    });

    it('are online as long as one of their clients is connected', async () => {
      const name = `eve of ${sdk}`;
      const watcher = await desk.connect(annName, { generation });
      expect(watcher.raw.reachabilityEnabled).toBe(true);
      await desk.service.users.create({ identity: name });
      const eve = await watcher.user(name);
      expect(watcher.isOnline(eve)).toBe(false);
      const becomes = (isOnline: boolean) =>
        watcher.until(
          'userUpdated',
          ({ raw }) => raw.identity === name && watcher.isOnline(raw) === isOnline,
        );
      const came = becomes(true);
      const one = await desk.connect(name, { generation });
      await came;
      const other = await desk.connect(name, { generation });
      const gone = becomes(false);
      await one.raw.shutdown();
      const all = watcher.heard(['userUpdated']);
      await watcher.raw.user.updateFriendlyName(`Still watching with ${generation.name}`);
      await expect.poll(() => all.length).toBeGreaterThan(0);
      expect(watcher.isOnline(eve)).toBe(true);
      await other.raw.shutdown();
      await gone;
      expect((await desk.service.users(name).fetch()).isOnline).toBe(false);
    });
  });
});
