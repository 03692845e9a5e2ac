// The JSON of an IncomingPhoneNumber.
import { rfc2822Date } from '#kernel/dates.ts';
import type { OwnNumberRow } from '#storage/schema/delivery.ts';
import type { KeptSettings } from './input.ts';

/** A row as "IncomingPhoneNumber resource: properties" lists it. */
export function presentNumber(row: OwnNumberRow) {
  const settings = JSON.parse(row.settings) as KeptSettings;
  return {
    account_sid: row.account_sid,
    address_requirements: 'none',
    address_sid: settings.AddressSid ?? null,
    api_version: '2010-04-01',
    beta: false,
    bundle_sid: settings.BundleSid ?? null,
    capabilities: { voice: false, sms: true, mms: true, fax: false },
    date_created: rfc2822Date(row.date_created),
    date_updated: rfc2822Date(row.date_updated),
    emergency_address_sid: settings.EmergencyAddressSid ?? null,
    emergency_address_status: 'unregistered',
    emergency_status: settings.EmergencyStatus ?? 'Inactive',
    friendly_name: row.friendly_name,
    identity_sid: settings.IdentitySid ?? null,
    origin: 'hosted',
    phone_number: row.phone_number,
    sid: row.sid,
    sms_application_sid: settings.SmsApplicationSid ?? '',
    sms_fallback_method: row.sms_fallback_method,
    sms_fallback_url: row.sms_fallback_url,
    sms_method: row.sms_method,
    sms_url: row.sms_url,
    status: 'in-use',
    status_callback: settings.StatusCallback ?? '',
    status_callback_method: settings.StatusCallbackMethod ?? 'POST',
    trunk_sid: settings.TrunkSid ?? null,
    type: 'local',
    uri: `/2010-04-01/Accounts/${row.account_sid}/IncomingPhoneNumbers/${row.sid}.json`,
    voice_application_sid: settings.VoiceApplicationSid ?? '',
    voice_caller_id_lookup: settings.VoiceCallerIdLookup ?? false,
    voice_fallback_method: settings.VoiceFallbackMethod ?? 'POST',
    voice_fallback_url: settings.VoiceFallbackUrl ?? '',
    voice_method: settings.VoiceMethod ?? 'POST',
    voice_receive_mode: settings.VoiceReceiveMode ?? 'voice',
    voice_url: settings.VoiceUrl ?? '',
  };
}
