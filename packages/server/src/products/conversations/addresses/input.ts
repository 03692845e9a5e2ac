// Parameters of an address configuration, and the columns they change.
import { z } from 'zod';
import { bool, checked, int, oneOf, list as repeated, sid, text, url } from '#http/parameters.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';
import { webhookMethod } from '../webhook-parameters.ts';

export const ADDRESS_TYPES = [
  'sms',
  'whatsapp',
  'messenger',
  'gbm',
  'email',
  'rcs',
  'apple',
  'chat',
] as const;

const AUTO_CREATION_TYPES = ['webhook', 'studio', 'default'] as const;
type AutoCreationType = (typeof AUTO_CREATION_TYPES)[number];

const isAutoCreationType = (value: string) => (AUTO_CREATION_TYPES as readonly string[]).includes(value);
const country = () =>
  z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'it is not an ISO 3166-1 country code of two letters')
    .transform((value) => value.toUpperCase());

const fields = {
  FriendlyName: text(256).nullish(),
  'AutoCreation.Enabled': bool().nullish(),
  'AutoCreation.Type': checked(z.string(), 45762, isAutoCreationType).nullish(),
  'AutoCreation.ConversationServiceSid': sid('IS').nullish(),
  'AutoCreation.WebhookUrl': url().nullish(),
  'AutoCreation.WebhookMethod': webhookMethod(),
  'AutoCreation.WebhookFilters': repeated(text(64)).nullish(),
  'AutoCreation.StudioFlowSid': sid('FW').nullish(),
  'AutoCreation.StudioRetryCount': int(0, 3).nullish(),
};

export const addressCreate = z.object({
  ...fields,
  Type: oneOf(ADDRESS_TYPES),
  Address: text(256),
  AddressCountry: country().nullish(),
});
export const addressUpdate = z.object(fields);

/** What an update may change. */
export type AddressChange = Partial<
  Omit<
    AddressConfigurationRow,
    'sid' | 'account_sid' | 'type' | 'address' | 'address_country' | 'date_created' | 'date_updated'
  >
>;

/** The columns that were said: an empty parameter clears, one that was not sent changes nothing. */
export function changeFrom(input: z.output<typeof addressUpdate>): AddressChange {
  const filters = input['AutoCreation.WebhookFilters'];
  const said = {
    friendly_name: input.FriendlyName,
    is_auto_creating: flag(input['AutoCreation.Enabled']),
    auto_creation_type: input['AutoCreation.Type'] as AutoCreationType | null | undefined,
    auto_creation_service_sid: input['AutoCreation.ConversationServiceSid'],
    webhook_url: input['AutoCreation.WebhookUrl'],
    webhook_method: input['AutoCreation.WebhookMethod'],
    webhook_filters: filters ? JSON.stringify([...new Set(filters)]) : filters,
    studio_flow_sid: input['AutoCreation.StudioFlowSid'],
    studio_retry_count: input['AutoCreation.StudioRetryCount'],
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as AddressChange;
}

function flag(value: boolean | null | undefined): 0 | 1 | undefined {
  if (value === undefined) return undefined;
  return value ? 1 : 0;
}
