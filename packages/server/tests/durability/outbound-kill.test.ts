// `kill -9` in the middle of bulks and calls: every recipient is written to once, by a conversation that is whole.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshNumber } from '../conversations/conversation-fixture.ts';
import { CENTRE, makeWorld, type World } from '../journey/world.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { messagesOnPhone } from '../support/handset.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { type CallRecord, faultsOf } from './whole-calls.ts';

/** How often a server is killed; `PARLEY_KILLS` asks for more. */
const KILLS = Number(process.env['PARLEY_KILLS'] ?? 3);
/** Recipients of a bulk; each server is asked for one of each generation. */
const RECIPIENTS = 25;
/** All bulks share it: those of a server go on for longer than it lives. */
const PER_SECOND = 75;
const CALLERS = 3;
/** Longest a server lives after its first answer before it is killed. */
const LIFE_MS = 400;
const BODY = 'Your order has arrived';
const GENERATIONS = ['conversations', 'legacy'] as const;

/** What is posted, and the key under which it is posted again when nobody answered. */
interface Keyed {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly key: string;
}

/** A bulk as its API tells it. */
interface Bulk {
  readonly sid: string;
  readonly total: number;
  readonly counts: { readonly queued: number; readonly sent: number };
}

describe.each(databases())('calls and killed servers on $name', ({ create }) => {
  let server: ServerProcess;
  let dispose: () => Promise<void>;
  let world: World;

  beforeEach(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await serverProcess({ DATABASE_URL: database.url });
    await server.start();
    world = await makeWorld(sdkClient(server.url(), server.account));
    await world.flow();
  });
  afterEach(async () => {
    await server.dispose();
    await dispose();
  });

  async function ask(path: string, init: RequestInit = {}) {
    const authorization = `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`;
    const headers = { authorization, ...init.headers };
    for (;;) {
      const answer = await fetch(`${server.url()}/outbound/v1${path}`, { ...init, headers });
      const body = await answer.json();
      if (answer.ok) return body;
      // A request that arrived too slowly was not taken: the machine of the test may be busy.
      if (body.code === 20408) continue;
      throw new Error(`${path} was answered with ${answer.status} ${JSON.stringify(body)}`);
    }
  }

  const post = ({ path, form, key }: Keyed) =>
    ask(path, { method: 'POST', headers: { 'idempotency-key': key }, body: new URLSearchParams(form) });

  /** The answer, or null when the server was killed before it gave one. */
  const postOrNothing = (request: Keyed) =>
    post(request).catch((error: Error) => {
      if (error instanceof TypeError || error.message.includes('answered with 503')) return null;
      throw error;
    });

  /** Flows know where their tasks go; calls of the current generation say it. */
  const formFor = (generation: (typeof GENERATIONS)[number]) => ({
    From: CENTRE,
    Body: BODY,
    Generation: generation,
    ...(generation === 'legacy' ? {} : { 'Routing.WorkflowSid': world.workflowSid }),
  });

  const bulkOf = (generation: (typeof GENERATIONS)[number], life: number): Keyed => ({
    path: '/Bulks',
    key: `bulk-${generation}-${life}`,
    form: {
      ...formFor(generation),
      MessagesPerSecond: `${PER_SECOND}`,
      Recipients: JSON.stringify(Array.from({ length: RECIPIENTS }, freshNumber)),
    },
  });

  /** Calls without pause until the server is gone; tells when the first call was answered. */
  async function callOn(asked: Map<Keyed, CallRecord | null>, answered: () => void): Promise<void> {
    for (let number = 0; ; number += 1) {
      const form = { ...formFor(GENERATIONS[number % 2]!), To: freshNumber() };
      const request = { path: '/Conversations', form, key: `call-${form.To}` };
      asked.set(request, null);
      const answer = await postOrNothing(request);
      if (answer === null) return;
      asked.set(request, answer);
      answered();
    }
  }

  const itemsOf = async (sid: string, query = ''): Promise<{ to: string; outbound_sid: string }[]> =>
    (await ask(`/Bulks/${sid}/Items?PageSize=1000${query}`)).items;
  const recordsOf = async (sid: string): Promise<CallRecord[]> =>
    (await ask(`/Conversations?PageSize=1000&BulkSid=${sid}`)).conversations;

  /** Whether a bulk is not yet made, or is not over yet, as far as can be seen; remembers who was written to. */
  async function isUnderWay(made: { sid: string } | null, seen: Map<string, string>): Promise<boolean> {
    if (made === null) return true;
    const sent = await itemsOf(made.sid, '&State=sent');
    for (const { to, outbound_sid } of sent) seen.set(to, outbound_sid);
    return sent.length < RECIPIENTS;
  }

  /** Asks for bulks and calls until the server is killed; returns the bulks, and whether they were cut off. */
  async function live(life: number, asked: Map<Keyed, CallRecord | null>, seen: Map<string, string>) {
    const { promise: answered, resolve: tell } = Promise.withResolvers<void>();
    const ended = Promise.all(Array.from({ length: CALLERS }, () => callOn(asked, tell)));
    const requests = GENERATIONS.map((generation) => bulkOf(generation, life));
    const answers: (Bulk | null)[] = requests.map(() => null);
    const posted = requests.map(async (request, at) => {
      answers[at] = await postOrNothing(request);
    });
    await Promise.race([answered, ended]);
    await sleep(Math.random() * LIFE_MS);
    const looks = await Promise.all(answers.map((answer) => isUnderWay(answer, seen)));
    await server.kill();
    await Promise.all([ended, ...posted]);
    await server.start();
    const bulks: Bulk[] = await Promise.all(requests.map(post));
    for (const [at, before] of answers.entries())
      if (before !== null) expect(bulks[at]!.sid).toBe(before.sid);
    return {
      bulks: bulks.map(({ sid }, at) => ({ sid, request: requests[at]! })),
      isCut: looks.includes(true),
    };
  }

  it(`leaves no call half made, lost or doubled over ${KILLS} kills`, async () => {
    const asked = new Map<Keyed, CallRecord | null>();
    const seen = new Map<string, string>();
    const bulks: { sid: string; request: Keyed }[] = [];
    let cutOff = 0;
    for (let life = 0; life < KILLS; life += 1) {
      const lived = await live(life, asked, seen);
      bulks.push(...lived.bulks);
      if (lived.isCut) cutOff += 1;
      for (const { counts, total } of (await ask('/Bulks')).bulks as Bulk[]) {
        const { queued, sent } = counts;
        expect({ total, accounted: queued + sent }).toEqual({ total: RECIPIENTS, accounted: RECIPIENTS });
      }
    }
    expect(cutOff, 'kills while bulks were under way').toBeGreaterThan(0);
    expect((await ask('/Bulks')).bulks).toHaveLength(bulks.length);

    const calls: CallRecord[] = [];
    for (const [request, answer] of asked) {
      const again = await post(request);
      if (answer !== null) expect(again).toEqual(answer);
      calls.push(again);
    }
    expect([...asked.values()].filter((answer) => answer !== null).length).toBeGreaterThanOrEqual(KILLS);

    for (const { sid, request } of bulks) {
      await expectCompleted(sid);
      const items = await itemsOf(sid);
      expect(items.map(({ to }) => to)).toEqual(JSON.parse(request.form['Recipients']!));
      const records = await recordsOf(sid);
      expect(records.map((record) => record.sid).sort()).toEqual(
        items.map((item) => item.outbound_sid).sort(),
      );
      for (const { to, outbound_sid } of items) expect(outbound_sid).toBe(seen.get(to) ?? outbound_sid);
      calls.push(...records);
    }
    await expectAllHeard(calls);
    const reached = { url: server.url(), account: server.account };
    const client = sdkClient(reached.url, reached.account);
    expect(await faultsOf(reached, { ...world, client }, calls, BODY)).toEqual([]);
  }, 600_000);

  async function expectCompleted(sid: string): Promise<void> {
    const completed = { state: 'completed', counts: { sent: RECIPIENTS, queued: 0, refused: 0, failed: 0 } };
    let bulk = await ask(`/Bulks/${sid}`);
    for (let tries = 0; tries < 600 && bulk.state === 'running'; tries += 1) {
      await sleep(50);
      bulk = await ask(`/Bulks/${sid}`);
    }
    expect(bulk).toMatchObject(completed);
  }

  /** A lease on the outbox that the killed process had may have to run out first. */
  async function expectAllHeard(calls: readonly CallRecord[]): Promise<void> {
    const reached = { url: server.url(), account: server.account };
    for (const { to } of calls) {
      for (let tries = 0; tries < 600; tries += 1) {
        if ((await messagesOnPhone(reached, to, CENTRE)).length > 0) break;
        await sleep(50);
      }
    }
  }
});
