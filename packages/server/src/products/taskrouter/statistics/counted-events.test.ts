// What events count as that the interface alone does not bring about one by one.
import { describe, expect, it } from 'vitest';
import type { ReservationFacts, TaskRouteFacts } from '#events/event-types.ts';
import { type CountedEvent, occurrencesOf } from './counted-events.ts';

const accepted = (facts: Partial<ReservationFacts>) =>
  occurrencesOf({
    id: 1,
    at: 0,
    accountSid: 'AC1',
    subjectSid: 'WR1',
    type: 'reservation.accepted',
    data: {
      workspaceSid: 'WS1',
      taskSid: 'WT1',
      workerSid: 'WK1',
      status: 'accepted',
      workflowSid: 'WW1',
      taskQueueSid: 'WQ1',
      taskChannelSid: 'TC1',
      transferSid: null,
      age: 0,
      taskAge: 61_999,
      queueAge: 1_000,
      ...facts,
    },
  } satisfies CountedEvent);

describe('an accepted reservation', () => {
  it('counts for workspace, workflow, queue and worker, with its wait and, in the queue, the wait there', () => {
    const common = { taskChannelSid: 'TC1', counter: 'reservations_accepted' };
    const waits = { accepted_wait: 61 };
    expect(accepted({})).toEqual([
      { scopeSid: 'WS1', ...common, waits, split: 'accepted' },
      { scopeSid: 'WW1', ...common, waits, split: 'accepted' },
      { scopeSid: 'WQ1', ...common, waits: { ...waits, queue_wait: 1 }, split: 'accepted' },
      { scopeSid: 'WK1', ...common },
    ]);
  });

  it('of a transfer counts with the whole age of its task, but no threshold judges it again', () => {
    for (const occurrence of accepted({ transferSid: 'TT1' }).slice(0, 3)) {
      expect(occurrence).toMatchObject({ counter: 'reservations_accepted', waits: { accepted_wait: 61 } });
      expect(occurrence.split).toBeUndefined();
    }
  });

  it('of a task sent directly to a worker counts for neither workflow nor queue', () => {
    const scopes = accepted({ workflowSid: null, taskQueueSid: null, queueAge: null }).map(
      (occurrence) => occurrence.scopeSid,
    );
    expect(scopes).toEqual(['WS1', 'WK1']);
  });
});

describe('a task that comes to a queue', () => {
  const arrived = (type: 'task-queue.entered' | 'task-queue.moved', previousQueueSid: string | null) => {
    const facts = { workspaceSid: 'WS1', workflowSid: 'WW1', taskQueueSid: 'WQ2', taskChannelSid: 'TC1' };
    const data = { ...facts, previousQueueSid } as TaskRouteFacts;
    return occurrencesOf({ id: 1, at: 0, accountSid: 'AC1', subjectSid: 'WT1', type, data }).map(
      ({ scopeSid, counter }) => `${scopeSid} ${counter}`,
    );
  };

  it('has moved when it was in another one, whatever the event is called', () => {
    const moved = ['WQ2 tasks_entered', 'WS1 tasks_moved', 'WW1 tasks_moved', 'WQ1 tasks_moved'];
    expect(arrived('task-queue.moved', 'WQ1')).toEqual(moved);
    expect(arrived('task-queue.entered', 'WQ1')).toEqual(moved);
  });

  it('has only entered it when it was in none, or in the same', () => {
    expect(arrived('task-queue.entered', null)).toEqual(['WQ2 tasks_entered']);
    expect(arrived('task-queue.entered', 'WQ2')).toEqual(['WQ2 tasks_entered']);
  });
});
