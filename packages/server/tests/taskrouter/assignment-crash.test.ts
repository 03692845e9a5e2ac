// A server that dies between an offer and the answer to its callback: the next one asks again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { openContext } from '#server/context.ts';
import { sdkClient } from '../support/clients.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { json, type Receiver, silence, startReceiver } from '../webhooks/receiver.ts';

const accept = json({ instruction: 'accept' });

describe.each(databases())('killed between offer and callback, on $name', ({ name, create }) => {
  let database: TestDatabase;
  let server: ServerProcess;
  let application: Receiver;

  beforeEach(async () => {
    database = await create();
    server = await serverProcess({ DATABASE_URL: database.url });
    application = await startReceiver();
    await server.start();
  });
  afterEach(async () => {
    await server.dispose();
    await application.close();
    await database.dispose();
  });

  const taskRouter = () => sdkClient(server.url(), server.account).taskrouter.v1;

  /** A lease of a dead process runs out after 20 seconds; the test does not wait for that. */
  async function endLeases(): Promise<void> {
    const context = await openContext(readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' }));
    await context.database.transaction((tx) =>
      tx.db.updateTable('webhook_deliveries').set({ due_at: 0 }).where('status', '=', 'pending').execute(),
    );
    await context.database.close();
  }

  it('every callback without a recorded answer is made again, and no other', async () => {
    const tasks = 6;
    const workspace = await taskRouter().workspaces.create({ friendlyName: 'Centre', template: 'FIFO' });
    const of = () => taskRouter().workspaces(workspace.sid);
    const [workflow] = await of().workflows.list();
    await of().workflows(workflow!.sid).update({ assignmentCallbackUrl: application.url });
    const available = (await of().activities.list()).find(
      ({ friendlyName }) => friendlyName === 'Available',
    )!;
    const worker = await of().workers.create({ friendlyName: 'anna', activitySid: available.sid });
    await of().workers(worker.sid).workerChannels('default').update({ capacity: tasks });
    const answersOfFirst = Array.from({ length: tasks }, (_, at) => (at % 2 === 0 ? accept : silence));
    application.answerNext(...answersOfFirst);
    for (let at = 0; at < tasks; at += 1) await of().tasks.create({ workflowSid: workflow!.sid });
    await application.arrived(tasks);
    const assigned = () => of().tasks.list({ assignmentStatus: ['assigned'] });
    while ((await assigned()).length < tasks / 2) {}
    await server.kill();
    if (name === 'postgres') await endLeases();
    application.answerNext(accept, accept, accept);
    await server.start();
    await application.arrived(tasks + tasks / 2);
    while ((await assigned()).length < tasks) {}
    const reservations = application.requests.map(({ form }) => form['ReservationSid']);
    expect(new Set(reservations).size).toBe(tasks);
    expect(reservations.slice(tasks).toSorted()).toEqual(
      reservations
        .slice(0, tasks)
        .filter((_, at) => answersOfFirst[at] === silence)
        .toSorted(),
    );
  });
});
