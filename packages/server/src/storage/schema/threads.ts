// Rows of the conversation core.

export interface ChatServiceRow {
  sid: string;
  account_sid: string;
  friendly_name: string;
  default_service_role_sid: string;
  default_channel_role_sid: string;
  default_channel_creator_role_sid: string;
  /** JSON of the settings that have no column of their own. */
  settings: string;
  date_created: number;
  date_updated: number;
}

export interface RoleRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  friendly_name: string;
  type: 'channel' | 'deployment';
  /** JSON array of permission names. */
  permissions: string;
  date_created: number;
  date_updated: number;
}

export interface UserRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  identity: string;
  friendly_name: string | null;
  attributes: string;
  role_sid: string;
  is_online: number | null;
  is_notifiable: number | null;
  joined_channels_count: number;
  date_created: number;
  date_updated: number;
}

/** Where a thread is in its life ("Conversation resource: state"); closed is final. */
export type ThreadState = 'initializing' | 'active' | 'inactive' | 'closed';

export interface ThreadRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  friendly_name: string | null;
  unique_name: string | null;
  attributes: string;
  type: 'public' | 'private';
  created_by: string;
  members_count: number;
  /** How many of the members are reached by an address. */
  bound_count: number;
  messages_count: number;
  /** Index the next message gets; deleting messages never lowers it. */
  next_index: number;
  version: number;
  state: ThreadState;
  state_changed_at: number;
  /** ISO 8601 durations as they were given, and the same in milliseconds; null where there is no timer. */
  timer_inactive: string | null;
  timer_closed: string | null;
  inactive_after: number | null;
  closed_after: number | null;
  /** When it becomes inactive and closed unless somebody writes before; null where that will not happen. */
  inactive_at: number | null;
  closed_at: number | null;
  /** Mark of the post that last made an inactive thread active again, so that it is told once. */
  woken_by: string | null;
  messaging_service_sid: string | null;
  /** JSON of the e-mail binding ({"email": {"address", "name"}}), or null. */
  bindings: string | null;
  /** The same for group texts with the same people; null once it is closed, and where it is no group text. */
  group_key: string | null;
  date_created: number;
  date_updated: number;
}

/** How a participant takes part: through a client alone, or bound to an address of a channel. */
export type ParticipantKind = 'chat' | 'sms' | 'whatsapp' | 'messenger' | 'rcs' | 'line' | 'email' | 'custom';

export interface ParticipantRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  thread_sid: string;
  /** Null for people who are reached by an address only. */
  identity: string | null;
  kind: ParticipantKind;
  /** The participant's own address, and the one of ours it writes to. */
  address: string | null;
  proxy_address: string | null;
  /** The address of ours that stands for a chat participant in a group text. */
  projected_address: string | null;
  /** 1 until the thread is closed: only then is the pair of addresses taken. */
  is_open: number;
  notification_level: 'default' | 'muted';
  role_sid: string;
  attributes: string;
  last_read_index: number | null;
  last_read_at: number | null;
  date_created: number;
  date_updated: number;
}

export interface MessageRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  thread_sid: string;
  message_index: number;
  author: string;
  body: string | null;
  attributes: string;
  last_updated_by: string | null;
  was_edited: number;
  subject: string | null;
  content_sid: string | null;
  /** JSON object of the values of a content template. */
  content_variables: string | null;
  /** JSON list of MessageMedia, or null. */
  media: string | null;
  /** The participant who wrote it, as far as the author was one. */
  participant_sid: string | null;
  /** The carrier message it came in with. */
  channel_message_sid: string | null;
  date_created: number;
  date_updated: number;
}

/** An attachment of a message, as messages keep it. */
export interface MessageMedia {
  sid: string;
  filename: string | null;
  content_type: string;
  /** Bytes. */
  size: number;
  category?: 'media' | 'body' | 'history';
}

/** How many receipts of a message have come this far; what was read was delivered and sent as well. */
export interface DeliveryCounts {
  total: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  undelivered: number;
}

/** What a carrier said of a message on its way to one messaging participant. */
export interface ReceiptRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  thread_sid: string;
  message_sid: string;
  participant_sid: string;
  channel_message_sid: string;
  /** Null until the carrier has said something. */
  status: 'sent' | 'delivered' | 'read' | 'failed' | 'undelivered' | null;
  /** How far the status is on its way; it never goes down. */
  status_rank: number;
  error_code: number;
  date_created: number;
  date_updated: number;
}

/** What holds for all conversations of an account. */
export interface ConversationConfigurationRow {
  account_sid: string;
  default_chat_service_sid: string;
  default_messaging_service_sid: string | null;
  /** ISO 8601 durations. */
  default_inactive_timer: string | null;
  default_closed_timer: string | null;
  date_created: number;
  date_updated: number;
}

export interface ThreadTables {
  chat_services: ChatServiceRow;
  roles: RoleRow;
  users: UserRow;
  threads: ThreadRow;
  participants: ParticipantRow;
  messages: MessageRow;
  receipts: ReceiptRow;
  conversation_configurations: ConversationConfigurationRow;
}
