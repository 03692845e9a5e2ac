// What the Service resource of messaging does: make, change and remove services.
import type { z } from 'zod';
import { findMessagingService } from '#delivery/delivery.ts';
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';
import type { ServiceInput, serviceCreate, serviceUpdate } from './input.ts';

type Settings = Omit<
  MessagingServiceRow,
  'sid' | 'account_sid' | 'friendly_name' | 'opt_out_settings' | 'date_created' | 'date_updated'
>;

/** What a new service is like when nothing is said. */
const DEFAULTS: Settings = {
  inbound_request_url: null,
  inbound_method: 'POST',
  fallback_url: null,
  fallback_method: 'POST',
  status_callback: null,
  sticky_sender: 1,
  mms_converter: 1,
  smart_encoding: 1,
  scan_message_content: 'inherit',
  fallback_to_long_code: 1,
  area_code_geomatch: 1,
  synchronous_validation: 0,
  validity_period: 36_000,
  usecase: 'undeclared',
  use_inbound_webhook_on_number: 0,
};

const flag = (value: boolean | null | undefined, fallback: number) =>
  value == null ? fallback : value ? 1 : 0;

/** An emptied URL is none; what is not given stays. */
const orKept = <T>(value: T | null | undefined, kept: T | null) => (value === undefined ? kept : value);

/** The settings after a request: what it gives, the others as they were. */
function settingsAfter(input: ServiceInput, kept: Settings): Settings {
  return {
    inbound_request_url: orKept(input.InboundRequestUrl, kept.inbound_request_url),
    inbound_method: input.InboundMethod ?? kept.inbound_method,
    fallback_url: orKept(input.FallbackUrl, kept.fallback_url),
    fallback_method: input.FallbackMethod ?? kept.fallback_method,
    status_callback: orKept(input.StatusCallback, kept.status_callback),
    sticky_sender: flag(input.StickySender, kept.sticky_sender),
    mms_converter: flag(input.MmsConverter, kept.mms_converter),
    smart_encoding: flag(input.SmartEncoding, kept.smart_encoding),
    scan_message_content: input.ScanMessageContent ?? kept.scan_message_content,
    fallback_to_long_code: flag(input.FallbackToLongCode, kept.fallback_to_long_code),
    area_code_geomatch: flag(input.AreaCodeGeomatch, kept.area_code_geomatch),
    synchronous_validation: flag(input.SynchronousValidation, kept.synchronous_validation),
    validity_period: input.ValidityPeriod ?? kept.validity_period,
    usecase: input.Usecase ?? kept.usecase,
    use_inbound_webhook_on_number: flag(input.UseInboundWebhookOnNumber, kept.use_inbound_webhook_on_number),
  };
}

/** The service a path names; 404/20404 when the caller has none of that name. */
export async function requireService(
  db: Reader,
  call: Pick<Call, 'accountSid'>,
  sid: string,
): Promise<MessagingServiceRow> {
  const service = await findMessagingService(db, call.accountSid, sid);
  if (service === undefined) throw notFound(`/Services/${sid}`);
  return service;
}

/** Makes a service. */
export function createService(
  tx: Transaction,
  { accountSid, input }: Call<z.output<typeof serviceCreate>>,
): Promise<MessagingServiceRow> {
  return tx.db
    .insertInto('messaging_services')
    .values({
      sid: newSid('MG'),
      account_sid: accountSid,
      friendly_name: input.FriendlyName,
      ...settingsAfter(input, DEFAULTS),
      opt_out_settings: null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes the settings that are given. */
export async function updateService(
  tx: Transaction,
  call: Call<z.output<typeof serviceUpdate>>,
): Promise<MessagingServiceRow> {
  const service = await requireService(tx.db, call, call.params['Sid'] as string);
  const changes = {
    friendly_name: call.input.FriendlyName ?? service.friendly_name,
    ...settingsAfter(call.input, service),
    date_updated: tx.now,
  };
  await tx.db.updateTable('messaging_services').set(changes).where('sid', '=', service.sid).execute();
  return { ...service, ...changes };
}

/** Removes a service; its numbers stay the account's, and what customers refused stays refused. */
export async function deleteService(tx: Transaction, call: Call): Promise<void> {
  const { sid } = await requireService(tx.db, call, call.params['Sid'] as string);
  // First, so that a sender that is being added is there to be taken out, or finds no service.
  await tx.db.deleteFrom('messaging_services').where('sid', '=', sid).execute();
  await tx.db.deleteFrom('service_senders').where('service_sid', '=', sid).execute();
  await tx.db.deleteFrom('sticky_senders').where('service_sid', '=', sid).execute();
}
