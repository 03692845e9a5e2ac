// Rows in the words of the clients' Sync objects: the data of documents and items, as every generation of the SDKs
// reads it.
import type { SyncData } from '#realtime/realtime.ts';
import type { DeliveryCounts, MessageMedia, MessageRow, ParticipantRow } from '#storage/schema/threads.ts';
import { deliverySummary } from '#threads/threads.ts';
import { conversationObjects, userObjects } from './names.ts';
import type { ParticipantNow, PlaceNow, ThreadNow, UserNow } from './rows.ts';

function date(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** An e-mail conversation is written to at the address that stands for it. */
function conversationBindings(json: string | null): SyncData {
  const email = json === null ? undefined : (JSON.parse(json) as { email?: Record<string, string> }).email;
  return email === undefined ? {} : { email: { name: email['name'], projected_address: email['address'] } };
}

/** The document of a conversation. Attributes are JSON text here as in every item: the SDKs parse them. */
export function conversationData({ thread, lastMessage }: ThreadNow): SyncData {
  const { messages, participants } = conversationObjects(thread.sid);
  return {
    sid: thread.sid,
    friendlyName: thread.friendly_name,
    uniqueName: thread.unique_name,
    attributes: thread.attributes,
    type: thread.type,
    createdBy: thread.created_by,
    dateCreated: date(thread.date_created),
    dateUpdated: date(thread.date_updated),
    // How the viewer stands to it is in his own map, not in what all see.
    status: 'unknown',
    roster: participants,
    messages,
    state: { current: thread.state, dateUpdated: date(thread.state_changed_at) },
    lastMessage: lastMessage === null ? null : { index: lastMessage.index, timestamp: date(lastMessage.at) },
    bindings: conversationBindings(thread.bindings),
  };
}

function mediaData({ sid, filename, content_type, size, category = 'media' }: MessageMedia): SyncData {
  return { sid, filename, contentType: content_type, content_type, size, category };
}

/** An item of the list of messages; `delivery` are the counts of its receipts, where it has any. */
export function messageData(row: MessageRow, delivery: DeliveryCounts | undefined): SyncData {
  const medias = row.media === null ? [] : (JSON.parse(row.media) as MessageMedia[]).map(mediaData);
  return {
    sid: row.sid,
    type: medias.length > 0 ? 'media' : 'text',
    text: row.body,
    author: row.author,
    memberSid: row.participant_sid,
    attributes: row.attributes,
    timestamp: date(row.date_created),
    dateUpdated: date(row.date_updated),
    lastUpdatedBy: row.last_updated_by,
    subject: row.subject,
    contentSid: row.content_sid,
    ...(medias.length > 0 ? { media: medias[0], medias } : {}),
    ...(delivery === undefined ? {} : { delivery: deliverySummary(delivery) }),
    channelMetadata: false,
  };
}

function participantBindings(row: ParticipantRow): SyncData {
  const { kind, address, proxy_address, projected_address } = row;
  if (address !== null) return { [kind]: { type: kind, address, proxy_address } };
  return projected_address === null ? {} : { [kind]: { type: kind, projected_address } };
}

/** An item of the roster. Whoever has an identity is a user to the SDKs, even where an address stands for him. */
export function participantData({ participant: row, userSid }: ParticipantNow): SyncData {
  return {
    identity: row.identity,
    type: row.identity === null ? row.kind : 'chat',
    roleSid: row.role_sid,
    attributes: row.attributes,
    lastConsumedMessageIndex: row.last_read_index,
    lastConsumptionTimestamp: row.last_read_at === null ? null : date(row.last_read_at),
    userInfo: userSid === null ? null : userObjects(userSid).userInfo,
    dateCreated: date(row.date_created),
    dateUpdated: date(row.date_updated),
    bindings: participantBindings(row),
  };
}

/** An item of the map of a user's conversations. */
export function placeData(place: PlaceNow): SyncData {
  const { conversation, messages, participants } = conversationObjects(place.threadSid);
  return {
    channelSid: place.threadSid,
    status: place.status,
    lastConsumedMessageIndex: place.lastReadIndex,
    notificationLevel: place.notificationLevel,
    channel: conversation,
    messages,
    roster: participants,
  };
}

/** The items of a user's map, in the order of their keys. */
export function userItems({
  user,
  isReachabilityShown,
}: UserNow): readonly { key: string; data: SyncData }[] {
  const reachability = { online: user.is_online === 1, notifiable: user.is_notifiable === 1 };
  return [
    { key: 'attributes', data: { value: user.attributes } },
    { key: 'friendlyName', data: { value: user.friendly_name } },
    ...(isReachabilityShown ? [{ key: 'reachability', data: reachability }] : []),
  ];
}
