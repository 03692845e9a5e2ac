// Whole rows of several tables read in one statement: every request of a client begins with the same few.
import type { ConversationWebhookRow } from '#storage/schema/conversation-configuration.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow, UserRow } from '#storage/schema/threads.ts';

/** The columns of a table; the first of them is never null. */
type Columns<Row> = Readonly<Record<keyof Row, true>>;

const SERVICE: Columns<ChatServiceRow> = {
  sid: true,
  account_sid: true,
  friendly_name: true,
  default_service_role_sid: true,
  default_channel_role_sid: true,
  default_channel_creator_role_sid: true,
  settings: true,
  date_created: true,
  date_updated: true,
};

const ACCOUNT_WEBHOOK: Columns<ConversationWebhookRow> = {
  account_sid: true,
  target: true,
  method: true,
  filters: true,
  pre_webhook_url: true,
  post_webhook_url: true,
  date_created: true,
  date_updated: true,
};

const USER: Columns<UserRow> = {
  sid: true,
  account_sid: true,
  service_sid: true,
  identity: true,
  friendly_name: true,
  attributes: true,
  role_sid: true,
  is_online: true,
  is_notifiable: true,
  joined_channels_count: true,
  date_created: true,
  date_updated: true,
};

const THREAD: Columns<ThreadRow> = {
  sid: true,
  account_sid: true,
  service_sid: true,
  friendly_name: true,
  unique_name: true,
  attributes: true,
  type: true,
  created_by: true,
  members_count: true,
  bound_count: true,
  messages_count: true,
  next_index: true,
  version: true,
  state: true,
  state_changed_at: true,
  timer_inactive: true,
  timer_closed: true,
  inactive_after: true,
  closed_after: true,
  inactive_at: true,
  closed_at: true,
  woken_by: true,
  messaging_service_sid: true,
  bindings: true,
  group_key: true,
  date_created: true,
  date_updated: true,
};

const PARTICIPANT: Columns<ParticipantRow> = {
  sid: true,
  account_sid: true,
  service_sid: true,
  thread_sid: true,
  identity: true,
  kind: true,
  address: true,
  proxy_address: true,
  projected_address: true,
  is_open: true,
  notification_level: true,
  role_sid: true,
  attributes: true,
  last_read_index: true,
  last_read_at: true,
  date_created: true,
  date_updated: true,
};

/** The rows of a statement that was asked for `columnsOf` of their tables. */
type Joined = Readonly<Record<string, unknown>>;

function joinedTable<Row>(table: string, columns: Columns<Row>) {
  const names = Object.keys(columns).map((name) => [name, `${table}_${name}`] as const);
  const [, key] = names[0]!;
  const selection = names.map(([name, alias]) => `${table}.${name} as ${alias}`);
  return {
    /** What to select. */
    columns: selection as never[],
    /** The row in what was read; undefined where the join found none. */
    rowIn(joined: Joined): Row | undefined {
      if (joined[key] === null) return undefined;
      return Object.fromEntries(names.map(([name, alias]) => [name, joined[alias]])) as Row;
    },
  };
}

export const joinedService = joinedTable<ChatServiceRow>('chat_services', SERVICE);
export const joinedAccountWebhook = joinedTable<ConversationWebhookRow>(
  'conversation_webhooks',
  ACCOUNT_WEBHOOK,
);
export const joinedUser = joinedTable<UserRow>('users', USER);
export const joinedThread = joinedTable<ThreadRow>('threads', THREAD);
export const joinedParticipant = joinedTable<ParticipantRow>('participants', PARTICIPANT);
