// The Flex Flow and the Proxy service that carry a conversation of the legacy generation.
import { type ApiError, apiError } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';
import type { OutboundChannel } from '../preflight/addresses.ts';

const CHANNEL_TYPES: Readonly<Record<OutboundChannel, FlexFlowRow['channel_type']>> = {
  sms: 'sms',
  whatsapp: 'whatsapp',
  messenger: 'facebook',
};

/** What carries a conversation. */
export interface Carriage {
  readonly flow: FlexFlowRow;
  readonly proxyServiceSid: string;
}

/**
 * The flow that leads to tasks for this address of ours: the enabled one, else the newest. Functions of the guides
 * look for the same ("Unable to find matching Flex Flow").
 */
export async function findTaskFlow(
  db: Reader,
  accountSid: string,
  from: string,
  channel: OutboundChannel,
): Promise<FlexFlowRow | ApiError> {
  const flow = await db
    .selectFrom('flex_flows')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('channel_type', '=', CHANNEL_TYPES[channel])
    .where('contact_identity', '=', from)
    .where('integration_type', '=', 'task')
    .orderBy('enabled', 'desc')
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
  return flow ?? apiError(45205, 'No Flex Flow of this address leads to tasks', { parameter: 'From', from });
}

/** The Proxy service connected to the flow's chat service that has the number in its pool. */
export async function findProxyService(
  db: Reader,
  flow: FlexFlowRow,
  from: string,
): Promise<string | ApiError> {
  const address = parseAddress(from);
  let query = db
    .selectFrom('proxy_services')
    .select('proxy_services.sid')
    .where('proxy_services.account_sid', '=', flow.account_sid)
    .where('proxy_services.chat_instance_sid', '=', flow.chat_service_sid)
    .orderBy('proxy_services.sid');
  if (address?.channel === 'sms' || address?.channel === 'whatsapp') {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('proxy_phone_numbers')
          .select('proxy_phone_numbers.sid')
          .whereRef('proxy_phone_numbers.service_sid', '=', 'proxy_services.sid')
          .where('proxy_phone_numbers.phone_number', '=', address.value),
      ),
    );
  }
  const service = await query.executeTakeFirst();
  if (service !== undefined) return service.sid;
  const sentence = 'No Proxy service of the chat service has the address in its pool';
  return apiError(80605, sentence, { parameter: 'From', from });
}
