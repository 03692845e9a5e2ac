// Threads as two browser clients see them: made, joined, named, left, removed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { generationsOn } from './generations.ts';
import type { LiveClient } from './live-client.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

describe.each(protocolDatabases())('threads on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(generationsOn(database))('with $name', (generation) => {
    let ann: LiveClient;
    let bob: LiveClient;
    const annName = `ann of ${generation.name}`;
    const bobName = `bob of ${generation.name}`;
    beforeAll(async () => {
      ann = await desk.connect(annName, { generation });
      bob = await desk.connect(bobName, { generation });
    });

    /** A thread both are in, as each of them sees it. */
    async function shared() {
      const [mine, theirs] = await sharedThread(ann, bob);
      return { mine, theirs };
    }

    it('are made with what their maker says of them', async () => {
      const added = ann.until('threadAdded', ({ raw }) => raw.friendlyName === 'Made');
      const made = await ann.createThread({
        friendlyName: 'Made',
        uniqueName: `made with ${generation.name}`,
        attributes: { colour: 'blue' },
      });
      expect((await added).raw.sid).toBe(made.sid);
      expect(made.raw).toMatchObject({
        friendlyName: 'Made',
        uniqueName: `made with ${generation.name}`,
        attributes: { colour: 'blue' },
        createdBy: annName,
      });
      const stored = await desk.service.channels(made.sid).fetch();
      expect(stored).toMatchObject({ friendlyName: 'Made', createdBy: annName, membersCount: 0 });
      // Conversations finds by name only those one is in.
      await made.raw.join();
      expect((await ann.threadNamed(`made with ${generation.name}`)).sid).toBe(made.sid);
      await expect(ann.createThread({ uniqueName: `made with ${generation.name}` })).rejects.toBeInstanceOf(
        Error,
      );
    });

    it('are joined, and shown to those who are added', async () => {
      const mine = await ann.createThread({ friendlyName: 'Joined' });
      const joined = ann.until('threadJoined', ({ raw }) => raw.sid === mine.sid);
      await mine.raw.join();
      await joined;
      expect(mine.status).toBe('joined');
      expect(await mine.identities()).toEqual([annName]);
      const events = bob.heard(['threadAdded', 'threadJoined']);
      const shown = bob.until('threadJoined', ({ raw }) => raw.sid === mine.sid);
      const came = ann.until('participantJoined', ({ raw }) => raw.identity === bobName);
      await mine.raw.add(bobName);
      await Promise.all([shown, came]);
      expect(events.map(({ event, raw }) => [event, raw.sid])).toEqual([
        ['threadAdded', mine.sid],
        ['threadJoined', mine.sid],
      ]);
      expect(await mine.identities()).toEqual([annName, bobName]);
      const theirs = await bob.thread(mine.sid);
      expect(await theirs.identities()).toEqual([annName, bobName]);
      expect(await theirs.participantsCount()).toBe(2);
      await expect(mine.raw.add(bobName)).rejects.toBeInstanceOf(Error);
    });

    it('take in participants with attributes, and tell of their changes', async () => {
      const { mine, theirs } = await shared();
      const me = (await mine.participants()).find(({ identity }) => identity === annName)!;
      expect(me.attributes).toEqual({});
      expect(me.type).toBe('chat');
      const told = bob.until('participantUpdated', ({ reasons }) => reasons.includes('attributes'));
      await me.raw.updateAttributes({ mood: 'good' });
      expect((await told).raw).toMatchObject({ sid: me.sid, attributes: { mood: 'good' } });
      const same = (await theirs.participants()).find(({ sid }) => sid === me.sid)!;
      expect(same.attributes).toEqual({ mood: 'good' });
    });

    it('lose those who are removed', async () => {
      const { mine } = await shared();
      const left = ann.until('participantLeft', ({ raw }) => raw.identity === bobName);
      const told = bob.until('threadLeft', ({ raw }) => raw.sid === mine.sid);
      await mine.removeParticipant(bobName);
      await Promise.all([left, told]);
      expect(await mine.identities()).toEqual([annName]);
      expect((await bob.threads()).map(({ sid }) => sid)).not.toContain(mine.sid);
    });

    it('are left', async () => {
      const { mine, theirs } = await shared();
      const left = ann.until('participantLeft', ({ raw }) => raw.identity === bobName);
      const told = bob.until('threadLeft', ({ raw }) => raw.sid === mine.sid);
      await theirs.raw.leave();
      await Promise.all([left, told]);
      expect(await mine.identities()).toEqual([annName]);
    });

    it('can be come back to', async () => {
      const { mine, theirs } = await shared();
      await mine.send('before');
      const left = bob.until('threadLeft', ({ raw }) => raw.sid === mine.sid);
      await theirs.raw.leave();
      await left;
      const back = bob.until('threadJoined', ({ raw }) => raw.sid === mine.sid);
      await mine.raw.add(bobName);
      await back;
      const again = await bob.thread(mine.sid);
      const heard = bob.until('messageAdded', ({ raw }) => raw.body === 'after');
      expect((await again.messages()).map(({ body }) => body)).toEqual(['before']);
      await mine.send('after');
      await heard;
    });

    it('tell everybody in them what they are called', async () => {
      const { mine } = await shared();
      const toldTo = (client: LiveClient, reason: string) =>
        client.until('threadUpdated', ({ raw, reasons }) => raw.sid === mine.sid && reasons.includes(reason));
      const told = (reason: string) => toldTo(bob, reason);
      const named = told('friendlyName');
      await mine.raw.updateFriendlyName('Renamed');
      expect((await named).raw.friendlyName).toBe('Renamed');
      const described = told('attributes');
      await mine.raw.updateAttributes({ deep: { list: [1, 'two', null] } });
      expect((await described).raw.attributes).toEqual({ deep: { list: [1, 'two', null] } });
      const unique = told('uniqueName');
      const own = toldTo(ann, 'uniqueName');
      await mine.raw.updateUniqueName(`unique of ${generation.name}`);
      expect((await unique).raw.uniqueName).toBe(`unique of ${generation.name}`);
      const stored = await desk.service.channels(mine.sid).fetch();
      expect(stored).toMatchObject({
        friendlyName: 'Renamed',
        uniqueName: `unique of ${generation.name}`,
        attributes: '{"deep":{"list":[1,"two",null]}}',
      });
      // A client that has not heard of its own change yet takes the next one back for no change and does not ask.
      await own;
      const nameless = told('uniqueName');
      await mine.raw.updateUniqueName(null);
      await nameless;
      expect((await desk.service.channels(mine.sid).fetch()).uniqueName).toBeNull();
    });

    it('are muted by each for himself', async () => {
      const { theirs } = await shared();
      const told = bob.until('threadUpdated', ({ reasons }) => reasons.includes('notificationLevel'));
      await theirs.raw.setUserNotificationLevel('muted');
      expect((await told).raw.notificationLevel).toBe('muted');
    });

    it('go for everybody when they are removed', async () => {
      const { mine } = await shared();
      const gone = bob.until('threadRemoved', ({ raw }) => raw.sid === mine.sid);
      await desk.service.channels(mine.sid).remove();
      await gone;
      // Some generations tell of it before they have taken it out of their list.
      await expect.poll(async () => (await bob.threads()).map(({ sid }) => sid)).not.toContain(mine.sid);
    });

    it('show what programs do to them', async () => {
      const channel = await desk.service.channels.create({ friendlyName: 'By a program' });
      const joined = bob.until('threadJoined', ({ raw }) => raw.sid === channel.sid);
      await desk.service.channels(channel.sid).members.create({ identity: bobName });
      await joined;
      const theirs = await bob.thread(channel.sid);
      await theirs.participants();
      const came = bob.until('participantJoined', ({ raw }) => raw.identity === 'visitor');
      await desk.service
        .channels(channel.sid)
        .members.create({ identity: 'visitor', attributes: '{"vip":true}' });
      expect((await came).raw.attributes).toEqual({ vip: true });
      const renamed = bob.until('threadUpdated', ({ reasons }) => reasons.includes('friendlyName'));
      await desk.service.channels(channel.sid).update({ friendlyName: 'Renamed by a program' });
      expect((await renamed).raw.friendlyName).toBe('Renamed by a program');
    });

    it('refuse what roles do not allow', async () => {
      const { theirs } = await shared();
      const refused = await theirs.raw.delete().then(
        () => null,
        (error: { code?: number; status?: number; body?: { code: number } }) => error,
      );
      expect(refused).not.toBeNull();
      expect(refused!.body?.code ?? refused!.code).toBe(50107);
    });
  });
});
