// A customer writes first: the enabled Flex Flow of the address opens a conversation with everything it needs.
import type { InboundHandler } from '#delivery/delivery.ts';
import { parseAddress } from '#kernel/phone.ts';
import { createSession, type ProxyHooks } from '#products/proxy/proxy.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';
import { postMessage } from '#threads/threads.ts';
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

async function proxyServiceOf(tx: Transaction, flow: FlexFlowRow) {
  return tx.db
    .selectFrom('proxy_services')
    .select('sid')
    .where('account_sid', '=', flow.account_sid)
    .where('chat_instance_sid', '=', flow.chat_service_sid)
    .orderBy('sid')
    .executeTakeFirst();
}

/**
 * Takes a text that no session claims when an enabled task flow answers for its address: channel, session,
 * task and message come into being together (Flex guide, "Configure inbound messages").
 */
export function receiveByFlow(hooks: ProxyHooks): InboundHandler {
  return async (tx, message) => {
    const flow = await enabledFlow(tx, message.account_sid, message.to_address);
    if (flow === undefined || flow.integration_type !== 'task') return false;
    const service = await proxyServiceOf(tx, flow);
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
      uniqueName: channel.sid,
      mode: 'message-only',
      participants: [
        { identifier: customer, proxyIdentifier: message.to_address, friendlyName: customer },
        { identifier: channel.sid, proxyIdentifier: message.to_address, friendlyName: customer },
      ],
    });
    await postMessage(tx, {
      accountSid: message.account_sid,
      threadSid: channel.sid,
      author: channel.identity,
      body: message.body,
      inboundMessageSid: message.sid,
    });
    return true;
  };
}
