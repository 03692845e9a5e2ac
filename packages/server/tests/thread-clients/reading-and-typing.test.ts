// What two browser clients see of each other beside messages: who is writing, and who has read what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { generationsOn } from './generations.ts';
import type { LiveClient, LiveThread } from './live-client.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

describe.each(protocolDatabases())('reading and typing on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(generationsOn(database))('with $name', (generation) => {
    let ann: LiveClient;
    let bob: LiveClient;
    let mine: LiveThread;
    let theirs: LiveThread;
    beforeAll(async () => {
      ann = await desk.connect(`ann of ${generation.name}`, { generation });
      bob = await desk.connect(`bob of ${generation.name}`, { generation });
      [mine, theirs] = await sharedThread(ann, bob);
    });

    it('shows who is writing, both ways, until it has been sent', async () => {
      for (const [writer, reader, thread] of [
        [ann, bob, mine],
        [bob, ann, theirs],
      ] as const) {
        const own = writer.heard(['typingStarted']);
        const started = reader.until('typingStarted');
        const ended = reader.until('typingEnded');
        await thread.raw.typing();
        expect((await started).raw).toMatchObject({ identity: writer.identity, isTyping: true });
        await thread.send('written');
        expect((await ended).raw).toMatchObject({ identity: writer.identity, isTyping: false });
        expect(own.map(({ raw }) => raw.identity)).not.toContain(writer.identity);
      }
    });

    it('shows writing to nobody outside of the thread', async () => {
      const [other] = await sharedThread(ann, bob);
      const [control] = await sharedThread(ann, bob);
      const left = bob.until('threadLeft', ({ raw }) => raw.sid === other.sid);
      await other.removeParticipant(bob.identity);
      await left;
      const heard = bob.heard(['typingStarted']);
      await other.raw.typing();
      const started = bob.until('typingStarted');
      await control.raw.typing();
      await started;
      expect(heard.map(({ raw }) => (raw.conversation ?? raw.channel).sid)).toEqual([control.sid]);
    });

    it('tells the others how far somebody has read', async () => {
      const [thread, same] = await sharedThread(ann, bob);
      for (const body of ['one', 'two', 'three']) await thread.send(body);
      const reasons = `last${generation.words.read}MessageIndex`;
      const read = (index: number | null) =>
        ann.until(
          'participantUpdated',
          ({ raw, reasons: why }) =>
            raw.identity === bob.identity && why.includes(reasons) && raw[reasons] === index,
        );
      const first = read(1);
      expect(await same.readUpTo(1)).toBe(1);
      const receipt = (await first).raw;
      expect(
        receipt[`last${generation.words.read === 'Read' ? 'Read' : 'Consumption'}Timestamp`],
      ).toBeInstanceOf(Date);
      await expect.poll(() => same.lastReadIndex).toBe(1);
      expect(await same.unreadCount()).toBe(1);

      const all = read(2);
      await same.raw[`setAllMessages${generation.words.read}`]();
      await all;
      await expect.poll(() => same.unreadCount()).toBe(0);

      await thread.send('four');
      await expect.poll(() => same.unreadCount()).toBe(1);
      const [participant] = (await thread.participants()).filter(({ identity }) => identity === bob.identity);
      expect(participant!.lastReadIndex).toBe(2);
      const stored = await desk.service.channels(thread.sid).members(participant!.sid).fetch();
      expect(stored.lastConsumedMessageIndex).toBe(2);
    });

    it('moves the horizon back and away as well', async () => {
      const [thread, same] = await sharedThread(ann, bob);
      for (const body of ['one', 'two', 'three']) await thread.send(body);
      await same.readUpTo(2);
      await expect.poll(() => same.lastReadIndex).toBe(2);
      expect(await same.setRead(0)).toBe(2);
      await expect.poll(() => same.lastReadIndex).toBe(0);
      await same.setRead(null);
      await expect.poll(() => same.lastReadIndex).toBe(null);
      expect(await same.unreadCount()).toBeNull();
    });
  });
});
