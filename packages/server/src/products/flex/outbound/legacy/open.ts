// Opening a conversation of the legacy generation: Flex channel, Proxy session, task and first message.
import type { Transaction } from '#storage/database.ts';
import { openChannel } from '../../channels/open-channel.ts';
import { sayFirst } from '../first-message.ts';
import { type Made, NOTHING_ELSE } from '../made.ts';
import type { Plan } from '../preflight/preflight.ts';
import { legacyOrder, orderAttributes } from '../work-order.ts';
import { connect } from './connect.ts';
import type { Carriage } from './find-flow.ts';

/** Opens it. 409/80604 when somebody else has done so meanwhile; then nothing may be committed. */
export async function openLegacy(tx: Transaction, plan: Plan, sid: string): Promise<Made> {
  const { accountSid, wish, to, from, resolved } = plan;
  const { flow, proxyServiceSid } = plan.carriage as Carriage;
  const { target } = resolved;
  const customerName = wish.customerName ?? to;
  const direction = wish.mode === 'open-now' ? 'outbound' : 'inbound';
  const channel = await openChannel(tx, {
    accountSid,
    flexFlowSid: flow.sid,
    identity: to,
    customerName,
    channelName: customerName,
    target: to,
    uniqueName: null,
    preEngagementData: null,
    taskSid: null,
    taskAttributes: orderAttributes(target, { sid, direction, to, from, customerName: wish.customerName }),
    isLongLived: null,
    work: { isDelayed: wish.mode === 'send-and-wait', order: legacyOrder(target) },
    isNew: true,
  });
  const sessionSid = await connect(tx, {
    accountSid,
    proxyServiceSid,
    threadSid: channel.sid,
    uniqueName: channel.sid,
    to,
    from,
    customerName,
  });
  const message = await sayFirst(tx, plan, { sid: channel.sid, service_sid: channel.service_sid }, 'legacy');
  return {
    ...NOTHING_ELSE,
    generation: 'legacy',
    outcome: 'opened',
    threadSid: channel.sid,
    serviceSid: channel.service_sid,
    messageSid: message.sid,
    flexFlowSid: flow.sid,
    proxyServiceSid,
    sessionSid,
    taskSid: channel.task_sid,
  };
}
