// Rows of the platform's own tables.
import type { Generated } from 'kysely';

export interface AccountRow {
  sid: string;
  friendly_name: string;
  auth_token: string;
  status: 'active' | 'suspended' | 'closed';
  date_created: number;
  date_updated: number;
}

export interface ApiKeyRow {
  sid: string;
  account_sid: string;
  friendly_name: string;
  secret_hash: string;
  /** The secret itself, where the key may sign access tokens: it takes the secret to check a signature. */
  signing_secret: string | null;
  date_created: number;
  date_updated: number;
}

export interface EventRow {
  id: Generated<number>;
  transaction_id: Generated<number>;
  /** Its number among the events of its transaction, from 0. */
  ordinal: number;
  account_sid: string;
  type: string;
  subject_sid: string;
  data: string;
  /** What of which thread it is about; null for events of anything else. */
  topic: string | null;
  /** The user it is about, where it is about one. */
  identity: string | null;
  date_created: number;
}

export interface EventCursorRow {
  processor: string;
  transaction_id: number;
  event_id: number;
}

export interface EventFailureRow {
  processor: string;
  event_id: number;
  reason: string;
  date_created: number;
}

export interface TimerRow {
  kind: string;
  subject: string;
  due_at: number;
  data: string;
}

export interface IdempotentAnswerRow {
  account_sid: string;
  idempotency_key: string;
  fingerprint: string;
  status: number;
  body: string | null;
  date_created: number;
}

export interface WebhookDeliveryRow {
  sid: string;
  account_sid: string;
  subject_sid: string | null;
  event_type: string;
  url: string;
  /** Host and port of the URL, by which deliveries are bounded; empty when the URL is unusable. */
  host: string;
  method: string;
  /** JSON text of an object of strings. */
  parameters: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  max_attempts: number;
  /** When the next attempt may be made, or until when one is under way; null once finished. */
  due_at: number | null;
  response_status: number | null;
  response_body: string | null;
  error: string | null;
  /** Name of the one who waits for the answer; null when nobody does. */
  asker: string | null;
  /** JSON text of what the asker keeps with its question. */
  asker_facts: string | null;
  /** Asked next when this URL gives no usable answer. */
  fallback_url: string | null;
  /** Milliseconds the receiver has; null is what every webhook has. */
  answer_limit: number | null;
  /** Which failures are tried again; null is what every webhook has. */
  retry_rule: 'busy' | null;
  date_created: number;
  date_updated: number;
}

export interface PlatformTables {
  accounts: AccountRow;
  api_keys: ApiKeyRow;
  events: EventRow;
  event_cursors: EventCursorRow;
  event_failures: EventFailureRow;
  timers: TimerRow;
  idempotent_answers: IdempotentAnswerRow;
  webhook_deliveries: WebhookDeliveryRow;
}
