// Going on in an open conversation of the legacy generation.
import { ApiError, apiError } from '#kernel/errors.ts';
import { creationMark, newSid } from '#kernel/sid.ts';
import { finishTask, initiateTransfer } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { ensureTask } from '../../channels/channel-task.ts';
import { findFlow } from '../../flows/commands.ts';
import { sayFirst } from '../first-message.ts';
import { type Made, NOTHING_ELSE } from '../made.ts';
import { type OpenConversation, openDetails } from '../open-pair.ts';
import type { Plan } from '../preflight/preflight.ts';
import { handOver, holdWork, isOnItsWay, refuseAbsent } from '../task-in-transfer.ts';
import { legacyOrder, orderAttributes, takeOverTarget } from '../work-order.ts';
import { connect } from './connect.ts';
import { findProxyService } from './find-flow.ts';

/** Holds the channel until the transaction ends, so that nobody gives it a task meanwhile. */
async function holdChannel(tx: Transaction, open: OpenConversation): Promise<FlexChannelRow> {
  const held =
    open.channel === null
      ? undefined
      : await tx.db
          .updateTable('flex_channels')
          .set({ date_updated: tx.now })
          .where('sid', '=', open.channel.sid)
          .where('status', '=', 'ACTIVE')
          .returningAll()
          .executeTakeFirst();
  if (held === undefined) throw apiError(80604, undefined, { parameter: 'To', ...openDetails(open, tx.now) });
  return held;
}

/** The reservations under which agents work on the task, the newest first; several after a warm transfer. */
function acceptedReservations(tx: Transaction, taskSid: string) {
  return tx.db
    .selectFrom('reservations')
    .select(['sid', 'worker_sid'])
    .where('task_sid', '=', taskSid)
    .where('reservation_status', '=', 'accepted')
    .orderBy('sid', 'desc')
    .execute();
}

/** Whether the task waits for this target, or is offered to them already. */
function isMeantFor(task: TaskRow, target: string): boolean {
  return task.routing_target === target && (task.waits === 1 || task.assignment_status === 'reserved');
}

/**
 * Sends the task of the channel to whom the caller wants: a task somebody works on is transferred, one that waits is
 * replaced.
 */
async function takeOver(
  tx: Transaction,
  plan: Plan,
  open: OpenConversation,
  { flow, channel, taskSid }: { flow: FlexFlowRow; channel: FlexChannelRow; taskSid: string },
): Promise<string> {
  const { target } = plan.resolved;
  const task = await holdWork(tx, taskSid);
  const to = takeOverTarget(target);
  if (task !== undefined && to !== null) {
    if (isOnItsWay(tx, open, task, to) || isMeantFor(task, to)) return taskSid;
    const accepted = await acceptedReservations(tx, taskSid);
    if (accepted.some(({ worker_sid }) => worker_sid === to)) return taskSid;
    await refuseAbsent(tx, open, to);
    const [reservation] = accepted;
    if (task.assignment_status === 'assigned' && reservation !== undefined) {
      const transfer = {
        accountSid: plan.accountSid,
        workspaceSid: task.workspace_sid,
        workerSid: reservation.worker_sid,
        reservationSid: reservation.sid,
        taskSid,
        to,
        mode: 'COLD',
      } as const;
      await handOver(tx, open, () => initiateTransfer(tx, transfer));
      return taskSid;
    }
  }
  await finishTask(tx, taskSid, 'complete', 'The conversation was taken over');
  return (await ensureTask(tx, flow, channel, legacyOrder(target))).taskSid;
}

/** The task the conversation has afterwards, or null where nobody gets one now. */
async function workOn(
  tx: Transaction,
  plan: Plan,
  open: OpenConversation,
  sid: string,
): Promise<{ taskSid: string | null; flow: FlexFlowRow | null }> {
  const { wish, to, from, resolved } = plan;
  const flowSid = open.channel?.flex_flow_sid;
  const flow = flowSid === undefined ? undefined : await findFlow(tx.db, plan.accountSid, flowSid);
  if (wish.ifOpen === 'append') return { taskSid: open.taskSid, flow: flow ?? null };
  const channel = await holdChannel(tx, open);
  if (flow === undefined)
    throw apiError(45205, undefined, { parameter: 'From', ...openDetails(open, tx.now) });
  const facts = { sid, direction: 'outbound', to, from, customerName: wish.customerName } as const;
  const asked = { ...channel, task_attributes: orderAttributes(resolved.target, facts) };
  if (open.taskSid !== null && wish.ifOpen === 'take-over') {
    return { taskSid: await takeOver(tx, plan, open, { flow, channel: asked, taskSid: open.taskSid }), flow };
  }
  if (open.taskSid === null && wish.mode === 'send-and-wait') return { taskSid: null, flow };
  return { taskSid: (await ensureTask(tx, flow, asked, legacyOrder(resolved.target))).taskSid, flow };
}

/** A channel without a session is mute; it gets one. */
async function sessionFor(
  tx: Transaction,
  plan: Plan,
  open: OpenConversation,
  flow: FlexFlowRow | null,
): Promise<{ sid: string; serviceSid: string }> {
  if (open.session !== null) return open.session;
  const { accountSid, to, from, wish } = plan;
  if (flow === null) throw apiError(45205, undefined, { parameter: 'From', from });
  const proxyServiceSid = await findProxyService(tx.db, flow, from);
  if (proxyServiceSid instanceof ApiError) throw proxyServiceSid;
  const sid = await connect(tx, {
    accountSid,
    proxyServiceSid,
    threadSid: open.thread.sid,
    // It starts with the channel's SID; the rest keeps it apart from earlier sessions of the channel.
    uniqueName: `${open.thread.sid}_${creationMark(newSid('KC'))}`,
    to,
    from,
    customerName: wish.customerName ?? to,
  });
  return { sid, serviceSid: proxyServiceSid };
}

const OUTCOMES = {
  append: 'appended',
  reuse: 'reused',
  'take-over': 'taken-over',
  reject: 'reused',
} as const;

/** Says the words in the open channel, and sees to its task as `IfOpen` wants it. */
export async function goOnInLegacy(
  tx: Transaction,
  plan: Plan,
  open: OpenConversation,
  sid: string,
): Promise<Made> {
  const { taskSid, flow } = await workOn(tx, plan, open, sid);
  const session = await sessionFor(tx, plan, open, flow);
  const message = await sayFirst(tx, plan, open.thread, 'legacy');
  return {
    ...NOTHING_ELSE,
    generation: 'legacy',
    outcome: OUTCOMES[plan.wish.ifOpen],
    threadSid: open.thread.sid,
    serviceSid: open.thread.service_sid,
    messageSid: message.sid,
    flexFlowSid: flow?.sid ?? null,
    proxyServiceSid: session.serviceSid,
    sessionSid: session.sid,
    taskSid,
  };
}
