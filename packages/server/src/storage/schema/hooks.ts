// Rows of what hangs on threads and users beside the conversation itself: webhooks, invites, push credentials and
// bindings.

/** A webhook of one thread. */
export interface ScopedWebhookRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  thread_sid: string;
  /** Its place among the webhooks of the thread, 0 to 4: no two have the same. */
  place: number;
  /** The generation it was made in, whose event names and parameters it gets. */
  face: 'chat' | 'conversations';
  target: 'webhook' | 'trigger' | 'studio';
  url: string | null;
  method: 'GET' | 'POST' | null;
  /** JSON array of event names. */
  filters: string;
  /** JSON array of words. */
  triggers: string;
  flow_sid: string | null;
  retry_count: number;
  /** Index of the oldest message that was told again when it was made; null where none was. */
  replay_after: number | null;
  /** Index the next message had when it was made: those before are not told unless they are replayed. */
  first_index: number;
  date_created: number;
  date_updated: number;
}

export interface InviteRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  thread_sid: string;
  identity: string;
  role_sid: string;
  /** Who invited; null when it was done with the account's credentials. */
  created_by: string | null;
  date_created: number;
  date_updated: number;
}

/** What a push service asks for, kept for clients that manage it; nothing is pushed. */
export interface PushCredentialRow {
  sid: string;
  account_sid: string;
  friendly_name: string | null;
  type: 'apn' | 'gcm' | 'fcm';
  /** 0, 1, or null where it was not said. */
  sandbox: number | null;
  /** JSON text of the certificate, keys and secret: no answer and no log line holds it. */
  secrets: string;
  date_created: number;
  date_updated: number;
}

/** A device of a user that wants push notifications. */
export interface PushBindingRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  user_sid: string;
  identity: string;
  /** The device, by a name of its own. */
  endpoint: string;
  binding_type: 'apn' | 'gcm' | 'fcm' | 'twilsock';
  credential_sid: string | null;
  /** JSON array of notification kinds, in the words of the settings of a service (`new_message`, …). */
  message_types: string;
  date_created: number;
  date_updated: number;
}

export interface HookTables {
  scoped_webhooks: ScopedWebhookRow;
  invites: InviteRow;
  push_credentials: PushCredentialRow;
  push_bindings: PushBindingRow;
}
