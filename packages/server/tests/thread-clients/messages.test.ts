// Messages between two browser clients: sent, received, edited, removed, read page by page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseKind, protocolDatabases } from '../support/databases.ts';
import { generation, generationsOn } from './generations.ts';
import type { LiveClient, LiveThread } from './live-client.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

/** Each generation with itself, and the oldest beside the newest. */
const NEWEST_AND_OLDEST = {
  name: 'the newest and the oldest',
  mine: generation('@twilio/conversations'),
  theirs: generation('twilio-chat3'),
};

/** Who talks to whom on a database. */
function pairsOn(database: DatabaseKind['name']) {
  const alike = generationsOn(database).map((one) => ({
    name: `two of ${one.name}`,
    mine: one,
    theirs: one,
  }));
  return [...alike, NEWEST_AND_OLDEST];
}

describe.each(protocolDatabases())('messages on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(pairsOn(database))('between $name', ({ name, mine: ours, theirs: other }) => {
    let ann: LiveClient;
    let bob: LiveClient;
    let mine: LiveThread;
    let theirs: LiveThread;
    beforeAll(async () => {
      ann = await desk.connect(`ann, ${name}`, { generation: ours });
      bob = await desk.connect(`bob, ${name}`, { generation: other });
      [mine, theirs] = await sharedThread(ann, bob);
    });

    it('arrive once and in order, both ways', async () => {
      const heard = [ann.heard(['messageAdded']), bob.heard(['messageAdded'])];
      const last = [ann, bob].map((client) => client.until('messageAdded', ({ raw }) => raw.index === 3));
      expect(await mine.send('one', { n: 1 })).toBe(0);
      expect(await theirs.send('two')).toBe(1);
      expect(await mine.send('three <b>&amp;</b> 😀')).toBe(2);
      expect(await theirs.send('')).toBe(3);
      await Promise.all(last);
      for (const all of heard) {
        expect(all.map(({ raw }) => [raw.index, raw.author, raw.body])).toEqual([
          [0, ann.identity, 'one'],
          [1, bob.identity, 'two'],
          [2, ann.identity, 'three <b>&amp;</b> 😀'],
          [3, bob.identity, ''],
        ]);
        expect(all[0]!.raw.attributes).toEqual({ n: 1 });
        expect(all[1]!.raw.attributes).toEqual({});
      }
      const stored = await desk.service.channels(mine.sid).messages.list();
      expect(stored.map(({ index, body }) => [index, body])).toEqual(
        heard[0]!.map(({ raw }) => [raw.index, raw.body]),
      );
    });

    it('say whose they are', async () => {
      const index = await mine.send('mine');
      const message = await theirs.message(index);
      const [participant] = (await theirs.participants()).filter(({ identity }) => identity === ann.identity);
      expect(message.author).toBe(ann.identity);
      expect(message.raw.participantSid ?? message.raw.memberSid).toBe(participant!.sid);
      expect(message.sid).toMatch(/^IM[0-9a-f]{32}$/);
    });

    it('are edited, and everybody hears by whom', async () => {
      const index = await mine.send('befor');
      const added = await mine.message(index);
      const before = await theirs.message(index);
      expect(before.body).toBe('befor');
      const told = bob.until('messageUpdated', ({ reasons }) => reasons.includes('body'));
      await added.raw.updateBody('before');
      expect((await told).raw).toMatchObject({ index, body: 'before', lastUpdatedBy: ann.identity });
      const described = bob.until('messageUpdated', ({ reasons }) => reasons.includes('attributes'));
      await added.raw.updateAttributes({ seen: [1, 2] });
      expect((await described).raw).toMatchObject({ index, attributes: { seen: [1, 2] } });
      expect(await theirs.message(index)).toMatchObject({ body: 'before', attributes: { seen: [1, 2] } });
    });

    it('are removed without a trace in the order of the rest', async () => {
      const first = await mine.send('first');
      await mine.send('second');
      await theirs.messages();
      const gone = bob.until('messageRemoved', ({ raw }) => raw.index === first);
      await (await mine.message(first)).raw.remove();
      await gone;
      expect(await theirs.send('third')).toBe(first + 2);
      const left = (await theirs.messages()).map(({ index }) => index);
      expect(left).not.toContain(first);
      expect(left).toContain(first + 1);
    });

    it('of others are not edited or removed', async () => {
      const index = await mine.send('hands off');
      const message = await theirs.message(index);
      for (const attempt of [() => message.raw.updateBody('mine now'), () => message.raw.remove()]) {
        const refused = await attempt().then(
          () => null,
          (error: { code?: number; body?: { code: number } }) => error,
        );
        expect(refused?.body?.code ?? refused?.code).toBe(50107);
      }
      expect((await mine.message(index)).body).toBe('hands off');
    });

    it('are read back page by page, from the end and from the beginning', async () => {
      const [long, same] = await sharedThread(ann, bob);
      const channel = desk.service.channels(long.sid);
      for (let n = 0; n < 25; n += 1) await channel.messages.create({ body: `n${n}`, from: 'program' });
      const newest = await same.raw.getMessages(10);
      const indexes = (page: { items: { index: number }[] }) => page.items.map(({ index }) => index);
      expect(indexes(newest)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
      expect(newest.hasPrevPage).toBe(true);
      const middle = await newest.prevPage();
      expect(indexes(middle)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
      const oldest = await middle.prevPage();
      expect(indexes(oldest)).toEqual([0, 1, 2, 3, 4]);
      expect(oldest.hasPrevPage).toBe(false);
      expect((await same.messages(10)).map(({ index }) => index)).toEqual(
        Array.from({ length: 25 }, (_, n) => n),
      );
      expect(await same.raw.getMessagesCount()).toBe(25);
      expect(await same.message(7)).toMatchObject({ body: 'n7', author: 'program' });
    });

    it('tell their threads which is the last', async () => {
      const told = bob.until(
        'threadUpdated',
        ({ raw, reasons }) => raw.sid === mine.sid && reasons.includes('lastMessage'),
      );
      const index = await mine.send('the last');
      await told;
      await expect.poll(() => theirs.raw.lastMessage.index).toBe(index);
    });

    it('are not taken from those who are not in', async () => {
      const [thread, same] = await sharedThread(ann, bob);
      const left = bob.until('threadLeft', ({ raw }) => raw.sid === thread.sid);
      await thread.removeParticipant(bob.identity);
      await left;
      await expect(same.send('let me in')).rejects.toBeInstanceOf(Error);
      expect(await thread.messages()).toEqual([]);
    });
  });
});
