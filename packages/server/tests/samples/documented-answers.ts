// The keys of the answers the guides show. An answer must have each of them; what the API's own description adds
// beside them is named separately.

/** The shape of an answer: its keys, and those of objects within it. */
export interface Shape {
  readonly keys: readonly string[];
  /** Keys later versions of the API have added. */
  readonly added?: readonly string[];
  readonly within?: Readonly<Record<string, readonly string[]>>;
}

export const FLEX_FLOW: Shape = {
  keys: [
    'sid',
    'account_sid',
    'date_created',
    'date_updated',
    'friendly_name',
    'chat_service_sid',
    'channel_type',
    'contact_identity',
    'enabled',
    'integration_type',
    'integration',
    'long_lived',
    'janitor_enabled',
    'url',
  ],
};

export const FLEX_FLOWS: Shape = {
  keys: ['meta', 'flex_flows'],
  within: {
    meta: ['page', 'page_size', 'first_page_url', 'previous_page_url', 'url', 'next_page_url', 'key'],
  },
};

export const FLEX_CHANNEL: Shape = {
  keys: [
    'flex_flow_sid',
    'account_sid',
    'sid',
    'task_sid',
    'user_sid',
    'date_created',
    'date_updated',
    'url',
  ],
};

export const SESSION: Shape = {
  keys: [
    'service_sid',
    'status',
    'unique_name',
    'date_started',
    'date_ended',
    'date_last_interaction',
    'date_expiry',
    'ttl',
    'mode',
    'closed_reason',
    'sid',
    'date_updated',
    'date_created',
    'account_sid',
    'url',
    'links',
  ],
  within: { links: ['interactions', 'participants'] },
};

export const PARTICIPANT: Shape = {
  keys: [
    'sid',
    'session_sid',
    'service_sid',
    'account_sid',
    'identifier',
    'proxy_identifier',
    'proxy_identifier_sid',
    'friendly_name',
    'date_deleted',
    'date_updated',
    'date_created',
    'url',
    'links',
  ],
  within: { links: ['message_interactions'] },
};

export const CHAT_CHANNEL: Shape = {
  keys: [
    'sid',
    'account_sid',
    'service_sid',
    'friendly_name',
    'unique_name',
    'attributes',
    'type',
    'date_created',
    'date_updated',
    'created_by',
    'members_count',
    'messages_count',
    'url',
    'links',
  ],
  within: { links: ['members', 'messages', 'invites', 'webhooks', 'last_message'] },
};

export const INTERACTION: Shape = {
  keys: ['sid', 'channel', 'routing', 'interaction_context_sid', 'url', 'links'],
  added: ['webhook_ttid'],
  within: { links: ['channels'] },
};
