// Nobody misses anything and nobody is told anything twice, whoever writes what while clients come and go.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, postgresSkipped } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type Json, openRoom, type Reader, type Room, type Told } from './objects-fixture.ts';

/** What a client knows of a list: items as it read them, changed by what it was told. */
class KnownList {
  readonly texts = new Map<number, string>();
  /** Indexes in the order in which they were told as new, each time they were. */
  readonly added: number[] = [];
  after: number;

  constructor(object: Json, items: readonly Json[]) {
    this.after = object.last_event_id;
    for (const { index, data } of items) this.texts.set(index, data.text);
  }

  hear(told: readonly Told[]): void {
    for (const { id, type, place, data } of told) {
      expect(id).toBeGreaterThan(this.after);
      this.after = id;
      const index = place as number;
      if (type === 'list_item_removed') this.texts.delete(index);
      else this.texts.set(index, data.text);
      if (type === 'list_item_added') this.added.push(index);
    }
  }
}

/** Follows a list over connections that break again and again, until it knows the message that ends it. */
async function followToEnd(connect: (round: number) => Promise<Reader>, name: string): Promise<KnownList> {
  const first = await connect(0);
  const object = await first.open('list', name);
  const { items } = await first.page('list', name, { PageSize: '100', Order: 'asc' });
  const known = new KnownList(object, items);
  first.close();
  for (let round = 1; ![...known.texts.values()].includes('end'); round += 1) {
    const reader = await connect(round);
    await reader.subscribe('list', object.sid, known.after);
    const isEnough = (told: readonly Told[]) =>
      told.length >= 15 || told.some(({ data }) => data.text === 'end');
    known.hear(await reader.until(object.sid, isEnough));
    reader.close();
  }
  return known;
}

/** Writes, edits and removes messages all at once, and ends with one that says so. */
async function writeALot(room: Room, sid: string, servers: readonly TestServer[]): Promise<void> {
  const services = servers.map(({ url }) => room.serviceAt(url));
  const one = (n: number) => services[n % services.length]!.conversations(sid);
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 12; n += 1) {
        const { sid: message } = await one(writer).messages.create({ body: `${writer}.${n}`, author: 'ann' });
        const edits = Array.from({ length: n % 3 }, (_, edit) =>
          one(writer + edit)
            .messages(message)
            .update({ body: `${writer}.${n} edited ${edit}` }),
        );
        await Promise.all(edits);
        if (n % 4 === 3)
          await one(writer + 1)
            .messages(message)
            .remove();
      }
    }),
  );
  await one(0).messages.create({ body: 'end', author: 'ann' });
}

async function textsNow(room: Room, sid: string): Promise<[number, string][]> {
  const messages = await room.service.conversations(sid).messages.list({ limit: 1_000 });
  return messages.map(({ index, body }) => [index, body]);
}

function sorted(known: KnownList): [number, string][] {
  return [...known.texts].sort(([a], [b]) => a - b);
}

function expectOnceInOrder(known: KnownList): void {
  expect(known.added).toEqual([...new Set(known.added)].sort((a, b) => a - b));
}

describe.each(databases())('clients of threads on $name', ({ create }) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(create);
  });
  afterAll(() => room.close());

  it('know every message once, and as it is in the end, though they came and went while many wrote', async () => {
    const sid = await room.conversation('ann');
    await room.post(sid, 'before');
    const reading = Array.from({ length: 4 }, () => followToEnd(() => room.reader('ann'), `${sid}.messages`));
    await writeALot(room, sid, [room.server]);
    for (const known of await Promise.all(reading)) {
      expectOnceInOrder(known);
      expect(sorted(known)).toEqual(await textsNow(room, sid));
    }
  });

  it('end with the truth after a storm of edits of one message', async () => {
    const sid = await room.conversation('ann');
    const { sid: message } = await room.post(sid, '0');
    const ann = await room.reader('ann');
    const list = await ann.follow('list', `${sid}.messages`);
    const one = room.service.conversations(sid).messages(message);
    await Promise.all(Array.from({ length: 60 }, (_, n) => one.update({ body: `edit ${n}` })));
    await room.server.settled();
    const { body } = await one.fetch();
    const told = await ann.until(list.sid, (all) => all.at(-1)?.data.text === body);
    expect(told.every(({ type }) => type === 'list_item_updated')).toBe(true);
    const fresh = await (await room.reader('ann')).page('list', `${sid}.messages`);
    expect(fresh.items.map(({ data }: Json) => data.text)).toEqual([body]);
  });

  it('know who is in, however often people come and go at once', async () => {
    const sid = await room.conversation('ann');
    const people = Array.from({ length: 5 }, (_, n) => `guest ${n}`);
    for (const identity of people) await room.service.users.create({ identity });
    const ann = await room.reader('ann');
    const { sid: roster } = await ann.follow('map', `${sid}.roster`);
    const guest = await room.reader('guest 0');
    const { sid: mine } = await guest.follow('map', `${await room.userSid('guest 0')}.myChannels`);
    const { participants } = room.service.conversations(sid);
    const others = room.service.conversations(sid);
    await Promise.all(
      people.map(async (identity) => {
        for (let n = 0; n < 6; n += 1) {
          const { sid: member } = await participants.create({ identity });
          if (n < 5 || identity.endsWith('1')) await others.participants(member).remove();
        }
      }),
    );
    await room.server.settled();
    const now = (await participants.list()).map(({ identity }) => identity).sort();
    const told = (reader: Reader, object: string, first: readonly string[], key: (one: Told) => string) => {
      const known = new Set(first);
      for (const one of reader.told(object)) {
        if (one.type === 'map_item_removed') known.delete(key(one));
        else known.add(key(one));
      }
      return [...known].sort();
    };
    await ann.until(
      roster,
      () => told(ann, roster, ['ann'], ({ data }) => data.identity).length === now.length,
    );
    expect(told(ann, roster, ['ann'], ({ data }) => data.identity)).toEqual(now);
    expect(told(guest, mine, [], ({ place }) => String(place))).toEqual([sid]);
  });
});

const postgres = databases().find(({ name }) => name === 'postgres');

describe.skipIf(postgres === undefined)(`clients of threads at two servers ${postgresSkipped ?? ''}`, () => {
  let room: Room;
  let second: TestServer;
  beforeAll(async () => {
    room = await openRoom(postgres!.create);
    second = await startServer(room.database.url, {}, room.server.clock);
  });
  afterAll(async () => {
    await second.stop();
    await room.close();
  });

  it('know every message once, and as it is in the end, whichever server they and the writers use', async () => {
    const sid = await room.conversation('ann');
    const urls = [room.server.url, second.url];
    const reading = Array.from({ length: 4 }, (_, index) =>
      followToEnd((round) => room.reader('ann', { url: urls[(index + round) % 2]! }), `${sid}.messages`),
    );
    await writeALot(room, sid, [room.server, second]);
    for (const known of await Promise.all(reading)) {
      // Of two servers that post at once, one may have its place in the log before the other has its index.
      expect(new Set(known.added).size).toBe(known.added.length);
      expect(sorted(known)).toEqual(await textsNow(room, sid));
    }
  });
});
