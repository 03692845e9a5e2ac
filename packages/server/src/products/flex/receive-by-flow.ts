// A customer writes first: the enabled Flex Flow of the address opens a conversation with everything it needs.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import { readAttributes } from '#kernel/attributes.ts';
import { ApiError } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { creationMark } from '#kernel/sid.ts';
import { createSession, type ProxyHooks, receiveThroughSession } from '#products/proxy/proxy.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import { findService, findThreadBySid, holdThread, updateThread } from '#threads/threads.ts';
import { openChannel } from './channels/open-channel.ts';
import { integrationOf, refuseUnusableIntegration } from './flows/integration.ts';

/** Channel types of flows by the channel of an address; customers of web chats have none. */
const CHANNEL_TYPES: Partial<Record<string, FlexFlowRow['channel_type']>> = {
  sms: 'sms',
  whatsapp: 'whatsapp',
  messenger: 'facebook',
  line: 'line',
  custom: 'custom',
};

/** Addresses of these channels are numbers, which Proxy has in pools; others belong to whoever writes to them. */
const NUMBER_CHANNELS: ReadonlySet<string> = new Set(['sms', 'whatsapp']);

async function enabledFlow(tx: Transaction, accountSid: string, address: string) {
  const channelType = CHANNEL_TYPES[parseAddress(address)?.channel ?? ''];
  if (channelType === undefined) return undefined;
  return tx.db
    .selectFrom('flex_flows')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('channel_type', '=', channelType)
    .where('contact_identity', '=', address)
    .where('enabled', '=', 1)
    .executeTakeFirst();
}

/** The addresses of an account at which an enabled flow takes what customers write. */
export async function addressesOfFlows(db: Reader, accountSid: string): Promise<ReadonlySet<string>> {
  const flows = await db
    .selectFrom('flex_flows')
    .select('contact_identity')
    .where('account_sid', '=', accountSid)
    .where('enabled', '=', 1)
    .where('contact_identity', 'is not', null)
    .execute();
  return new Set(flows.map((flow) => flow.contact_identity as string));
}

/**
 * The Proxy service that can carry the conversation: connected to the flow's chat service, with the number in its
 * pool, and the pair of addresses free. Asked first, because a text must be kept even when none can.
 */
async function freeProxyService(tx: Transaction, flow: FlexFlowRow, message: CarrierMessageRow) {
  const address = parseAddress(message.to_address);
  let query = tx.db
    .selectFrom('proxy_services')
    .select('proxy_services.sid')
    .where('proxy_services.account_sid', '=', flow.account_sid)
    .where('proxy_services.chat_instance_sid', '=', flow.chat_service_sid)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('proxy_participants')
            .select('proxy_participants.sid')
            .where('proxy_participants.account_sid', '=', flow.account_sid)
            .where('proxy_participants.identifier', '=', message.from_address)
            .where('proxy_participants.proxy_identifier', '=', message.to_address)
            .where('proxy_participants.active', '=', 1),
        ),
      ),
    )
    .orderBy('proxy_services.sid');
  if (address !== null && NUMBER_CHANNELS.has(address.channel)) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('proxy_phone_numbers')
          .select('proxy_phone_numbers.sid')
          .whereRef('proxy_phone_numbers.service_sid', '=', 'proxy_services.sid')
          .where('proxy_phone_numbers.phone_number', '=', address.value),
      ),
    );
  }
  return query.executeTakeFirst();
}

/** Whether what the flow names is still there: a text must not be lost because somebody removed a workflow. */
async function canLead(tx: Transaction, flow: FlexFlowRow): Promise<boolean> {
  if ((await findService(tx.db, flow.account_sid, flow.chat_service_sid)) === undefined) return false;
  try {
    await refuseUnusableIntegration(tx.db, flow.account_sid, flow.integration_type, integrationOf(flow));
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

function openFor(tx: Transaction, flow: FlexFlowRow, customer: string): Promise<FlexChannelRow> {
  return openChannel(tx, {
    accountSid: flow.account_sid,
    flexFlowSid: flow.sid,
    identity: customer,
    customerName: customer,
    channelName: customer,
    target: customer,
    uniqueName: null,
    preEngagementData: null,
    taskSid: null,
    taskAttributes: null,
    isLongLived: null,
  });
}

/** Joins customer and channel in a session, and tells the channel which one it is. */
async function connect(
  tx: Transaction,
  hooks: ProxyHooks,
  channel: FlexChannelRow,
  serviceSid: string,
  message: CarrierMessageRow,
): Promise<void> {
  const { from_address: customer, to_address: proxyIdentifier } = message;
  const session = await createSession(tx, hooks, {
    accountSid: channel.account_sid,
    serviceSid,
    // It starts with the channel's SID; the rest keeps it apart from earlier sessions of the channel.
    uniqueName: `${channel.sid}_${creationMark(message.sid)}`,
    mode: 'message-only',
    participants: [
      { identifier: customer, proxyIdentifier, friendlyName: customer },
      { identifier: channel.sid, proxyIdentifier, friendlyName: customer },
    ],
  });
  const thread = await findThreadBySid(tx.db, channel.account_sid, channel.sid);
  if (thread === undefined) return;
  const held = await holdThread(tx, thread);
  const attributes = { ...readAttributes(held.attributes), proxySession: session.sid };
  await updateThread(tx, held, { attributes: JSON.stringify(attributes) });
}

/**
 * Takes a text that no session claims when an enabled flow answers for its address: channel, session and what the
 * flow leads to (a task, a program or a Studio flow) come into being with it, and the text goes through the session
 * as every later one will (Flex guide, "Configure inbound messages").
 */
export function receiveByFlow(hooks: ProxyHooks): InboundHandler {
  const receive = receiveThroughSession(hooks);
  return async (tx, message) => {
    const flow = await enabledFlow(tx, message.account_sid, message.to_address);
    if (flow === undefined || !(await canLead(tx, flow))) return false;
    if ((await freeProxyService(tx, flow, message)) === undefined) return false;
    const channel = await openFor(tx, flow, message.from_address);
    // Of texts that came in together only the first opened the channel: the others find its session now.
    if (await receive(tx, message)) return true;
    const service = await freeProxyService(tx, flow, message);
    if (service === undefined) return false;
    await connect(tx, hooks, channel, service.sid, message);
    return receive(tx, message);
  };
}
