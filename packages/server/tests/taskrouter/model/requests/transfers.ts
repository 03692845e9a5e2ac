// What workers do to hand their tasks over.
import type { TransferPlan } from '../grammar.ts';
import { beginTransfer, failTransfer, isAvailable, placeOf, taskOf } from '../rules.ts';
import type { Place, Task, World } from '../world.ts';
import { type Action, pick } from './request.ts';

const TYPES = { worker: 'WORKER', queue: 'QUEUE', workflow: 'WORKFLOW' } as const;

function targetOf(world: World, { to, number }: TransferPlan): string | undefined {
  const among = { worker: world.workers, queue: world.queues, workflow: world.workflows }[to];
  return pick<{ readonly sid: string }>(among, number)?.sid;
}

/** Whether somebody can be handed a task of the channel, now or once there is room. */
function isReachable(world: World, to: string, channelSid: string): boolean {
  const worker = world.workers.find(({ sid }) => sid === to);
  if (worker === undefined) return true;
  const channel = worker.channels.get(channelSid);
  return isAvailable(world, worker) && channel?.isOpen === true && channel.capacity > 0;
}

/** Where a task is sent by a transfer. */
function placeAt(task: Task, plan: TransferPlan, to: string): Place {
  const before = placeOf(task);
  return {
    workflowSid: plan.to === 'workflow' ? to : before.workflowSid,
    queueSid: plan.to === 'queue' ? to : before.queueSid,
    directWorker: plan.to === 'worker' ? to : null,
    directQueue: plan.to === 'queue' ? to : null,
    ignoresCapacity: false,
    priority: plan.priority ?? before.priority,
  };
}

export function transfer(plan: TransferPlan): Action {
  return {
    text: `transfer ${JSON.stringify(plan)}`,
    prepare(world) {
      const work = world.reservations.filter(({ status }) => status === 'accepted' || status === 'wrapping');
      const initiator = pick(work, plan.reservation);
      const to = targetOf(world, plan);
      if (initiator === undefined || to === undefined) return null;
      const task = taskOf(world, initiator);
      const isTaken =
        initiator.status === 'accepted' && task.status === 'assigned' && to !== initiator.worker;
      return {
        text: `transfer of ${task.sid} to ${to}`,
        send: (server) =>
          server.transfer({
            workspaceSid: world.sid,
            workerSid: initiator.worker,
            reservationSid: initiator.sid,
            taskSid: task.sid,
            to,
            mode: plan.mode,
            ...(plan.priority === null ? {} : { priority: plan.priority }),
          }),
        isRefused: !(isTaken && isReachable(world, to, task.channel)),
        apply({ sid }, fresh) {
          const begun = {
            sid: sid!,
            mode: plan.mode,
            type: TYPES[plan.to],
            to,
            initiator: initiator.sid,
            previous: placeOf(task),
            expiresAt: world.now + task.timeout,
          };
          beginTransfer(task, begun, placeAt(task, plan, to));
          fresh.add(task.sid);
        },
      };
    },
  };
}

export function takeBack(number: number): Action {
  return {
    text: `take transfer ${number} back`,
    prepare(world) {
      const task = pick(
        world.tasks.filter((one) => one.transfer !== null),
        number,
      );
      const initiator = world.reservations.find(({ sid }) => sid === task?.transfer?.initiator);
      if (task === undefined || initiator === undefined) return null;
      return {
        text: `take back the transfer of ${task.sid}`,
        send: (server) =>
          server.cancelTransfer({
            workspaceSid: world.sid,
            workerSid: initiator.worker,
            taskSid: task.sid,
            transferSid: task.transfer!.sid,
          }),
        isRefused: false,
        apply: (_answer, fresh) => failTransfer(world, task, fresh),
      };
    },
  };
}
