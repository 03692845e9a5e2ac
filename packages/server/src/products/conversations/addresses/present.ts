// An address configuration as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';

export function presentAddress(row: AddressConfigurationRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    type: row.type,
    address: row.address,
    friendly_name: row.friendly_name,
    auto_creation: {
      enabled: row.is_auto_creating === 1,
      type: row.auto_creation_type,
      conversation_service_sid: row.auto_creation_service_sid,
      webhook_url: row.webhook_url,
      webhook_method: row.webhook_method,
      webhook_filters: row.webhook_filters === null ? null : (JSON.parse(row.webhook_filters) as string[]),
      studio_flow_sid: row.studio_flow_sid,
      studio_retry_count: row.studio_retry_count,
    },
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/Configuration/Addresses/${row.sid}`,
    address_country: row.address_country,
  };
}
