// What clients are told of threads, participants, messages and users, as JSON. Generations call the same differently,
// so answers carry both names.
import { isoDate } from '#kernel/dates.ts';
import type {
  MessageMedia,
  MessageRow,
  ParticipantRow,
  ReceiptRow,
  ThreadRow,
  UserRow,
} from '#storage/schema/threads.ts';
import type { UserPlace } from '#threads/threads.ts';
import { conversationObjects, userObjects } from '../objects/names.ts';

/** How the viewer stands to a thread. */
export type OwnPlace = Pick<
  UserPlace,
  'status' | 'last_read_index' | 'unread_messages_count' | 'notification_level'
>;

function dates(row: { date_created: number; date_updated: number }) {
  return { date_created: isoDate(row.date_created), date_updated: isoDate(row.date_updated) };
}

/** The address of a thread. */
export function threadUrl(root: string, threadSid: string): string {
  return `${root}/Conversations/${threadSid}`;
}

/** A thread as the viewer sees it; `place` is undefined when he is neither in it nor invited. */
export function presentThread(root: string, thread: ThreadRow, place: OwnPlace | undefined) {
  const url = threadUrl(root, thread.sid);
  const lastRead = place?.last_read_index ?? null;
  return {
    sid: thread.sid,
    conversation_sid: thread.sid,
    channel_sid: thread.sid,
    account_sid: thread.account_sid,
    chat_service_sid: thread.service_sid,
    service_sid: thread.service_sid,
    friendly_name: thread.friendly_name,
    unique_name: thread.unique_name,
    attributes: thread.attributes,
    type: thread.type,
    status: place?.status ?? 'notParticipating',
    state: thread.state === 'initializing' ? 'active' : thread.state,
    created_by: thread.created_by,
    last_read_message_index: lastRead,
    last_consumed_message_index: lastRead,
    notification_level: place?.notification_level ?? 'default',
    unread_messages_count: place?.unread_messages_count ?? null,
    messages_count: thread.messages_count,
    participants_count: thread.members_count,
    members_count: thread.members_count,
    ...dates(thread),
    sync_objects: conversationObjects(thread.sid),
    url,
    links: {
      participants: `${url}/Participants`,
      messages: `${url}/Messages`,
      invites: `${url}/Invites`,
      my_conversation: `${root}/MyConversations/${thread.sid}`,
    },
  };
}

/** A thread in the list a session of Programmable Chat up to 3.4 begins with: only what it subscribes to. */
export function presentSynced(threadSid: string, place: OwnPlace) {
  const { conversation, messages, participants } = conversationObjects(threadSid);
  return {
    channel_sid: threadSid,
    status: place.status,
    channel: conversation,
    messages,
    roster: participants,
    last_consumed_message_index: place.last_read_index,
    notification_level: place.notification_level,
  };
}

/** A participant. */
export function presentParticipant(root: string, row: ParticipantRow) {
  const conversation = threadUrl(root, row.thread_sid);
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    chat_service_sid: row.service_sid,
    conversation_sid: row.thread_sid,
    identity: row.identity,
    role_sid: row.role_sid,
    attributes: row.attributes,
    type: row.kind,
    messaging_binding:
      row.kind === 'chat' ? null : { type: row.kind, address: row.address, proxy_address: row.proxy_address },
    last_read_message_index: row.last_read_index,
    last_read_timestamp: isoDate(row.last_read_at),
    ...dates(row),
    url: `${conversation}/Participants/${row.sid}`,
    links: { conversation },
  };
}

function mediaOf(row: MessageRow): readonly MessageMedia[] | null {
  return row.media === null ? null : (JSON.parse(row.media) as MessageMedia[]);
}

/** A message. */
export function presentMessage(root: string, row: MessageRow) {
  const conversation = threadUrl(root, row.thread_sid);
  const url = `${conversation}/Messages/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    chat_service_sid: row.service_sid,
    conversation_sid: row.thread_sid,
    participant_sid: row.participant_sid,
    index: row.message_index,
    author: row.author,
    body: row.body,
    subject: row.subject,
    attributes: row.attributes,
    last_updated_by: row.last_updated_by,
    media: mediaOf(row),
    content_sid: row.content_sid,
    ...dates(row),
    url,
    links: { conversation, messages_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  };
}

/** A receipt of a message. Nothing was heard of it as long as it is queued. */
export function presentReceipt(row: ReceiptRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    conversation_sid: row.thread_sid,
    message_sid: row.message_sid,
    channel_message_sid: row.channel_message_sid,
    participant_sid: row.participant_sid,
    status: row.status ?? 'queued',
    error_code: row.error_code,
    ...dates(row),
  };
}

function flag(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}

/** A user. */
export function presentUser(root: string, row: UserRow) {
  const { userInfo } = userObjects(row.sid);
  const url = `${root}/Users/${encodeURIComponent(row.identity)}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    chat_service_sid: row.service_sid,
    identity: row.identity,
    friendly_name: row.friendly_name,
    attributes: row.attributes,
    role_sid: row.role_sid,
    is_online: flag(row.is_online),
    is_notifiable: flag(row.is_notifiable),
    ...dates(row),
    sync_unique_name: userInfo,
    sync_objects: { user_info_map: userInfo },
    url,
    links: { self: url },
  };
}
