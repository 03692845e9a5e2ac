// Rows of what an account sets up around its conversations.

/** Whom an account tells of everything that happens in its conversations. */
export interface ConversationWebhookRow {
  account_sid: string;
  target: 'webhook' | 'flex';
  method: 'GET' | 'POST';
  /** JSON array of event names. */
  filters: string;
  pre_webhook_url: string | null;
  post_webhook_url: string | null;
  date_created: number;
  date_updated: number;
}

/** What happens when somebody writes to an address of the account that no conversation answers for. */
export interface AddressConfigurationRow {
  sid: string;
  account_sid: string;
  type: 'sms' | 'whatsapp' | 'messenger' | 'gbm' | 'email' | 'rcs' | 'apple' | 'chat';
  address: string;
  address_country: string | null;
  friendly_name: string | null;
  is_auto_creating: number;
  auto_creation_type: 'webhook' | 'studio' | 'default' | null;
  /** Null for the account's default service. */
  auto_creation_service_sid: string | null;
  webhook_url: string | null;
  webhook_method: 'GET' | 'POST' | null;
  /** JSON array of event names. */
  webhook_filters: string | null;
  studio_flow_sid: string | null;
  studio_retry_count: number | null;
  date_created: number;
  date_updated: number;
}

export interface ConversationConfigurationTables {
  conversation_webhooks: ConversationWebhookRow;
  address_configurations: AddressConfigurationRow;
}
