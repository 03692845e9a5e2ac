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
  messages_count: number;
  /** Index the next message gets; deleting messages never lowers it. */
  next_index: number;
  version: number;
  date_created: number;
  date_updated: number;
}

export interface ParticipantRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  thread_sid: string;
  identity: string;
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
}
