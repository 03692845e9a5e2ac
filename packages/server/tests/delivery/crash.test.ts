// Nothing accepted is lost and nothing is shown twice, whenever the server dies.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deliverToPhones } from '#connectors/handset/phone-delivery.ts';
import { LEASE_MS } from '#delivery/outbox/retry-policy.ts';
import { takeBatch } from '#delivery/outbox/send-batch.ts';
import { databases } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { CUSTOMER, OWN, openDelivery } from './setup.ts';

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url));

describe.each(databases())('a crash on $name', ({ create }) => {
  it('leaves each message once on the phone: queued, taken, and shown but not recorded', async () => {
    const database = await create();
    const crashed = await openDelivery(database.url);
    const { context } = crashed;
    await crashed.send('shown but not recorded');
    await crashed.send('taken but not sent');
    const batch = await context.database.transaction((tx) => takeBatch(tx, 'crashed', 10));
    await context.database.transaction((tx) => deliverToPhones(tx, [batch!.items[0]!.message]));
    await crashed.send('queued');
    await context.database.close();

    const server = await startServer(database.url);
    server.clock.advance(crashed.clock.now() - server.clock.now());
    await server.settled();
    await server.advance(LEASE_MS);
    const shown = await server.context.database.read
      .selectFrom('handset_messages')
      .select(['body', 'contact_address'])
      .where('phone_address', '=', CUSTOMER)
      .orderBy('sid')
      .execute();
    expect(shown).toEqual(
      ['shown but not recorded', 'taken but not sent', 'queued'].map((body) => ({
        body,
        contact_address: OWN,
      })),
    );
    const messages = await server.context.database.read
      .selectFrom('carrier_messages')
      .select('status')
      .execute();
    expect(messages.map((message) => message.status)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(await server.context.database.read.selectFrom('outbox').selectAll().execute()).toEqual([]);
    await server.stop();
    await database.dispose();
  });

  // The process of its own begins with nothing loaded and no tables: most of the time is its start.
  it('of a killed process loses nothing that was accepted, doubles nothing and keeps the order', async () => {
    const database = await create();
    const child = spawn(process.execPath, [CHILD, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const accepted: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      accepted.push(line);
      if (accepted.length === 400) child.kill('SIGKILL');
    }

    const server = await startServer(database.url);
    // What is under way must end before the clock moves, or it would have taken that long.
    await server.settled();
    await server.advance(Math.max(Date.now() - server.clock.now(), 0) + LEASE_MS);
    const { read } = server.context.database;
    const shown = await read
      .selectFrom('handset_messages')
      .select(['carrier_message_sid', 'phone_address', 'body'])
      .orderBy('sid')
      .execute();
    const shownSids = shown.map((message) => message.carrier_message_sid);
    expect(new Set(shownSids).size).toBe(shownSids.length);
    expect(accepted.filter((sid) => !shownSids.includes(sid))).toEqual([]);
    for (const ofPhone of Map.groupBy(shown, (message) => message.phone_address).values()) {
      expect(ofPhone.map((message) => Number(message.body))).toEqual(ofPhone.map((_, position) => position));
    }
    const unfinished = await read
      .selectFrom('carrier_messages')
      .select('sid')
      .where('status', '<>', 'delivered')
      .execute();
    expect(unfinished).toEqual([]);
    await server.stop();
    await database.dispose();
  }, 300_000);
});
