// Making and changing Flex Flows.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelType, FlexFlowRow, FlexIntegrationType } from '#storage/schema/flex.ts';
import { findService } from '#threads/threads.ts';
import { completeIntegration, type Integration, refuseUnusableIntegration } from './integration.ts';

/** A flow about to be made or the new state of one. */
export interface FlowSettings {
  readonly friendlyName: string;
  readonly chatServiceSid: string;
  readonly channelType: FlexChannelType;
  readonly contactIdentity: string | null;
  readonly isEnabled: boolean;
  readonly integrationType: FlexIntegrationType;
  readonly integration: Integration;
  readonly isLongLived: boolean;
  readonly hasJanitor: boolean;
}

/** Addresses of the contact centre look like this, by channel type; the others may be any name. */
const ADDRESS_CHANNELS: Partial<Record<FlexChannelType, string>> = { sms: 'sms', whatsapp: 'whatsapp' };

function refuseUnusableIdentity(type: FlexChannelType, identity: string | null): void {
  const channel = ADDRESS_CHANNELS[type];
  if (channel === undefined || identity === null) return;
  if (parseAddress(identity)?.channel !== channel) {
    throw invalidParameter('ContactIdentity', `it is not an address of channel type ${type}`);
  }
}

async function columnsOf(tx: Transaction, accountSid: string, given: FlowSettings) {
  refuseUnusableIdentity(given.channelType, given.contactIdentity);
  if ((await findService(tx.db, accountSid, given.chatServiceSid)) === undefined) {
    throw invalidParameter('ChatServiceSid', 'the account has no such chat service');
  }
  const integration = completeIntegration(given.integrationType, given.integration);
  await refuseUnusableIntegration(tx.db, accountSid, given.integrationType, integration);
  return {
    friendly_name: given.friendlyName,
    chat_service_sid: given.chatServiceSid,
    channel_type: given.channelType,
    contact_identity: given.contactIdentity,
    enabled: given.isEnabled ? 1 : 0,
    integration_type: given.integrationType,
    integration: JSON.stringify(integration),
    long_lived: given.isLongLived ? 1 : 0,
    janitor_enabled: given.hasJanitor ? 1 : 0,
    date_updated: tx.now,
  };
}

/** Creates a flow. 409/45212 when another enabled flow answers for the address. */
export async function createFlow(
  tx: Transaction,
  accountSid: string,
  given: FlowSettings,
): Promise<FlexFlowRow> {
  const created = await tx.db
    .insertInto('flex_flows')
    .values({
      sid: newSid('FO'),
      account_sid: accountSid,
      date_created: tx.now,
      ...(await columnsOf(tx, accountSid, given)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (created === undefined) throw apiError(45212);
  return created;
}

/** Changes a flow; the index `uq_flex_flows_enabled` refuses a second enabled one for its address (45212). */
export async function updateFlow(
  tx: Transaction,
  flow: FlexFlowRow,
  given: FlowSettings,
): Promise<FlexFlowRow> {
  return tx.db
    .updateTable('flex_flows')
    .set(await columnsOf(tx, flow.account_sid, given))
    .where('sid', '=', flow.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The flow, if the account has it. */
export function findFlow(db: Reader, accountSid: string, sid: string): Promise<FlexFlowRow | undefined> {
  return db
    .selectFrom('flex_flows')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The flow; 404/20404 when the account has none of this SID. */
export async function requireFlow(db: Reader, accountSid: string, sid: string): Promise<FlexFlowRow> {
  const flow = await findFlow(db, accountSid, sid);
  if (flow === undefined) throw notFound(`/FlexFlows/${sid}`);
  return flow;
}
