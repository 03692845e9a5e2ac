// The busy day: customers of one script write, wait, answer and go; the same seed makes the same day.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptOf } from '#connectors/handset/busy-day/script.ts';
import { addNumber, api, handset, OWN } from '../messaging/setup.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const PLAN = { seed: 'monday', customers: 8, minutes: 10, contacts: [OWN] };

describe('the script of a busy day', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(scriptOf(PLAN)).toEqual(scriptOf(PLAN));
    expect(scriptOf({ ...PLAN, seed: 'tuesday' })).not.toEqual(scriptOf(PLAN));
  });

  it('has each customer once, at numbers of fiction, all of them within the day', () => {
    const scripts = scriptOf({ ...PLAN, customers: 100 });
    expect(new Set(scripts.map(({ phone }) => phone)).size).toBe(100);
    for (const { phone, comesAfterMs, lines } of scripts) {
      expect(phone).toMatch(/^(\+1\d{3}55501\d{2}|\+447700900\d{3})$/);
      expect(comesAfterMs).toBeLessThan(PLAN.minutes * 60_000);
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.map(({ text }) => text).join()).not.toMatch(/\{|undefined/);
    }
  });
});

describe.each(databases())('a busy day on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;

  const start = (settings: Record<string, unknown> = {}) =>
    handset(server, 'busy-day', { ...PLAN, ...settings });
  const stop = () =>
    fetch(`${server.url}/handset/api/busy-day`, { method: 'DELETE' }).then(({ status }) => status);
  const progress = async () => (await handset(server, 'busy-day')).body.busyDay;
  /** What came in at the contact centre, oldest first, whatever the kind of its SID. */
  const received = async () => {
    const { body } = await api(server, 'GET', 'Messages.json', { To: OWN, PageSize: '1000' });
    const messages = body.messages as { sid: string; from: string; body: string; num_media: string }[];
    return messages.toSorted((one, other) => (one.sid.slice(2) < other.sid.slice(2) ? -1 : 1));
  };
  const inbound = async () => (await received()).map(({ from, body }) => `${from} ${body}`);
  const answer = async (phone: string, body: string) => {
    await api(server, 'POST', 'Messages.json', { To: phone, From: OWN, Body: body });
    await server.settled();
  };
  const left = async () => {
    const db = server.context.database.read;
    const [timers, customers, days] = await Promise.all([
      db.selectFrom('timers').select('kind').where('kind', 'like', 'handset.%').execute(),
      db.selectFrom('handset_customers').select('sid').execute(),
      db.selectFrom('handset_busy_days').select('seed').execute(),
    ]);
    return [timers, customers, days].map((rows) => rows.length);
  };

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    await addNumber(server);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('lets customers write first, answer when they are answered, and thank', async () => {
    const [first] = scriptOf(PLAN);
    expect(await start()).toMatchObject({ status: 201, body: { busyDay: { customers: 8, seed: 'monday' } } });
    await server.settled();
    expect(await inbound()).toEqual([`${first!.phone} ${first!.lines[0]!.text}`]);
    expect((await start()).status).toBe(409);
    for (const [turn, { text, afterMs }] of first!.lines.entries()) {
      if (turn === 0) continue;
      await answer(first!.phone, `Answer ${turn}`);
      await server.advance(afterMs - 1);
      expect(await inbound()).not.toContain(`${first!.phone} ${text}`);
      await server.advance(1);
      expect(await inbound()).toContain(`${first!.phone} ${text}`);
    }
    expect(await progress()).toMatchObject({ served: 1, left: 0, answers: first!.lines.length - 1 });
    const { body } = await handset(server, 'phones');
    expect(body.phones.find(({ address }: { address: string }) => address === first!.phone).name).toBe(
      first!.name,
    );
    expect(await stop()).toBe(204);
    expect(await left()).toEqual([0, 0, 0]);
    const before = await inbound();
    await server.advance(10 * 60_000);
    expect(await inbound()).toEqual(before);
    expect(await stop()).toBe(404);
  });

  it('lets those go whom nobody answers, says the same for the same seed, and leaves nothing behind', async () => {
    const played = async () => {
      const before = (await inbound()).length;
      expect((await start({ seed: 'friday', customers: 5, minutes: 3 })).status).toBe(201);
      for (let minute = 0; minute < 3; minute += 0.25) await server.advance(15_000);
      expect(await progress()).toBeNull();
      expect(await left()).toEqual([0, 0, 0]);
      const unused = await server.context.database.read
        .selectFrom('media')
        .select('sid')
        .where('message_sid', 'is', null)
        .execute();
      expect(unused).toEqual([]);
      return (await inbound()).slice(before);
    };
    const first = await played();
    expect(new Set(first.map((line) => line.split(' ')[0])).size).toBe(5);
    expect(await played()).toEqual(first);
  });

  it('sends pictures that arrive as files', async () => {
    const seed = Array.from({ length: 50 }, (_, n) => `picture ${n}`).find(
      (candidate) => scriptOf({ ...PLAN, seed: candidate, customers: 1 })[0]!.hasPicture,
    );
    expect((await start({ seed, customers: 1 })).status).toBe(201);
    await server.settled();
    expect((await received()).at(-1)).toMatchObject({ num_media: '1', direction: 'inbound' });
    expect(await stop()).toBe(204);
  });
});
