// Somebody nobody is talking with writes to an address that opens conversations by itself.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import { ApiError } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';
import type { ChatServiceRow, ThreadRow } from '#storage/schema/threads.ts';
import {
  checkBinding,
  createScopedWebhook,
  defaultService,
  findService,
  openConversation,
} from '#threads/threads.ts';

/** The ways an address of ours may be written: as the carrier names it, and an e-mail address also as it is. */
function spellingsOf(address: string): string[] {
  const parsed = parseAddress(address);
  return parsed?.channel === 'email' ? [address, parsed.value] : [address];
}

function enabledConfiguration(
  db: Reader,
  message: CarrierMessageRow,
): Promise<AddressConfigurationRow | undefined> {
  return db
    .selectFrom('address_configurations')
    .selectAll()
    .where('account_sid', '=', message.account_sid)
    .where('address', 'in', spellingsOf(message.to_address))
    .where('is_auto_creating', '=', 1)
    .executeTakeFirst();
}

/** The service of the conversations to come; undefined when the one that was named is gone. */
function serviceOf(
  tx: Transaction,
  configuration: AddressConfigurationRow,
): Promise<ChatServiceRow | undefined> {
  const { account_sid: accountSid, auto_creation_service_sid: serviceSid } = configuration;
  return serviceSid === null ? defaultService(tx, accountSid) : findService(tx.db, accountSid, serviceSid);
}

/** The pair of addresses as a binding; undefined when no participant can have it, so that the text is left to others. */
async function bindingOf(db: Reader, message: CarrierMessageRow) {
  const { account_sid: accountSid, from_address: address, to_address: proxyAddress } = message;
  try {
    return { ...(await checkBinding(db, accountSid, { address, proxyAddress })), address };
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** The webhook or the Studio flow that the configuration gives to every conversation it opens. */
async function addWebhook(
  tx: Transaction,
  thread: ThreadRow,
  configuration: AddressConfigurationRow,
): Promise<void> {
  const { auto_creation_type: target } = configuration;
  if (target !== 'webhook' && target !== 'studio') return;
  await createScopedWebhook(tx, thread, {
    face: 'conversations',
    target,
    url: configuration.webhook_url,
    method: configuration.webhook_method,
    filters: JSON.parse(configuration.webhook_filters ?? '[]') as string[],
    flowSid: configuration.studio_flow_sid,
    retryCount: configuration.studio_retry_count ?? 0,
  });
}

/**
 * Takes a text that no open conversation claims when the called address is configured to open one: conversation,
 * participant, webhook and message come into being in the transaction of the text ("Address Configuration resource").
 */
export const receiveByAddress: InboundHandler = async (tx, message) => {
  const configuration = await enabledConfiguration(tx.db, message);
  if (configuration === undefined) return false;
  const service = await serviceOf(tx, configuration);
  const binding = await bindingOf(tx.db, message);
  if (service === undefined || binding === undefined) return false;
  await openConversation(tx, service, binding, message, {}, ({ thread }) =>
    addWebhook(tx, thread, configuration),
  );
  return true;
};
