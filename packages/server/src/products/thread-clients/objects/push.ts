// What committed events mean for the objects somebody is subscribed to. It takes a handful of statements for a batch
// of events, whatever the number of clients, events and conversations.
import type { PlacedEvent } from '#events/read-log.ts';
import type { ObjectPush, SyncEvent, Watched } from '#realtime/realtime.ts';
import type { Reader } from '#storage/database.ts';
import { maySee, readAccess } from './access.ts';
import { objectSid, type Shown } from './names.ts';
import { numberOf } from './numbers.ts';
import { placeKey, type UserName, userKey, userSids } from './rows.ts';
import { tell } from './tell.ts';
import { HANDLED, type Mentions, noMentions, type PlaceMention, type ThreadEvent } from './thread-events.ts';

const OF_CONVERSATION = ['conversation', 'messages', 'participants'] as const satisfies readonly Shown[];
const OF_USER = ['userInfo', 'myConversations'] as const satisfies readonly Shown[];

/** An identity that hears no more of an object than what happened up to a number. */
interface Ending {
  readonly object: string;
  readonly identity: string;
  readonly after: number;
}

const HANDLED_TYPES: ReadonlySet<string> = new Set(HANDLED);

function isHandled(event: PlacedEvent): event is ThreadEvent {
  return HANDLED_TYPES.has(event.type);
}

/** Events after which the list of somebody's conversations is another one, and whose lists these are. */
function placesOf(event: ThreadEvent): readonly { name: UserName; event: PlaceMention['event'] }[] {
  switch (event.type) {
    case 'participant.added':
    case 'participant.updated':
    case 'participant.read':
    case 'participant.removed':
    case 'invite.added':
    case 'invite.removed': {
      const { serviceSid, identity } = event.data;
      return identity === null ? [] : [{ name: { serviceSid, identity }, event }];
    }
    case 'thread.removed': {
      const { serviceSid, identities } = event.data;
      return identities.map((identity) => ({ name: { serviceSid, identity }, event }));
    }
    default:
      return [];
  }
}

async function mentionPlaces(
  db: Reader,
  events: readonly ThreadEvent[],
  watched: Watched,
  { places }: Mentions,
): Promise<void> {
  const changes = events.flatMap(placesOf);
  const names = new Map(changes.map(({ name }) => [userKey(name), name]));
  const sids = await userSids(db, [...names.values()]);
  for (const { name, event } of changes) {
    const sid = sids.get(userKey(name));
    const object = sid === undefined ? undefined : objectSid('myConversations', sid);
    if (object !== undefined && watched.has(object)) places.push({ object, event, identity: name.identity });
  }
}

/** What watched objects of conversations and users have to tell of an event. */
function mention(event: ThreadEvent, watched: Watched, mentions: Mentions): void {
  switch (event.type) {
    case 'message.added':
    case 'message.updated':
    case 'message.delivery':
    case 'message.removed': {
      const { threadSid } = event.data;
      const list = objectSid('messages', threadSid);
      if (watched.has(list)) mentions.messages.push({ object: list, event });
      if (event.type !== 'message.added' && event.type !== 'message.removed') return;
      const document = objectSid('conversation', threadSid);
      if (watched.has(document)) mentions.conversations.push({ object: document, event, threadSid });
      return;
    }
    case 'participant.added':
    case 'participant.updated':
    case 'participant.read':
    case 'participant.removed': {
      const object = objectSid('participants', event.data.threadSid);
      if (watched.has(object)) mentions.participants.push({ object, event });
      return;
    }
    case 'thread.updated':
    case 'thread.state-updated': {
      const object = objectSid('conversation', event.subjectSid);
      if (watched.has(object)) mentions.conversations.push({ object, event, threadSid: event.subjectSid });
      return;
    }
    case 'user.updated': {
      const object = objectSid('userInfo', event.subjectSid);
      if (watched.has(object)) mentions.users.push({ object, event });
      return;
    }
    case 'thread.removed':
    case 'user.removed': {
      const kinds = event.type === 'thread.removed' ? OF_CONVERSATION : OF_USER;
      const objects = kinds.map((shown) => objectSid(shown, event.subjectSid));
      mentions.removed.push(
        ...objects.filter((sid) => watched.has(sid)).map((object) => ({ object, event })),
      );
    }
  }
}

/** Who may not see objects any more because he is not in the thread, or not invited, any more. */
async function endingsOf(
  db: Reader,
  events: readonly ThreadEvent[],
  watched: Watched,
): Promise<readonly Ending[]> {
  const left = events.flatMap((event) => {
    if (event.type !== 'participant.removed' && event.type !== 'invite.removed') return [];
    const { threadSid, identity } = event.data;
    if (identity === null) return [];
    const after = numberOf(event);
    return OF_CONVERSATION.map((shown) => ({
      shown,
      object: objectSid(shown, threadSid),
      name: { threadSid, identity },
      after,
    })).filter(({ object }) => watched.viewersOf(object).has(identity));
  });
  const names = new Map(left.map(({ name }) => [placeKey(name), name]));
  const access = await readAccess(db, [...names.values()]);
  return left
    .filter(({ shown, name }) => {
      const known = access.get(placeKey(name));
      return known !== undefined && !maySee(known, shown);
    })
    .map(({ object, name, after }) => ({ object, identity: name.identity, after }));
}

/** The events of an object, cut where somebody stops hearing of it. */
function cut(sid: string, events: readonly SyncEvent[], endings: readonly Ending[]): ObjectPush[] {
  const pushes: ObjectPush[] = [];
  let rest = events;
  for (const { identity, after } of endings.toSorted((a, b) => a.after - b.after)) {
    const later = rest.findIndex(({ id }) => id > after);
    const until = later === -1 ? rest.length : later;
    pushes.push({ sid, events: rest.slice(0, until), endsFor: [identity] });
    rest = rest.slice(until);
  }
  return rest.length === 0 ? pushes : [...pushes, { sid, events: rest }];
}

/** What has to be pushed after these events. */
export async function changesOf(
  db: Reader,
  all: readonly PlacedEvent[],
  watched: Watched,
): Promise<readonly ObjectPush[]> {
  const events = all.filter(isHandled);
  const mentions = noMentions();
  for (const event of events) mention(event, watched, mentions);
  await mentionPlaces(db, events, watched, mentions);
  const [told, endings] = await Promise.all([tell(db, mentions), endingsOf(db, events, watched)]);
  const objects = new Set([...told.keys(), ...endings.map(({ object }) => object)]);
  return [...objects].flatMap((sid) =>
    cut(
      sid,
      told.get(sid) ?? [],
      endings.filter(({ object }) => object === sid),
    ),
  );
}
