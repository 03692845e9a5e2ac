// What objects tell of events of the log. They tell what something is now, not what the event says it was: where two
// changed it at once, the last event leaves every client with the truth.
import type { SyncEvent } from '#realtime/realtime.ts';
import type { Reader } from '#storage/database.ts';
import { conversationData, messageData, participantData, placeData, userItems } from './data.ts';
import { numberOf, userNumbers, userUpTo } from './numbers.ts';
import {
  messagesNow,
  type PlaceNow,
  participantsNow,
  placeKey,
  placeOfParticipant,
  placesNow,
  threadsNow,
  usersNow,
} from './rows.ts';
import type {
  ConversationMention,
  Mention,
  Mentions,
  MessageMention,
  ParticipantMention,
  PlaceMention,
  UserMention,
} from './thread-events.ts';

/** An event of an object. */
export interface Told {
  readonly object: string;
  readonly event: SyncEvent;
}

/** What every event of an object tells of an event of the log. */
function common({ event }: Pick<Mention, 'event'>): { id: number; at: number; revision: string } {
  const id = numberOf(event);
  return { id, at: event.at, revision: String(id) };
}

/** The last mention of each thing, where telling once what it is now says all. */
function lastOf<One>(mentions: readonly One[], key: (one: One) => string): One[] {
  return [...new Map(mentions.map((mention) => [key(mention), mention])).values()];
}

async function tellConversations(db: Reader, mentions: readonly ConversationMention[]): Promise<Told[]> {
  const last = lastOf(mentions, ({ object }) => object);
  const now = await threadsNow(db, [...new Set(last.map(({ threadSid }) => threadSid))]);
  return last.flatMap((mention) => {
    const thread = now.get(mention.threadSid);
    if (thread === undefined) return [];
    return [
      {
        object: mention.object,
        event: { ...common(mention), change: 'updated', data: conversationData(thread) },
      },
    ];
  });
}

/** Additions and removals as they happened; of several changes of one thing, the last. */
function withoutRepeats<Some extends Mention>(
  mentions: readonly Some[],
  isRepeated: (one: Some) => boolean,
): Some[] {
  const last = new Set(
    lastOf(mentions.filter(isRepeated), ({ object, event }) => `${object}${event.subjectSid}`),
  );
  return mentions.filter((mention) => !isRepeated(mention) || last.has(mention));
}

async function tellMessages(db: Reader, all: readonly MessageMention[]): Promise<Told[]> {
  const mentions = withoutRepeats(
    all,
    ({ event }) => event.type !== 'message.added' && event.type !== 'message.removed',
  );
  const present = mentions.filter(({ event }) => event.type !== 'message.removed');
  // A message has no receipts that say anything before an event that tells of them.
  const told = present.filter(({ event }) => event.type !== 'message.added');
  const sids = (some: readonly Mention[]) => [...new Set(some.map(({ event }) => event.subjectSid))];
  const { rows, delivery } = await messagesNow(db, sids(present), sids(told));
  return mentions.flatMap((mention): Told[] => {
    const { object, event } = mention;
    if (event.type === 'message.removed') {
      const data = messageData(event.data.was, undefined);
      const removed = { ...common(mention), change: 'item_removed', place: event.data.index, data } as const;
      return [{ object, event: removed }];
    }
    const row = rows.get(event.subjectSid);
    if (row === undefined) return [];
    const data = messageData(row, delivery.get(row.sid));
    return [{ object, event: item(mention, event.type === 'message.added', row.message_index, data) }];
  });
}

/** An item as it is now. */
function item(
  mention: Pick<Mention, 'event'>,
  isNew: boolean,
  place: number | string,
  data: object,
): SyncEvent {
  const about = common(mention);
  return {
    ...about,
    change: isNew ? 'item_added' : 'item_updated',
    place,
    data: { ...data },
    itemRevision: about.revision,
    dateExpires: null,
  };
}

type ParticipantsNow = Awaited<ReturnType<typeof participantsNow>>;

function tellParticipants(now: ParticipantsNow, all: readonly ParticipantMention[]): Told[] {
  const mentions = withoutRepeats(
    all,
    ({ event }) => event.type === 'participant.updated' || event.type === 'participant.read',
  );
  return mentions.flatMap((mention): Told[] => {
    const { object, event } = mention;
    const place = event.subjectSid;
    if (event.type === 'participant.removed') {
      const data = participantData({ participant: event.data.was, userSid: null });
      return [{ object, event: { ...common(mention), change: 'item_removed', place, data } }];
    }
    const row = now.get(place);
    if (row === undefined) return [];
    return [
      { object, event: item(mention, event.type === 'participant.added', place, participantData(row)) },
    ];
  });
}

function threadOf({ event }: PlaceMention): string {
  return event.type === 'thread.removed' ? event.subjectSid : event.data.threadSid;
}

/** Whether the place is told by the participant's own row, which is read anyway. */
function isOfParticipant({ event }: PlaceMention): boolean {
  return (
    event.type === 'participant.added' ||
    event.type === 'participant.updated' ||
    event.type === 'participant.read'
  );
}

/** Where users stand whose invites or places have ended: they may have another one by now. */
function namesToRead(mentions: readonly PlaceMention[]) {
  const names = mentions
    .filter((mention) => !isOfParticipant(mention) && mention.event.type !== 'thread.removed')
    .map((mention) => ({ threadSid: threadOf(mention), identity: mention.identity }));
  return [...new Map(names.map((name) => [placeKey(name), name])).values()];
}

function placeNow(
  mention: PlaceMention,
  participants: ParticipantsNow,
  places: ReadonlyMap<string, PlaceNow>,
): PlaceNow | undefined {
  if (mention.event.type === 'thread.removed') return undefined;
  if (!isOfParticipant(mention)) {
    return places.get(placeKey({ threadSid: threadOf(mention), identity: mention.identity }));
  }
  const row = participants.get(mention.event.subjectSid)?.participant;
  return row === undefined ? undefined : placeOfParticipant({ ...row, identity: mention.identity });
}

async function tellPlaces(
  db: Reader,
  participants: ParticipantsNow,
  all: readonly PlaceMention[],
): Promise<Told[]> {
  const mentions = withoutRepeats(
    all,
    ({ event }) => event.type === 'participant.updated' || event.type === 'participant.read',
  );
  const places = await placesNow(db, namesToRead(mentions));
  return mentions.flatMap((mention): Told[] => {
    const { object, event } = mention;
    const key = threadOf(mention);
    const now = placeNow(mention, participants, places);
    if (now !== undefined) {
      const isNew = event.type === 'participant.added' || event.type === 'invite.added';
      return [{ object, event: item(mention, isNew, key, placeData(now)) }];
    }
    // What ended the place is still to come.
    if (isOfParticipant(mention) || event.type === 'invite.added') return [];
    const data = { channelSid: key, status: 'notParticipating' };
    return [{ object, event: { ...common(mention), change: 'item_removed', place: key, data } }];
  });
}

async function tellUsers(db: Reader, all: readonly UserMention[]): Promise<Told[]> {
  const mentions = lastOf(all, ({ object }) => object);
  const now = await usersNow(db, [...new Set(mentions.map(({ event }) => event.subjectSid))]);
  return mentions.flatMap(({ object, event }) => {
    const user = now.get(event.subjectSid);
    return user === undefined
      ? []
      : userEvents(user, numberOf(event), event.at).map((told) => ({ object, event: told }));
  });
}

/** Every item of a user's map as it is now, told at a number of the log. */
export function userEvents(user: Parameters<typeof userItems>[0], number: number, at: number): SyncEvent[] {
  const items = userItems(user);
  return userNumbers(number, items.length).map((id, place) => ({
    id,
    at,
    change: 'item_updated',
    place: items[place]!.key,
    data: items[place]!.data,
    revision: String(id),
    itemRevision: String(id),
    dateExpires: null,
  }));
}

function tellRemoved(mentions: readonly Mention[]): Told[] {
  return mentions.map(({ object, event }) => {
    // Nothing follows, so for both maps of a user a number above all others will do.
    const id = event.type === 'user.removed' ? userUpTo(numberOf(event)) : numberOf(event);
    return { object, event: { id, at: event.at, change: 'removed' } };
  });
}

/**
 * The events of objects, each object's in the order of their numbers. It takes a handful of statements, whatever has
 * happened.
 */
export async function tell(
  db: Reader,
  mentions: Mentions,
): Promise<ReadonlyMap<string, readonly SyncEvent[]>> {
  const seats = [...mentions.participants, ...mentions.places.filter(isOfParticipant)];
  const participants = await participantsNow(db, [...new Set(seats.map(({ event }) => event.subjectSid))]);
  const [conversations, messages, places, users] = await Promise.all([
    tellConversations(db, mentions.conversations),
    tellMessages(db, mentions.messages),
    tellPlaces(db, participants, mentions.places),
    tellUsers(db, mentions.users),
  ]);
  const all = [
    ...conversations,
    ...messages,
    ...tellParticipants(participants, mentions.participants),
    ...places,
    ...users,
    ...tellRemoved(mentions.removed),
  ];
  const byObject = new Map<string, SyncEvent[]>();
  for (const { object, event } of all) {
    const known = byObject.get(object);
    if (known === undefined) byObject.set(object, [event]);
    else known.push(event);
  }
  for (const events of byObject.values()) events.sort((a, b) => a.id - b.id);
  return byObject;
}
