// A customer writes first: the enabled Flex Flow of the address opens a conversation with everything it needs.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import { parseAddress } from '#kernel/phone.ts';
import { creationMark } from '#kernel/sid.ts';
import { createSession, type ProxyHooks, receiveThroughSession } from '#products/proxy/proxy.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';
import { openChannel } from './channels/open-channel.ts';

const CHANNEL_TYPES: Partial<Record<string, FlexFlowRow['channel_type']>> = {
  sms: 'sms',
  whatsapp: 'whatsapp',
  messenger: 'facebook',
  line: 'line',
};

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

/**
 * The Proxy service that can carry the conversation: connected to the flow's chat service, with the address in
 * its pool, and the pair of addresses free. Asked first, because a text must be kept even when none can.
 */
async function freeProxyService(tx: Transaction, flow: FlexFlowRow, message: CarrierMessageRow) {
  return tx.db
    .selectFrom('proxy_services')
    .innerJoin('proxy_phone_numbers', 'proxy_phone_numbers.service_sid', 'proxy_services.sid')
    .select('proxy_services.sid')
    .where('proxy_services.account_sid', '=', flow.account_sid)
    .where('proxy_services.chat_instance_sid', '=', flow.chat_service_sid)
    .where('proxy_phone_numbers.phone_number', '=', message.to_address)
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
    .executeTakeFirst();
}

/**
 * Takes a text that no session claims when an enabled task flow answers for its address: channel, session and
 * task come into being with it, and the text goes through the session as every later one will (Flex guide,
 * "Configure inbound messages").
 */
export function receiveByFlow(hooks: ProxyHooks): InboundHandler {
  const receive = receiveThroughSession(hooks);
  return async (tx, message) => {
    const flow = await enabledFlow(tx, message.account_sid, message.to_address);
    if (flow === undefined || flow.integration_type !== 'task') return false;
    const service = await freeProxyService(tx, flow, message);
    if (service === undefined) return false;
    const customer = message.from_address;
    const channel = await openChannel(tx, {
      accountSid: message.account_sid,
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
    await createSession(tx, hooks, {
      accountSid: message.account_sid,
      serviceSid: service.sid,
      // It starts with the channel's SID; the rest keeps it apart from earlier sessions of the channel.
      uniqueName: `${channel.sid}_${creationMark(message.sid)}`,
      mode: 'message-only',
      participants: [
        { identifier: customer, proxyIdentifier: message.to_address, friendlyName: customer },
        { identifier: channel.sid, proxyIdentifier: message.to_address, friendlyName: customer },
      ],
    });
    return receive(tx, message);
  };
}
