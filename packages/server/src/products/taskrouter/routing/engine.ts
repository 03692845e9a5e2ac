// The routing engine of one server process. It hears what happens from the event log, keeps the workspaces it owns in
// memory, and after every change that can matter decides anew on what can have changed. It never polls.

import type { StoredEvent } from '#events/event-types.ts';
import type { Follower } from '#events/follower.ts';
import type { Clock } from '#kernel/clock.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Worker } from '#server/product.ts';
import type { Database } from '#storage/database.ts';
import { commitDecisions } from './commit-decisions.ts';
import { LeasedOwnership, OWNERS_SIGNAL, type Ownership, RENEWAL_MS, soleOwnership } from './ownership.ts';
import { readChanges, readWorkspace } from './read-workspace.ts';
import {
  addToTrigger,
  emptyTrigger,
  ROUTING_EVENTS,
  type RoutingEventType,
  type Trigger,
} from './trigger.ts';
import type { WorkspaceRouting } from './workspace-routing.ts';

/** Tasks decided on and written in one transaction: enough to share its costs, few enough not to hold up others. */
const TASKS_A_COMMIT = 250;
/** Workspaces worked on at the same time. */
const WORKSPACES_AT_ONCE = 4;

/** A workspace this process routes. */
interface Desk {
  routing: WorkspaceRouting | null;
  /** What has happened since it was last looked at. */
  trigger: Trigger | null;
}

/** Routes tasks to workers (TaskRouter "Lifecycle of a Task: Workflows and assignment"). */
export class RoutingEngine implements Follower, Worker {
  readonly name = 'taskrouter-routing';
  readonly handles = ROUTING_EVENTS;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #ownership: Ownership;
  readonly #desks = new Map<string, Desk>();
  /** Workspaces that were heard of and are not ours, so far. */
  #unclaimed = new Set<string>();
  #nextRenewal = Number.POSITIVE_INFINITY;
  readonly #work: PokedWork;

  constructor(database: Database, clock: Clock, onError: (error: unknown) => void) {
    this.#database = database;
    this.#clock = clock;
    this.#ownership = database.isShared ? new LeasedOwnership(database) : soleOwnership(database);
    this.#work = new PokedWork(clock, () => this.#routeAll(), onError);
    database.onSignals((signals) => {
      if (!database.isShared || !signals.has(OWNERS_SIGNAL)) return;
      this.#nextRenewal = clock.now();
      this.#work.poke();
    });
  }

  /** Takes over what nobody routes, with the tasks that wait there. */
  async start(): Promise<void> {
    this.#nextRenewal = this.#clock.now();
    if (!this.#database.isShared) {
      this.#nextRenewal = Number.POSITIVE_INFINITY;
      for (const sid of await this.#ownership.claim('all')) this.#desk(sid);
    }
    this.#work.start();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  async stop(): Promise<void> {
    await this.#work.stop();
    await this.#ownership.release();
  }

  receive(events: readonly StoredEvent[]): void {
    for (const event of events as readonly StoredEvent<RoutingEventType>[]) {
      const { workspaceSid } = event.data;
      if (this.#ownership.owns(workspaceSid)) {
        const desk = this.#desk(workspaceSid);
        desk.trigger ??= emptyTrigger();
        addToTrigger(desk.trigger, event, (taskSid) => desk.routing?.hasTask(taskSid) ?? true);
      } else {
        this.#unclaimed.add(workspaceSid);
      }
    }
    this.#work.poke();
  }

  #desk(workspaceSid: string): Desk {
    const known = this.#desks.get(workspaceSid);
    if (known !== undefined) return known;
    const desk: Desk = { routing: null, trigger: emptyTrigger() };
    this.#desks.set(workspaceSid, desk);
    return desk;
  }

  async #routeAll(): Promise<number | null> {
    await this.#tendOwnership();
    for (const { routing } of this.#desks.values()) routing?.passTime(this.#clock.now());
    for (;;) {
      const due = [...this.#desks].filter(([, desk]) => isDue(desk)).slice(0, WORKSPACES_AT_ONCE);
      if (due.length === 0 || this.#work.isStopped) break;
      const outcomes = await Promise.allSettled(due.map(([sid, desk]) => this.#route(sid, desk)));
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      if (this.#unclaimed.size > 0 || this.#clock.now() >= this.#nextRenewal) await this.#tendOwnership();
    }
    const next = Math.min(this.#nextRenewal, this.#nextChange());
    return Number.isFinite(next) ? next : null;
  }

  /** When the time of day next matters to a task that waits. */
  #nextChange(): number {
    const now = this.#clock.now();
    const changes = [...this.#desks.values()].map(({ routing }) => routing?.nextChange(now) ?? null);
    return Math.min(Number.POSITIVE_INFINITY, ...changes.filter((change) => change !== null));
  }

  async #tendOwnership(): Promise<void> {
    const unclaimed = [...this.#unclaimed];
    this.#unclaimed = new Set();
    const isRenewal = this.#clock.now() >= this.#nextRenewal;
    if (isRenewal) {
      this.#nextRenewal = this.#clock.now() + RENEWAL_MS;
      for (const sid of await this.#ownership.renew()) this.#desks.delete(sid);
    }
    if (!isRenewal && unclaimed.length === 0) return;
    for (const sid of await this.#ownership.claim(isRenewal ? 'all' : unclaimed)) this.#desk(sid);
  }

  /** Takes in what happened in a workspace and decides, one commit's worth. */
  async #route(workspaceSid: string, desk: Desk): Promise<void> {
    try {
      const routing = await this.#upToDate(workspaceSid, desk);
      if (routing === null) {
        this.#desks.delete(workspaceSid);
        return;
      }
      const decisions = routing.decide(TASKS_A_COMMIT, this.#clock.now());
      if (decisions.length === 0) return;
      const timeouts = (workflowSid: string | null) => routing.reservationTimeout(workflowSid);
      const mistaken = await this.#database.transaction((tx) => commitDecisions(tx, timeouts, decisions));
      if (mistaken.length === 0) return;
      desk.trigger ??= emptyTrigger();
      for (const sid of mistaken) desk.trigger.workers.add(sid);
    } catch (error) {
      // What is in memory has gone ahead of what was written: it is read anew.
      desk.routing = null;
      desk.trigger = emptyTrigger();
      throw error;
    }
  }

  async #upToDate(workspaceSid: string, desk: Desk): Promise<WorkspaceRouting | null> {
    const { routing, trigger } = desk;
    desk.trigger = null;
    if (routing === null || trigger?.isWhole === true) {
      // What happens while it is read is heard of afterwards, and then read again.
      desk.routing = await readWorkspace(this.#database.read, workspaceSid, this.#clock.now());
    } else if (trigger !== null) {
      const read = await readChanges(this.#database.read, routing.accountSid, workspaceSid, trigger);
      routing.change(read, this.#clock.now());
    }
    return desk.routing;
  }
}

function isDue({ routing, trigger }: Desk): boolean {
  return trigger !== null || routing?.isAtRest === false;
}
