// The routing engine: after every change that can matter it decides anew on what can have changed.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { commitDecisions } from './commit-decisions.ts';
import { decide } from './decide.ts';
import { loadRound } from './load-round.ts';
import { ROUTING_EVENTS, type RoutingEventType, triggersOf } from './trigger.ts';

/** Routes tasks to workers (TaskRouter "Lifecycle of a Task: Workflows and assignment"). */
export const routing: Processor = {
  name: 'taskrouter-routing',
  handles: ROUTING_EVENTS,
  async process(tx, events) {
    for (const [workspaceSid, trigger] of triggersOf(events as readonly StoredEvent<RoutingEventType>[])) {
      const round = await loadRound(tx, workspaceSid, trigger);
      if (round !== null) await commitDecisions(tx, round, decide(round, round.tasks));
    }
  },
};
