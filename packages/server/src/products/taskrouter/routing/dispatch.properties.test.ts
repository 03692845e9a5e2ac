// Routing in memory against plain rules, over random worlds that keep changing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL, dispatchOf, NOW, planOf, QUEUE, queueOf, taskOf, workerOf } from './dispatch-fixture.ts';
import { compareTasks } from './task-order.ts';
import type { WaitingTask } from './waiting-task.ts';
import { isReady, type WorkerState } from './worker-state.ts';
import { matchesTarget } from './workforce.ts';

const PLANS = [
  planOf({ queue: QUEUE }),
  planOf({ queue: QUEUE, expression: 'task.lang == worker.lang' }),
  planOf({ queue: QUEUE, expression: 'worker.skills HAS task.skill', order_by: 'worker.level DESC' }),
  planOf({ queue: QUEUE, expression: 'worker.level >= task.level', order_by: 'worker.level ASC' }),
  planOf({ queue: QUEUE, known_worker_sid: 'task.agent' }),
  planOf({ queue: QUEUE, expression: "worker.lang IN task.langs OR worker.lang == 'en'" }),
];
const lang = fc.constantFrom('en', 'fr', 'de');
const skill = fc.constantFrom('a', 'b', 'c');
const level = fc.integer({ min: 0, max: 3 });
const worker = fc.record({
  lang,
  level,
  skills: fc.uniqueArray(skill),
  free: fc.integer({ min: -1, max: 3 }),
  isAvailable: fc.boolean(),
});
const task = fc.record({
  lang,
  level,
  skill,
  langs: fc.uniqueArray(lang),
  agent: fc.constantFrom(null, 'WK0', 'WK1', 'WK9'),
  plan: fc.nat(PLANS.length - 1),
  priority: fc.integer({ min: 0, max: 2 }),
  start: fc.integer({ min: 0, max: 5 }),
});
const change = fc.oneof(
  fc.record({ kind: fc.constant('worker' as const), number: fc.nat(5), worker }),
  fc.record({ kind: fc.constant('task' as const), number: fc.nat(30), task }),
  fc.record({ kind: fc.constant('task gone' as const), number: fc.nat(30) }),
  fc.record({ kind: fc.constant('worker gone' as const), number: fc.nat(5) }),
  fc.record({
    kind: fc.constant('queue' as const),
    targetWorkers: fc.constantFrom('1==1', "lang != 'de'", 'level > 1', ''),
    maxReservedWorkers: fc.constantFrom(1, 2),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Random changes, a few at a time, with what must hold each time routing has come to rest. */
function play(rounds: readonly (readonly Change[])[], limit: number): void {
  const dispatch = dispatchOf([]);
  let queue = queueOf(QUEUE);
  let taskNumber = 0;
  const takes = (one: WorkerState) =>
    ({
      '1==1': true,
      "lang != 'de'": one.document['lang'] !== 'de',
      '': false,
      'level > 1': Number(one.document['level']) > 1,
    })[queue.targetWorkers] === true;
  const suits = (one: WorkerState, waiting: WaitingTask) =>
    takes(one) && isReady(one, CHANNEL) && matchesTarget(one, waiting.target!, waiting);

  for (const changes of rounds) {
    for (const made of changes) {
      if (made.kind === 'worker') {
        const { free, isAvailable, ...document } = made.worker;
        dispatch.changeWorker(
          workerOf(`WK${made.number}`, free, { isAvailable, document, lastOffer: `WR${taskNumber}` }),
        );
      } else if (made.kind === 'task') {
        taskNumber += 1;
        const { plan, priority, start, ...attributes } = made.task;
        dispatch.changeTask(
          taskOf(`WT${String(made.number).padStart(3, '0')}`, {
            plan: PLANS[plan]!,
            priority,
            virtual_start_time: start,
            attributes: JSON.stringify(attributes),
          }),
          NOW,
        );
      } else if (made.kind === 'task gone') dispatch.removeTask(`WT${String(made.number).padStart(3, '0')}`);
      else if (made.kind === 'worker gone') dispatch.workforce.removeWorker(`WK${made.number}`);
      else {
        queue = queueOf(QUEUE, made);
        const waiting = [...dispatch.tasks()];
        dispatch.workforce.setQueue(queue);
        for (const one of waiting) dispatch.changeTask(one, NOW);
      }
    }
    const free = new Map(
      [...dispatch.workforce.workers()].map((one) => [one.sid, one.channels.get(CHANNEL)!.free]),
    );
    const decisions = [];
    while (!dispatch.isAtRest) decisions.push(...dispatch.decide(limit, NOW));
    const offered = decisions.filter(({ offers }) => offers.length > 0);
    for (const { task: one, offers } of offered) {
      expect(new Set(offers.map(({ worker: { sid } }) => sid)).size).toBe(offers.length);
      expect(offers.length).toBeLessThanOrEqual(queue.maxReservedWorkers);
      for (const { worker: who } of offers) {
        expect(takes(who) && matchesTarget(who, one.plan.filters[0]!.targets[0]!, one)).toBe(true);
        free.set(who.sid, free.get(who.sid)! - 1);
        expect(free.get(who.sid)).toBeGreaterThanOrEqual(0);
      }
    }
    const resting = [...dispatch.tasks()];
    for (const waiting of resting) {
      for (const who of dispatch.workforce.workers())
        expect([waiting.sid, who.sid, suits(who, waiting)]).toEqual([waiting.sid, who.sid, false]);
    }
    // One offered in this round stands before every resting one that its worker could have taken instead.
    for (const { task: one, offers } of limit === Number.POSITIVE_INFINITY ? offered : []) {
      for (const waiting of resting) {
        if (compareTasks(waiting, one, 'FIFO') > 0) continue;
        for (const { worker: who } of offers) {
          expect(takes(who) && matchesTarget(who, waiting.target!, waiting)).toBe(false);
        }
      }
    }
  }
}

const rounds = fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 25 });

describe('at rest', () => {
  it('no worker who can take a task stands beside one that waits for him, and tasks went in their order', () => {
    fc.assert(
      fc.property(rounds, (made) => play(made, Number.POSITIVE_INFINITY)),
      { numRuns: 300 },
    );
  });

  it('so it is when decisions are made a few at a time', () => {
    fc.assert(
      fc.property(rounds, fc.integer({ min: 1, max: 3 }), (made, limit) => play(made, limit)),
      { numRuns: 300 },
    );
  });
});
