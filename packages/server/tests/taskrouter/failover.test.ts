// Two server processes on one PostgreSQL database: one of them routes a workspace. It is killed while tasks flow.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';

/** How soon the other process has to route. */
const TAKEOVER_MS = 5_000;
const WORKERS = 4;
const CAPACITY = 200;

describe.each(databases().filter(({ name }) => name === 'postgres'))(
  'a killed router on $name',
  ({ create }) => {
    let first: ServerProcess;
    let second: ServerProcess;
    let database: pg.Client;
    let dispose: () => Promise<void>;

    beforeEach(async () => {
      const made = await create();
      dispose = made.dispose;
      first = await serverProcess({ DATABASE_URL: made.url });
      await first.start();
      second = await serverProcess({
        DATABASE_URL: made.url,
        PARLEY_ACCOUNT_SID: first.account.sid,
        PARLEY_AUTH_TOKEN: first.account.token,
      });
      database = new pg.Client({ connectionString: made.url });
      await database.connect();
    });
    afterEach(async () => {
      await database.end();
      await Promise.all([first.dispose(), second.dispose()]);
      await dispose();
    });

    async function rows<Row>(text: string): Promise<Row[]> {
      return (await database.query(text)).rows;
    }

    it('is replaced by the other process; no task is lost, none is held twice', async () => {
      const throughFirst = sdkClient(first.url(), first.account).taskrouter.v1;
      const workspace = await throughFirst.workspaces.create({ friendlyName: 'Centre', template: 'FIFO' });
      const here = throughFirst.workspaces(workspace.sid);
      const owner = async () => (await rows<{ owner: string }>('SELECT owner FROM routing_owners'))[0]?.owner;
      await expect.poll(owner, { timeout: 5_000 }).toBeDefined();
      const before = await owner();
      await second.start();
      const there = sdkClient(second.url(), first.account).taskrouter.v1.workspaces(workspace.sid);
      const available = (await here.activities.list()).find(
        ({ friendlyName }) => friendlyName === 'Available',
      )!;
      const [workflow] = await here.workflows.list();
      for (let number = 0; number < WORKERS; number += 1) {
        const worker = await here.workers.create({ friendlyName: `agent ${number}` });
        await here.workers(worker.sid).workerChannels('default').update({ capacity: CAPACITY });
        await here.workers(worker.sid).update({ activitySid: available.sid });
      }
      const created = new Set<string>();
      let isFlowing = true;
      const flow = async (tasks: typeof here.tasks) => {
        while (isFlowing) {
          try {
            created.add((await tasks.create({ workflowSid: workflow!.sid })).sid);
          } catch {
            // What was not acknowledged may be there or not.
            return;
          }
          await pause(10);
        }
      };
      const flows = [flow(here.tasks), flow(there.tasks)];
      await expect.poll(() => created.size, { timeout: 10_000 }).toBeGreaterThan(60);
      await first.kill();
      const killedAt = Date.now();
      const unrouted = () =>
        rows<{ sid: string }>(`SELECT sid FROM tasks WHERE assignment_status = 'pending'`).then(
          ({ length }) => length,
        );
      const routedSince = async () =>
        (await rows(`SELECT sid FROM reservations WHERE date_created > ${killedAt}`)).length;
      await expect.poll(routedSince, { timeout: TAKEOVER_MS, interval: 50 }).toBeGreaterThan(0);
      isFlowing = false;
      await Promise.all(flows);
      await expect.poll(unrouted, { timeout: 10_000 }).toBe(0);

      expect(await owner()).not.toBe(before);
      const held = await rows<{ task_sid: string; offers: string }>(
        `SELECT task_sid, count(*) AS offers FROM reservations WHERE reservation_status = 'pending' GROUP BY task_sid`,
      );
      expect(held.filter(({ offers }) => Number(offers) !== 1)).toEqual([]);
      const offered = new Set(held.map(({ task_sid }) => task_sid));
      expect([...created].filter((sid) => !offered.has(sid))).toEqual([]);
      const over = await rows(
        `SELECT c.worker_sid FROM worker_channels AS c
       JOIN task_channels AS t ON t.sid = c.task_channel_sid AND t.unique_name = 'default'
       WHERE c.assigned_tasks > c.capacity
          OR c.assigned_tasks <> (SELECT count(*) FROM reservations AS r WHERE r.worker_sid = c.worker_sid)`,
      );
      expect(over).toEqual([]);
    });
  },
);
