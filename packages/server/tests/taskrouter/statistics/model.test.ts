// Whatever happens in a workspace, its statistics are what a plain recount of the event log gives, for any window.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';
import { eventsOf, recount, recountDurations, recountWorker, type Span } from './recount.ts';
import { ask, MINUTE } from './scene.ts';

const THRESHOLDS = [5, 60, 600];
const ACTIVITIES = ['Available', 'Unavailable', 'Offline'] as const;
const STATUSES = ['wrapping', 'completed', 'canceled'] as const;

/** One thing that happens; a number picks the task, offer or worker it happens to. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('task' as const), pick: fc.nat(5) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('accept' as const), pick: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reject' as const), pick: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('status' as const), pick: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), pick: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), pick: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fire' as const), pick: fc.nat(30) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('wait' as const), pick: fc.nat(20_000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), pick: fc.nat(9_000_000) }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A window, as parts of the time that has passed. */
const span = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1.1, noNaN: true }),
);

interface World {
  readonly workspace: Workspace;
  readonly queues: readonly string[];
  readonly workflows: readonly string[];
  readonly letters: string;
  readonly workers: readonly string[];
}

describe.each(databases())('kept and recounted statistics on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  async function makeWorld(): Promise<World> {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const { sid: letters } = await api.taskChannels.create({
      friendlyName: 'Letters',
      uniqueName: 'letters',
    });
    const second = await api.taskQueues.create({ friendlyName: 'Second', targetWorkers: "name == 'ben'" });
    await api.taskQueues(second.sid).update({ maxReservedWorkers: 3 });
    const moving = await workspace.addWorkflow([
      { queue: second.sid, timeout: 30 },
      { queue: workspace.queueSid, timeout: 600 },
    ]);
    const workers = [
      await workspace.addWorker('anna', { name: 'anna' }, 2),
      await workspace.addWorker('ben', { name: 'ben' }, 3),
      await workspace.addWorker('bert', { name: 'ben' }, 1),
    ];
    return {
      workspace,
      queues: [workspace.queueSid, second.sid],
      workflows: [workspace.workflowSid, moving],
      letters,
      workers,
    };
  }

  /** Does a step; what is refused because of the state things are in has simply not happened. */
  async function perform({ workspace, workflows, workers }: World, { kind, pick }: Step): Promise<void> {
    const api = workspace.api();
    const one = <T>(items: readonly T[]): T | undefined => items[pick % Math.max(items.length, 1)];
    const allowed = async (request: Promise<unknown>) => {
      await request.catch((error: { status?: number }) => {
        if (error.status === undefined || error.status >= 500) throw error;
      });
    };
    const answer = async (reservationStatus: 'accepted' | 'rejected') => {
      const offers = await Promise.all(
        workers.map((worker) =>
          api
            .workers(worker)
            .reservations.list({ reservationStatus: 'pending' })
            .catch(() => []),
        ),
      );
      const offer = one(offers.flat());
      if (offer === undefined) return;
      await allowed(api.tasks(offer.taskSid).reservations(offer.sid).update({ reservationStatus }));
    };
    switch (kind) {
      case 'task': {
        const taskChannel = pick % 3 === 0 ? 'letters' : 'default';
        await api.tasks.create({ workflowSid: workflows[pick % 2]!, taskChannel });
        break;
      }
      case 'accept':
        await answer('accepted');
        break;
      case 'reject':
        await answer('rejected');
        break;
      case 'status': {
        const task = one(await api.tasks.list());
        const assignmentStatus = STATUSES[pick % STATUSES.length]!;
        if (task !== undefined) await allowed(api.tasks(task.sid).update({ assignmentStatus }));
        break;
      }
      case 'remove': {
        const task = one(await api.tasks.list());
        if (task !== undefined) await allowed(api.tasks(task.sid).remove());
        break;
      }
      case 'move': {
        const activitySid = workspace.activities[ACTIVITIES[pick % ACTIVITIES.length]!];
        await allowed(api.workers(one(workers)!).update({ activitySid }));
        break;
      }
      case 'fire':
        // Anna stays, so that somebody does.
        if (pick % 5 === 0) await allowed(api.workers(workers[1 + (pick % 2)]!).remove());
        break;
      case 'wait':
        await server.advance(pick);
    }
    await server.settled();
  }

  const cumulative = async (path: string, { from, to }: Span, query: Record<string, string>) => {
    const dates = { StartDate: new Date(from).toISOString(), EndDate: new Date(to).toISOString() };
    const { status, body } = await ask(server, path, { ...dates, ...query });
    expect([status, body]).toEqual([200, body]);
    return body;
  };

  async function compare(world: World, asked: Span): Promise<void> {
    const { workspace, queues, workflows, letters, workers } = world;
    const now = server.clock.now();
    // Windows are widened to whole minutes; one up to the present holds all there is.
    const from = Math.floor(asked.from / MINUTE) * MINUTE;
    const end = Math.ceil(asked.to / MINUTE) * MINUTE;
    const counted: Span = { from, to: asked.to >= now ? now + 1 : end };
    const timed: Span = { from, to: Math.min(end, now) };
    const events = await eventsOf(server, workspace.sid);
    const base = `/Workspaces/${workspace.sid}`;
    const scopes = [
      ['workspace', workspace.sid, base],
      ...workflows.map((sid) => ['workflow', sid, `${base}/Workflows/${sid}`] as const),
      ...queues.map((sid) => ['queue', sid, `${base}/TaskQueues/${sid}`] as const),
    ] as const;
    for (const [scope, sid, path] of scopes) {
      for (const channel of [null, letters]) {
        const query = {
          SplitByWaitTime: THRESHOLDS.join(),
          ...(channel === null ? {} : { TaskChannel: channel }),
        };
        const body = await cumulative(`${path}/CumulativeStatistics`, asked, query);
        expect(body).toMatchObject(recount(events, scope, sid, counted, channel, THRESHOLDS));
      }
    }
    const durationsOf = (body: unknown) =>
      Object.fromEntries(
        (body as { activity_durations: { sid: string; total: number }[] }).activity_durations
          .filter(({ total }) => total > 0)
          .map(({ sid, friendly_name: _, ...times }: Record<string, unknown>) => [sid, times]),
      );
    const withoutZeros = (durations: ReturnType<typeof recountDurations>) =>
      Object.fromEntries(Object.entries(durations).filter(([, { total }]) => total > 0));
    const all = await cumulative(`${base}/Workers/CumulativeStatistics`, asked, {});
    expect(durationsOf(all)).toEqual(withoutZeros(recountDurations(events, timed, null)));
    const anna = await cumulative(`${base}/Workers/${workers[0]}/Statistics`, asked, {});
    expect(anna['cumulative']).toMatchObject(recountWorker(events, workers[0]!, counted));
    expect(durationsOf(anna['cumulative'])).toEqual(
      withoutZeros(recountDurations(events, timed, workers[0]!)),
    );
  }

  it('agree after any run of events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 15, maxLength: 40 }),
        fc.array(span, { minLength: 2, maxLength: 4 }),
        async (steps, spans) => {
          const start = server.clock.now();
          const world = await makeWorld();
          for (const one of steps) await perform(world, one);
          const passed = server.clock.now() - start;
          for (const [a, b] of [[0, 1] as const, ...spans]) {
            const from = start + Math.floor(Math.min(a, b) * passed);
            const to = start + Math.ceil(Math.max(a, b) * passed);
            await compare(world, { from: Math.min(from, server.clock.now()), to });
          }
        },
      ),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
