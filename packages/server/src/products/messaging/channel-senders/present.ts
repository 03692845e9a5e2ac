// The JSON of a sender of a channel.
import type { Presentation } from '#http/operations.ts';
import type { ChannelSenderRow } from '#storage/schema/messaging-services.ts';
import { CONFIGURATION_KEYS, PROFILE_KEYS, WEBHOOK_KEYS } from './input.ts';

/** Every key of an object, with null where nothing was said. */
function complete(keys: readonly string[], kept: string): Record<string, unknown> {
  const given = JSON.parse(kept) as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, given[key] ?? null]));
}

/** A row as "Senders API" lists its properties. There is no carrier that rates it or asks for papers. */
export function presentChannelSender(row: ChannelSenderRow, { base }: Presentation) {
  return {
    sid: row.sid,
    status: row.status,
    sender_id: row.address,
    friendly_name: row.friendly_name,
    configuration: complete(CONFIGURATION_KEYS, row.configuration),
    webhook: complete(WEBHOOK_KEYS, row.webhook),
    profile: complete(PROFILE_KEYS, row.profile),
    properties: { quality_rating: null, messaging_limit: null },
    offline_reasons: null,
    compliance: null,
    url: `${base}/v2/Channels/Senders/${row.sid}`,
  };
}
