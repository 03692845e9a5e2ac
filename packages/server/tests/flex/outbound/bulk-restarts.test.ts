// A bulk outlives its server: what was done stays done, the rest is done once, and several servers share the work.
import { describe, expect, it } from 'vitest';
import { freshNumber } from '../../conversations/conversation-fixture.ts';
import { CENTRE, makeWorld, type World } from '../../journey/world.ts';
import { sdkClient } from '../../support/clients.ts';
import { databases } from '../../support/databases.ts';
import { messagesOnPhone } from '../../support/handset.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import type { Json } from './outbound-fixture.ts';

const SECOND = 1_000;
type Reached = Pick<TestServer, 'url' | 'account'>;

async function send({ url, account }: Reached, method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await fetch(`${url}/outbound/v1${path}`, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
}

const startBulk = (server: Reached, world: World, to: readonly string[], perSecond: number) =>
  send(server, 'POST', '/Bulks', {
    From: CENTRE,
    Body: 'Hello all',
    Mode: 'send-and-wait',
    'Routing.WorkflowSid': world.workflowSid,
    MessagesPerSecond: perSecond,
    Recipients: to,
  });

async function heardBy(server: Reached, to: readonly string[]): Promise<string[][]> {
  const phones = await Promise.all(to.map((phone) => messagesOnPhone(server, phone, CENTRE)));
  return phones.map((messages) => messages.map(({ body }) => body));
}

describe.each(databases())('bulks and restarts on $name', ({ name, create }) => {
  it('goes on where it stopped, and writes to nobody twice', async () => {
    const database = await create();
    const first = await startServer(database.url);
    const world = await makeWorld(sdkClient(first.url, first.account));
    const to = Array.from({ length: 6 }, freshNumber);
    const bulk = await startBulk(first, world, to, 2);
    await first.settled();
    await first.stop();
    const second = await startServer(database.url, {}, first.clock);
    const there = { url: second.url, account: first.account };
    expect((await send(there, 'GET', `/Bulks/${bulk.sid}`)).counts).toMatchObject({ sent: 2, queued: 4 });
    for (let seconds = 0; seconds < 3; seconds += 1) await second.advance(SECOND);
    expect(await send(there, 'GET', `/Bulks/${bulk.sid}`)).toMatchObject({
      state: 'completed',
      counts: { sent: 6, queued: 0 },
    });
    expect(await heardBy(there, to)).toEqual(to.map(() => ['Hello all']));
    await second.stop();
    await database.dispose();
  });

  it.runIf(name === 'postgres')(
    'is worked on by several servers, each recipient by one of them',
    async () => {
      const database = await create();
      const first = await startServer(database.url);
      const world = await makeWorld(sdkClient(first.url, first.account));
      const second = await startServer(database.url, {}, first.clock);
      const to = Array.from({ length: 30 }, freshNumber);
      const bulk = await startBulk(first, world, to, 10);
      for (let seconds = 0; seconds < 4; seconds += 1) {
        first.clock.advance(SECOND);
        await Promise.all([first.settled(), second.settled()]);
      }
      await Promise.all([first.settled(), second.settled()]);
      expect(await send(first, 'GET', `/Bulks/${bulk.sid}`)).toMatchObject({
        state: 'completed',
        counts: { sent: 30 },
      });
      expect(await heardBy(first, to)).toEqual(to.map(() => ['Hello all']));
      await second.stop();
      await first.stop();
      await database.dispose();
    },
  );
});
