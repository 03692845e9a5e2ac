// Browser clients that lose their connection: they come back to what happened meanwhile, each thing once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { openRelay } from '../sync/relay.ts';
import { generationsOn } from './generations.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

describe.each(databases())('reconnecting on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(generationsOn(database))('with $name', (generation) => {
    it('brings what was missed, each thing once', async () => {
      const relay = await openRelay(desk.port);
      const ann = await desk.connect(`ann of ${generation.name}`, { generation });
      const bob = await desk.connect(`bob of ${generation.name}`, { generation, through: relay.port });
      const [mine, theirs] = await sharedThread(ann, bob);
      await mine.send('to be edited');
      await mine.send('to be removed');
      await theirs.messages();
      const heard = bob.heard(['messageAdded', 'messageUpdated', 'messageRemoved', 'participantJoined']);
      for (let round = 0; round < 3; round += 1) {
        const back = bob.until('connectionStateChanged', ({ raw }) => raw === 'connected');
        relay.cut();
        if (round === 0) {
          const [edited, removed] = await mine.messages();
          await edited!.raw.updateBody('edited');
          await removed!.raw.remove();
          await mine.raw.add('visitor');
        }
        const last = bob.until('messageAdded', ({ raw }) => raw.body === `round ${round}`);
        await mine.send(`round ${round}`);
        await Promise.all([back, last]);
      }
      const of = (event: string) =>
        heard.filter((one) => one.event === event).map(({ raw }) => raw.body ?? raw.identity);
      expect(of('messageAdded')).toEqual(['round 0', 'round 1', 'round 2']);
      expect(of('messageUpdated')).toEqual(['edited']);
      expect(of('messageRemoved')).toEqual(['to be removed']);
      expect(of('participantJoined')).toEqual(['visitor']);
      expect((await theirs.messages()).map(({ body }) => body)).toEqual([
        'edited',
        'round 0',
        'round 1',
        'round 2',
      ]);
      await bob.raw.shutdown();
      await relay.close();
    });

    it('brings threads that came and went meanwhile', async () => {
      const relay = await openRelay(desk.port);
      const ann = await desk.connect(`ann of ${generation.name}`, { generation });
      const bob = await desk.connect(`bob of ${generation.name}`, { generation, through: relay.port });
      const [gone] = await sharedThread(ann, bob);
      const heard = bob.heard(['threadJoined', 'threadLeft']);
      const back = bob.until('connectionStateChanged', ({ raw }) => raw === 'connected');
      relay.cut();
      await gone.removeParticipant(bob.identity);
      const next = await ann.createThread({ friendlyName: 'Meanwhile' });
      const joined = bob.until('threadJoined', ({ raw }) => raw.sid === next.sid);
      await next.raw.join();
      await next.raw.add(bob.identity);
      await Promise.all([back, joined]);
      expect(heard.map(({ event, raw }) => [event, raw.sid])).toEqual([
        ['threadLeft', gone.sid],
        ['threadJoined', next.sid],
      ]);
      await bob.raw.shutdown();
      await relay.close();
    });
  });
});
