// `POST /v2/WebChats`: a web chat of the current generation, opened at an address of type chat.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import { action } from '#http/resource.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import {
  addParticipant,
  conversationDefaults,
  createScopedWebhook,
  createThread,
  defaultService,
  findService,
} from '#threads/threads.ts';
import { engagementValue, LONGEST_ENGAGEMENT } from '../channels/channel-attributes.ts';
import { refuseReservedIdentity } from '../channels/reserved-identities.ts';

const webChatCreate = z.object({
  AddressSid: sid('IG'),
  ChatFriendlyName: text(256).nullish(),
  CustomerFriendlyName: text(256).nullish(),
  PreEngagementData: text(LONGEST_ENGAGEMENT).nullish(),
  Identity: text(256).nullish(),
});

/** A conversation with the visitor of a page. */
interface WebChat {
  readonly conversationSid: string;
  readonly identity: string;
}

/** The address, if it opens chats: 404/20404, 400/20001 or 400/45761 otherwise. */
async function chatAddress(
  db: Reader,
  accountSid: string,
  addressSid: string,
): Promise<AddressConfigurationRow> {
  const address = await db
    .selectFrom('address_configurations')
    .selectAll()
    .where('sid', '=', addressSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (address === undefined) throw notFound(`/Configuration/Addresses/${addressSid}`);
  if (address.type !== 'chat') {
    throw invalidParameter('AddressSid', `the address is of type ${address.type}, not chat`);
  }
  if (address.is_auto_creating === 0) throw apiError(45761);
  return address;
}

async function serviceOf(tx: Transaction, address: AddressConfigurationRow) {
  const { account_sid: accountSid, auto_creation_service_sid: serviceSid } = address;
  if (serviceSid === null) return defaultService(tx, accountSid);
  const service = await findService(tx.db, accountSid, serviceSid);
  if (service === undefined) throw apiError(45760);
  return service;
}

/** What the address gives to every conversation it opens. */
async function addWebhook(
  tx: Transaction,
  thread: ThreadRow,
  address: AddressConfigurationRow,
): Promise<void> {
  const { auto_creation_type: target } = address;
  if (target !== 'webhook' && target !== 'studio') return;
  await createScopedWebhook(tx, thread, {
    face: 'conversations',
    target,
    url: address.webhook_url,
    method: address.webhook_method,
    filters: JSON.parse(address.webhook_filters ?? '[]') as string[],
    flowSid: address.studio_flow_sid,
    retryCount: address.studio_retry_count ?? 0,
  });
}

async function openWebChat(
  tx: Transaction,
  accountSid: string,
  input: z.output<typeof webChatCreate>,
): Promise<WebChat> {
  const identity = input.Identity ?? randomUUID();
  refuseReservedIdentity(identity);
  const address = await chatAddress(tx.db, accountSid, input.AddressSid);
  const service = await serviceOf(tx, address);
  const { timers, messagingServiceSid } = await conversationDefaults(tx.db, accountSid);
  const customerName = input.CustomerFriendlyName ?? null;
  const attributes = {
    ...(customerName === null ? {} : { from: customerName }),
    channel_type: 'web',
    ...(input.PreEngagementData ? { pre_engagement_data: engagementValue(input.PreEngagementData) } : {}),
  };
  const thread = await createThread(tx, {
    accountSid,
    serviceSid: service.sid,
    friendlyName: input.ChatFriendlyName,
    attributes: JSON.stringify(attributes),
    type: 'private',
    timers,
    messagingServiceSid,
    face: 'conversations',
  });
  await addParticipant(tx, service, thread, {
    identity,
    friendlyName: customerName,
    face: 'conversations',
  });
  await addWebhook(tx, thread, address);
  return { conversationSid: thread.sid, identity };
}

/**
 * Opens a conversation with the visitor of a page as its only participant; the page's server then gives him an
 * access token for the identity in the answer ("Web Chat resource").
 */
export const webChatRoute = action(
  { product: 'flex-api', method: 'POST', path: '/v2/WebChats' },
  write(webChatCreate, (tx, { accountSid, input }) => openWebChat(tx, accountSid, input), { status: 201 }),
  ({ conversationSid, identity }: WebChat) => ({ conversation_sid: conversationSid, identity }),
);
