// What callers do with workers.
import type { Attributes, WorkerPlan } from '../grammar.ts';
import { endOffersTo, failTransfer, isAvailable, moveWorker } from '../rules.ts';
import { isOpen } from '../world.ts';
import { type Action, pick, rest } from './request.ts';

const MOST_WORKERS = 6;

/** A name nobody has had: the model counts the workers it made. */
let names = 0;

export function createWorker(plan: WorkerPlan): Action {
  return {
    text: `create worker ${JSON.stringify(plan)}`,
    prepare(world) {
      if (world.workers.length >= MOST_WORKERS) return null;
      names += 1;
      const name = `worker ${names}`;
      const activity = world.activities[plan.activity]!.sid;
      return {
        ...rest(world, 'POST', '/Workers', {
          FriendlyName: name,
          Attributes: JSON.stringify(plan.attributes),
          ActivitySid: activity,
        }),
        isRefused: false,
        apply({ sid }) {
          const channels = world.channels.map((channel) => [channel, { capacity: 1, isOpen: true }] as const);
          world.workers.push({
            sid: sid!,
            name,
            attributes: plan.attributes,
            activity,
            statusChangedAt: world.now,
            releasedAt: 0,
            lastOffer: '',
            channels: new Map(channels),
          });
        },
      };
    },
  };
}

export function deleteWorker(number: number): Action {
  return {
    text: `delete worker ${number}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      const own = world.reservations.filter((one) => one.worker === worker.sid);
      return {
        ...rest(world, 'DELETE', `/Workers/${worker.sid}`),
        isRefused: own.some((one) => isOpen(one) && one.status !== 'pending'),
        apply(_answer, fresh) {
          endOffersTo(world, worker, 'canceled', fresh);
          for (const task of world.tasks) {
            if (task.transfer?.to === worker.sid) failTransfer(world, task, fresh);
          }
          world.workers = world.workers.filter((other) => other !== worker);
        },
      };
    },
  };
}

export function setActivity(number: number, activityNumber: number, rejects: boolean): Action {
  return {
    text: `worker ${number} to activity ${activityNumber}${rejects ? ', rejecting' : ''}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      const activity = world.activities[activityNumber]!.sid;
      return {
        ...rest(world, 'POST', `/Workers/${worker.sid}`, {
          ActivitySid: activity,
          RejectPendingReservations: String(rejects),
        }),
        isRefused: false,
        apply(_answer, fresh) {
          moveWorker(world, worker, activity);
          if (rejects && !isAvailable(world, worker)) endOffersTo(world, worker, 'rejected', fresh);
        },
      };
    },
  };
}

export function setWorkerAttributes(number: number, attributes: Attributes): Action {
  return {
    text: `worker ${number} with ${JSON.stringify(attributes)}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      return {
        ...rest(world, 'POST', `/Workers/${worker.sid}`, { Attributes: JSON.stringify(attributes) }),
        isRefused: false,
        apply() {
          worker.attributes = attributes;
        },
      };
    },
  };
}

export function setCapacity(number: number, channel: number, capacity: number, isOpen: boolean): Action {
  return {
    text: `worker ${number} with capacity ${capacity} in channel ${channel}, ${isOpen ? 'open' : 'closed'}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      const sid = world.channels[channel]!;
      return {
        ...rest(world, 'POST', `/Workers/${worker.sid}/Channels/${sid}`, {
          Capacity: String(capacity),
          Available: String(isOpen),
        }),
        isRefused: false,
        apply() {
          worker.channels.set(sid, { capacity, isOpen });
        },
      };
    },
  };
}
