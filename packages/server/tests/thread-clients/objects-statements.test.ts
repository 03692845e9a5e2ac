// Telling clients costs the same few statements whatever the number of events and conversations.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logNumber, settledNumber } from '#events/log-number.ts';
import { readVisible } from '#events/read-log.ts';
import { threadObjects } from '#products/thread-clients/objects/objects.ts';
import type { Watched } from '#realtime/realtime.ts';
import { databases } from '../support/databases.ts';
import { openRoom, type Room } from './objects-fixture.ts';

/** Somebody watches everything. */
const EVERYTHING: Watched = {
  has: () => true,
  sentUpTo: () => 0,
  inService: () => new Map(),
  viewersOf: () => new Set(['guest']),
};

describe.each(databases())('telling clients of threads on $name', ({ create }) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(create);
  });
  afterAll(() => room.close());

  /** All that can happen to a conversation. */
  const happen = async () => {
    const sid = await room.conversation('ann', 'guest');
    const one = room.service.conversations(sid);
    const { sid: kept } = await room.post(sid, 'kept');
    const { sid: lost } = await room.post(sid, 'lost');
    await one.messages(kept).update({ body: 'edited' });
    await one.messages(lost).remove();
    await one.update({ friendlyName: 'Renamed' });
    await room.chat.users('ann').userChannels(sid).update({ lastConsumedMessageIndex: 0 });
    const [guest] = (await one.participants.list()).filter(({ identity }) => identity === 'guest');
    await one.participants(guest!.sid).remove();
    await room.chat.channels(sid).invites.create({ identity: 'guest' });
    await room.service.users('ann').update({ friendlyName: 'Ann' });
  };

  const newEvents = async (after: { transactionId: number; eventId: number }) => {
    const { database } = room.server.context;
    const { events } = await readVisible(database, after, threadObjects(room.server.context).handles, 10_000);
    const last = events.at(-1)!;
    return { events, place: { transactionId: last.transactionId, eventId: last.id } };
  };

  /** Resolves when the log is settled up to its end: any transaction of the database can hold it back for a moment. */
  const wholeLog = async () => {
    await room.server.settled();
    const { events } = await newEvents({ transactionId: -1, eventId: 0 });
    const end = Math.max(...events.map(logNumber));
    await vi.waitFor(async () =>
      expect(await settledNumber(room.server.context.database)).toBeGreaterThanOrEqual(end),
    );
  };

  it('takes as many statements for many conversations as for one', async () => {
    const objects = threadObjects(room.server.context);
    const { database } = room.server.context;
    const cost = async (events: Parameters<typeof objects.changes>[0]) => {
      const before = database.statementCount();
      const pushes = await objects.changes(events, EVERYTHING);
      return { statements: database.statementCount() - before, pushes: pushes.length };
    };
    await happen();
    await room.server.settled();
    const first = await newEvents({ transactionId: -1, eventId: 0 });
    for (let n = 0; n < 6; n += 1) await happen();
    await room.server.settled();
    const rest = await newEvents(first.place);
    const one = await cost(first.events);
    const many = await cost(rest.events);
    expect(rest.events.length).toBeGreaterThan(50);
    expect(many.pushes).toBeGreaterThan(one.pushes);
    expect(many.statements).toBe(one.statements);
    const added = rest.events.filter(({ type }) => type === 'message.added');
    expect((await cost(added)).statements).toBe(2);
  });

  it('replays a hundred objects with as many statements as one', async () => {
    const objects = threadObjects(room.server.context);
    const { database } = room.server.context;
    const sids: string[] = [];
    for (let n = 0; n < 8; n += 1) sids.push(await room.conversation('ann'));
    const viewer = {
      accountSid: room.account.sid,
      serviceSid: room.serviceSid,
      grant: 'chat',
      identity: 'ann',
    } as const;
    await wholeLog();
    const after = (await objects.open(viewer, 'list', `${sids[0]}.messages`))!.lastEventId;
    for (const sid of sids) await room.post(sid, 'text');
    await wholeLog();
    const requests = sids.flatMap((sid) => [
      { sid: `ET${sid.slice(2)}`, kind: 'document' as const, after },
      { sid: `ES${sid.slice(2)}`, kind: 'list' as const, after },
      { sid: `MP${sid.slice(2)}`, kind: 'map' as const, after },
    ]);
    const cost = async (some: typeof requests) => {
      const before = database.statementCount();
      const answers = await objects.replay(viewer, some);
      const events = answers.flatMap((answer) => ('events' in answer ? answer.events : []));
      return { statements: database.statementCount() - before, events: events.length };
    };
    const one = await cost(requests.slice(0, 3));
    expect(one.events).toBe(2);
    expect(await cost(requests)).toEqual({ statements: one.statements, events: 2 * sids.length });
  });
});
