// Who the customers of conversations and channels are, as their participants, Proxy sessions and Flex say now.
import type { StoredEvent } from '#events/event-types.ts';
import { readAttributes } from '#kernel/attributes.ts';
import type { Reader } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { channelOf, personOf } from '../customers/person.ts';
import { isName, nameIn } from './tasks-heard.ts';

/** A customer in a conversation. */
export interface CustomerPlace {
  /** Who it is. */
  readonly address: string;
  readonly channel: string;
  /** The address the customer wrote from, and the one of ours it wrote to. */
  readonly customerAddress: string;
  readonly ourAddress: string | null;
  readonly name: string | null;
}

/** A conversation and its customers. */
export interface ThreadPlaces {
  readonly thread: ThreadRow;
  readonly customers: readonly CustomerPlace[];
  readonly state: string;
  readonly closedAt: number | null;
  /** What the conversation is called, which may be the customer's name. */
  readonly title: string | null;
}

const PLACE_EVENTS_OF_THREADS = ['thread.updated', 'thread.state-updated', 'thread.removed'] as const;
const PLACE_EVENTS_OF_PARTICIPANTS = ['participant.added', 'participant.updated'] as const;
const SESSION_EVENTS = ['session.created', 'session.updated', 'session.closed'] as const;
const FLEX_EVENTS = ['flex-channel.created', 'flex-channel.updated'] as const;
const INTERACTION_EVENTS = ['flex-interaction.created', 'flex-interaction-participant.added'] as const;

/** What changes who is in a conversation, or what is known of it. */
export const PLACE_EVENTS = [
  ...PLACE_EVENTS_OF_THREADS,
  ...PLACE_EVENTS_OF_PARTICIPANTS,
  ...SESSION_EVENTS,
  ...FLEX_EVENTS,
  ...INTERACTION_EVENTS,
] as const;

type PlaceEvent = StoredEvent<(typeof PLACE_EVENTS)[number]>;

function isPlaceEvent(event: StoredEvent): event is PlaceEvent {
  return (PLACE_EVENTS as readonly string[]).includes(event.type);
}

/** Conversations that events name, and Proxy sessions and interaction channels whose conversation has to be looked up. */
function namedIn(events: readonly PlaceEvent[]) {
  const threads: string[] = [];
  const sessions: string[] = [];
  const interactionChannels: string[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'participant.added':
      case 'participant.updated':
      case 'flex-interaction.created':
        threads.push(event.data.threadSid);
        break;
      case 'flex-interaction-participant.added':
        interactionChannels.push(event.data.channelSid);
        break;
      case 'session.created':
      case 'session.updated':
      case 'session.closed':
        sessions.push(event.subjectSid);
        break;
      default:
        threads.push(event.subjectSid);
    }
  }
  return { threads, sessions, interactionChannels };
}

/** The conversations whose customers may be others now. */
export async function changedThreads(db: Reader, events: readonly StoredEvent[]): Promise<Set<string>> {
  const { threads, sessions, interactionChannels } = namedIn(events.filter(isPlaceEvent));
  const found = new Set(threads);
  if (sessions.length > 0) {
    const rows = await db
      .selectFrom('proxy_participants')
      .select('identifier')
      .where('session_sid', 'in', [...new Set(sessions)])
      .execute();
    for (const { identifier } of rows) if (/^CH[0-9a-f]{32}$/.test(identifier)) found.add(identifier);
  }
  if (interactionChannels.length > 0) {
    const rows = await db
      .selectFrom('flex_interaction_channels')
      .select('thread_sid')
      .where('sid', 'in', [...new Set(interactionChannels)])
      .execute();
    for (const { thread_sid } of rows) found.add(thread_sid);
  }
  return found;
}

/** Places by conversation. */
type Places = Map<string, CustomerPlace[]>;

function add(places: Places, threadSid: string, place: CustomerPlace): void {
  const known = places.get(threadSid) ?? [];
  if (!known.some(({ address }) => address === place.address)) known.push(place);
  places.set(threadSid, known);
}

/** Customers bound to addresses of channels in the conversation itself. */
async function addBound(db: Reader, threadSids: readonly string[], places: Places): Promise<void> {
  const rows = await db
    .selectFrom('participants')
    .select(['thread_sid', 'kind', 'address', 'proxy_address', 'attributes'])
    .where('thread_sid', 'in', threadSids)
    .where('kind', '<>', 'chat')
    .orderBy('sid')
    .execute();
  for (const row of rows) {
    if (row.address === null) continue;
    add(places, row.thread_sid, {
      address: personOf(row.address),
      channel: row.kind,
      customerAddress: row.address,
      ourAddress: row.proxy_address,
      name: nameIn(readAttributes(row.attributes)),
    });
  }
}

/** Customers on the other side of a Proxy session the channel is in, or was. */
async function addProxied(db: Reader, threads: readonly ThreadRow[], places: Places): Promise<void> {
  const accounts = [...new Set(threads.map(({ account_sid }) => account_sid))];
  const rows = await db
    .selectFrom('proxy_participants as channel')
    .innerJoin('proxy_participants as other', (join) =>
      join
        .onRef('other.session_sid', '=', 'channel.session_sid')
        .onRef('other.account_sid', '=', 'channel.account_sid')
        .onRef('other.sid', '<>', 'channel.sid'),
    )
    .select([
      'channel.identifier as thread_sid',
      'other.identifier',
      'other.proxy_identifier',
      'other.friendly_name',
    ])
    .where('channel.account_sid', 'in', accounts)
    .where(
      'channel.identifier',
      'in',
      threads.map(({ sid }) => sid),
    )
    // The latest session is the one that counts.
    .orderBy('other.sid', 'desc')
    .execute();
  for (const row of rows) {
    const { identifier, friendly_name: name } = row;
    add(places, row.thread_sid, {
      address: personOf(identifier),
      channel: channelOf(identifier),
      customerAddress: identifier,
      ourAddress: row.proxy_identifier,
      name: name !== null && isName(name) ? name : null,
    });
  }
}

function placeOfFlex(row: FlexChannelRow): CustomerPlace {
  const customerAddress = row.target || row.identity;
  const channel = channelOf(customerAddress);
  return {
    address: personOf(customerAddress),
    channel: channel === 'chat' ? 'web' : channel,
    customerAddress,
    ourAddress: null,
    name: isName(row.customer_name) ? row.customer_name : null,
  };
}

/** Customers of web chats that are interactions. */
async function addVisitors(db: Reader, threadSids: readonly string[], places: Places): Promise<void> {
  const rows = await db
    .selectFrom('flex_interaction_channels as channel')
    .innerJoin('flex_interaction_participants as visitor', 'visitor.channel_sid', 'channel.sid')
    .select(['channel.thread_sid', 'channel.type', 'visitor.identity'])
    .where('channel.thread_sid', 'in', threadSids)
    .where('visitor.type', '=', 'customer')
    .where('visitor.identity', 'is not', null)
    .orderBy('visitor.sid')
    .execute();
  for (const { thread_sid, type: channel, identity } of rows) {
    if (identity === null || places.has(thread_sid)) continue;
    const place = { channel, customerAddress: identity, ourAddress: null, name: null };
    add(places, thread_sid, { ...place, address: personOf(identity) });
  }
}

function titleOf({ friendly_name: title }: ThreadRow): string | null {
  return title !== null && isName(title) ? title : null;
}

/** Reads the conversations as they are now; those that are gone are left out. */
export async function readPlaces(db: Reader, threadSids: readonly string[]): Promise<ThreadPlaces[]> {
  if (threadSids.length === 0) return [];
  const threads = await db.selectFrom('threads').selectAll().where('sid', 'in', threadSids).execute();
  if (threads.length === 0) return [];
  const sids = threads.map(({ sid }) => sid);
  const places: Places = new Map();
  await addBound(db, sids, places);
  await addProxied(db, threads, places);
  const flexRows = await db.selectFrom('flex_channels').selectAll().where('sid', 'in', sids).execute();
  const flex = new Map(flexRows.map((row) => [row.sid, row]));
  for (const row of flexRows) if (!places.has(row.sid)) add(places, row.sid, placeOfFlex(row));
  await addVisitors(db, sids, places);
  return threads.map((thread) => {
    const channel = flex.get(thread.sid);
    const ended = channel?.status === 'INACTIVE' ? channel.date_updated : null;
    const closedAt = thread.state === 'closed' ? thread.state_changed_at : ended;
    const named = nameIn(readAttributes(thread.attributes)) ?? (channel && placeOfFlex(channel).name) ?? null;
    const customers = places.get(thread.sid) ?? [];
    return {
      thread,
      // What is said of the whole conversation is said of its one customer.
      customers:
        customers.length === 1 && customers[0] !== undefined
          ? [{ ...customers[0], name: named ?? customers[0].name }]
          : customers,
      state: closedAt === null ? thread.state : 'closed',
      closedAt,
      title: titleOf(thread),
    };
  });
}
