// One run of the model beside the server: each step is made in both and what they have come to is compared.

import { explain } from './explained.ts';
import type { Setting } from './grammar.ts';
import { broken, passedOver, remember } from './invariants.ts';
import { settle } from './plain-routing.ts';
import type { Action, Request } from './requests/request.ts';
import { createQueue, createWorkflow, optimize } from './requests/routing.ts';
import { createWorker, setCapacity } from './requests/workers.ts';
import { duesOf, type Fresh } from './rules.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { differences } from './snapshot.ts';
import { takeOver, takeOverSids } from './take-over.ts';
import type { Task, World } from './world.ts';

/** Steps made since the process began, and how many of them could rightly end in several ways. */
export const counts = { steps: 0, ambiguous: 0, takenOver: 0, offers: 0, refused: 0, explanations: 0 };

/** Things that happen by themselves in one wait at most. */
const MOST_DUES = 5;

/** How a step may end. */
type Outcome =
  /** Exactly as the model says. */
  | 'exact'
  /** Several things happened at the same instant: as the model says, or in another order. */
  | 'ambiguous';

export class Run {
  readonly world: World;
  readonly #server: ServerUnderTest;

  private constructor(world: World, server: ServerUnderTest) {
    this.world = world;
    this.#server = server;
  }

  /** Makes a workspace as the setting says. */
  static async start(server: ServerUnderTest, setting: Setting): Promise<Run> {
    const { body } = await server.request('POST', '', {
      FriendlyName: 'Model',
      PrioritizeQueueOrder: setting.prioritized,
    });
    const sid = body.sid!;
    await server.request('POST', `/${sid}/Activities`, { FriendlyName: 'Around', Available: 'true' });
    const listed = async (path: string, key: string) =>
      (await server.request('GET', `/${sid}/${path}`)).body[key] as Record<string, string | boolean>[];
    const activities = (await listed('Activities', 'activities')).map((one) => ({
      sid: one['sid'] as string,
      name: one['friendly_name'] as string,
      isAvailable: one['available'] as boolean,
    }));
    const channels = (await listed('TaskChannels', 'channels')).filter((one) =>
      ['default', 'chat'].includes(one['unique_name'] as string),
    );
    const timeoutActivity = activities[setting.timeoutActivity]!.sid;
    await server.request('POST', `/${sid}`, { TimeoutActivitySid: timeoutActivity });
    const run = new Run(
      {
        sid,
        now: server.clock.now(),
        activities,
        timeoutActivity,
        channels: channels.map((one) => one['sid'] as string),
        byIdleTime: new Set(),
        prioritized: setting.prioritized,
        queues: [],
        workflows: [],
        workers: [],
        tasks: [],
        reservations: [],
        offers: 0,
      },
      server,
    );
    if (setting.isByIdleTime) await run.#make(optimize(0, true));
    for (const plan of setting.queues) await run.#make(createQueue(plan));
    for (const plan of setting.workflows) await run.#make(createWorkflow(plan));
    for (const [number, plan] of setting.workers.entries()) {
      await run.#make(createWorker(plan));
      if (plan.capacity !== 1) await run.#make(setCapacity(number, 0, plan.capacity, true));
    }
    return run;
  }

  async #make(action: Action): Promise<void> {
    const request = action.prepare(this.world)!;
    const { body } = await this.#send(request);
    request.apply(body, new Set());
  }

  /** Makes one request and waits until the workspace is at rest, with a restart in between where asked. */
  async take(action: Action, isRestarted: boolean): Promise<void> {
    await this.#pause();
    const request = action.prepare(this.world);
    if (request === null) return;
    await this.#step('exact', async (fresh) => {
      const answered = await this.#send(request);
      if (answered.status < 300) request.apply(answered.body, fresh);
      if (isRestarted) await this.#server.restart(0);
    });
  }

  /** Makes requests at the same time: which of them comes first is not known, what must hold is. */
  async takeAtOnce(actions: readonly Action[]): Promise<void> {
    await this.#pause();
    const requests = actions.flatMap((action) => action.prepare(this.world) ?? []);
    const before = remember(this.world);
    const answers = await Promise.all(requests.map((request) => request.send(this.#server)));
    const failed = answers.find(({ status }) => status >= 500);
    if (failed !== undefined) throw new Error(`answered ${JSON.stringify(failed)}`);
    await this.#server.settled();
    counts.steps += requests.length;
    await this.#adopt(before);
  }

  /** Lets time pass; what happens by itself on the way happens at its own time. */
  async wait(milliseconds: number): Promise<void> {
    await this.#advanceTo(this.world.now + milliseconds);
    await this.#step('exact', async () => {});
  }

  /** Stops the server for a while. */
  async restart(downtime: number): Promise<void> {
    await this.#pause();
    const before = remember(this.world);
    await this.#server.restart(downtime);
    this.world.now += downtime;
    counts.steps += 1;
    await this.#adopt(before);
  }

  /** Every step has a time of its own, so that few things happen at the same instant. */
  #pause(): Promise<void> {
    return this.#advanceTo(this.world.now + 7);
  }

  /** Stops on the way when too much happens: offers that are never answered are made again and again. */
  async #advanceTo(end: number): Promise<void> {
    for (let count = 0; count < MOST_DUES; count += 1) {
      const at = Math.min(...duesOf(this.world).map((due) => due.at));
      if (at > end) {
        this.#moveClock(end);
        return;
      }
      this.#moveClock(at);
      const due = duesOf(this.world).filter((one) => one.at <= at);
      await this.#step(due.length > 1 ? 'ambiguous' : 'exact', async (fresh) => {
        for (const one of due) one.happen(fresh);
      });
    }
  }

  #moveClock(to: number): void {
    this.#server.clock.advance(to - this.world.now);
    this.world.now = to;
  }

  async #send({ text, send, isRefused }: Request) {
    const answered = await send(this.#server);
    const isTaken = answered.status < 300;
    if (isTaken === isRefused || answered.status >= 500 || (isRefused && answered.status !== 400)) {
      const wanted = isRefused ? 'a refusal' : 'an answer';
      throw new Error(`${text} wanted ${wanted}, got ${answered.status} ${JSON.stringify(answered.body)}`);
    }
    if (isRefused) counts.refused += 1;
    return answered;
  }

  async #step(outcome: Outcome, work: (fresh: Fresh) => Promise<void>): Promise<void> {
    const { world } = this;
    const before = remember(world);
    const waiting = new Map(world.tasks.filter(isPending).map((task) => [task.sid, standingOf(task)]));
    const fresh: Fresh = new Set();
    await work(fresh);
    settle(world, fresh);
    await this.#server.settled();
    counts.steps += 1;
    const snapshot = await this.#server.snapshot(world.sid);
    const different = differences(world, snapshot);
    if (outcome === 'ambiguous') counts.ambiguous += 1;
    if (different.length > 0) {
      if (outcome === 'exact')
        throw new Error(`the server differs from the model:\n  ${different.join('\n  ')}`);
      counts.takenOver += 1;
      await this.#adopt(before);
      return;
    }
    takeOverSids(world, snapshot);
    counts.offers += world.reservations.filter(({ sid }) => !before.reservations.has(sid)).length;
    const still = world.tasks.filter((task) => isPending(task) && waiting.get(task.sid) === standingOf(task));
    this.#refuse([...broken(world, before), ...passedOver(world, before, still)]);
    if (counts.steps % 2 === 0) await this.#compareExplanation();
  }

  async #adopt(before: ReturnType<typeof remember>): Promise<void> {
    const { world } = this;
    const snapshot = await this.#server.snapshot(world.sid);
    await takeOver(world, snapshot, this.#server.database.read);
    this.#refuse([...differences(world, snapshot), ...broken(world, before)]);
  }

  /** One waiting task, another one each time. */
  async #compareExplanation(): Promise<void> {
    const waiting = this.world.tasks.filter(isPending);
    const task = waiting[counts.steps % Math.max(1, waiting.length)];
    if (task === undefined) return;
    const path = `/${this.world.sid}/Tasks/${task.sid}/Explain?PageSize=1`;
    const { status, body } = await this.#server.request('GET', path);
    const { reason, tasks_ahead: tasksAhead, counts: circles } = body;
    const found = JSON.stringify({ reason, tasksAhead, counts: circles });
    const wanted = JSON.stringify(explain(this.world, task));
    counts.explanations += 1;
    if (status !== 200 || found !== wanted) {
      throw new Error(`task ${task.sid} waits for\n    ${wanted}\n  and is explained by\n    ${found}`);
    }
  }

  #refuse(wrong: readonly string[]): void {
    if (wrong.length > 0) throw new Error(`at rest:\n  ${wrong.join('\n  ')}`);
  }
}

function isPending(task: Task): boolean {
  return task.status === 'pending';
}

function standingOf(task: Task): string {
  return JSON.stringify([task.queueSid, task.route, task.priority, task.channel, task.attributes]);
}
