// Documents through the Sync SDK: made, read, changed and removed by one client, and heard of by another.
import type { SyncClient } from 'twilio-sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { heard, openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

describe.each(databases())('Sync documents on $name', ({ create }) => {
  let desk: SyncDesk;
  let ann: SyncClient;
  let bob: SyncClient;
  beforeAll(async () => {
    desk = await openSync(create);
    ann = await desk.connect({ identity: 'ann' });
    bob = await desk.connect({ identity: 'bob' });
  });
  afterAll(() => desk.close());

  it('are made once under a name, with data', async () => {
    const mine = await ann.document({ id: 'board', data: { led: 'off' } });
    const theirs = await bob.document({ id: 'board', data: { led: 'on' } });
    expect(theirs.sid).toBe(mine.sid);
    expect(theirs.data).toEqual({ led: 'off' });
    expect(theirs.uniqueName).toBe('board');
  });

  it('are told to others when they are set', async () => {
    const mine = await ann.document('lamp');
    const theirs = await bob.document('lamp');
    await subscribed(theirs);
    const told = until<{ data: object; isLocal: boolean }>(theirs, 'updated');
    expect(await mine.set({ lamp: 'on' })).toEqual({ lamp: 'on' });
    expect(await told).toMatchObject({ data: { lamp: 'on' }, isLocal: false, previousData: {} });
    expect(theirs.data).toEqual({ lamp: 'on' });
  });

  it('tell their writer of a change once', async () => {
    const mine = await ann.document('counter');
    await subscribed(mine);
    const all = heard(mine, ['updated']);
    await mine.set({ count: 1 });
    await mine.set({ count: 2 });
    await desk.server.settled();
    const theirs = await bob.document('counter');
    const last = until(mine, 'updated');
    await theirs.set({ count: 3 });
    await last;
    expect(all.map(({ told }) => told)).toMatchObject([
      { data: { count: 1 }, isLocal: true },
      { data: { count: 2 }, isLocal: true },
      { data: { count: 3 }, isLocal: false },
    ]);
  });
});
