// Workers coming to activities and leaving them, added up by span of time, and where each of them is at last.
import type { StoredEvent } from '#events/event-types.ts';
import type { StatisticsMoveRow, StatisticsPresenceRow } from '#storage/schema/statistics.ts';
import { GRAINS, spanStart } from './grains.ts';

/** Events that move workers between activities. */
export const MOVE_EVENTS = ['worker.created', 'worker.activity.update', 'worker.deleted'] as const;

export type MoveEvent = StoredEvent<(typeof MOVE_EVENTS)[number]>;

/** The moves of a run of events, in their order. */
export class ActivityMoves {
  readonly #moves = new Map<string, StatisticsMoveRow>();
  /** Where a worker is; null for one that is gone. */
  readonly #present = new Map<string, StatisticsPresenceRow | null>();

  /** Takes up an event: a new worker comes, one that is removed leaves, any other does both. */
  add(event: MoveEvent): void {
    const { data, subjectSid: workerSid } = event;
    if (event.type === 'worker.activity.update') this.#move(event, event.data.previousActivitySid, 1);
    this.#move(event, data.activitySid, event.type === 'worker.deleted' ? 1 : -1);
    const presence = {
      account_sid: event.accountSid,
      workspace_sid: data.workspaceSid,
      worker_sid: workerSid,
      activity_sid: data.activitySid,
    };
    this.#present.set(workerSid, event.type === 'worker.deleted' ? null : presence);
  }

  get rows(): StatisticsMoveRow[] {
    return [...this.#moves.values()];
  }

  /** Where the workers that moved and are still there have come to. */
  get present(): StatisticsPresenceRow[] {
    return [...this.#present.values()].filter((presence) => presence !== null);
  }

  /** SIDs of the workers that are gone. */
  get gone(): string[] {
    return [...this.#present].flatMap(([workerSid, presence]) => (presence === null ? [workerSid] : []));
  }

  #move(event: MoveEvent, activitySid: string, sign: 1 | -1): void {
    for (const grain of GRAINS) {
      const starts_at = spanStart(event.at, grain);
      const key = `${event.subjectSid} ${activitySid} ${grain} ${starts_at}`;
      const row = this.#moves.get(key) ?? {
        account_sid: event.accountSid,
        workspace_sid: event.data.workspaceSid,
        worker_sid: event.subjectSid,
        activity_sid: activitySid,
        grain,
        starts_at,
        moves: 0,
        moves_offset: 0,
      };
      row.moves += sign;
      row.moves_offset += sign * (event.at - starts_at);
      this.#moves.set(key, row);
    }
  }
}
