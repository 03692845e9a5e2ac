// What the log says of objects since a client was told of them last.
import { messagesTopic, participantsTopic, removedThreadsTopic, threadTopic } from '#events/event-topics.ts';
import type { PlacedEvent } from '#events/read-log.ts';
import { type LogWish, readLogAbout } from '#events/read-log-about.ts';
import type { Database } from '#storage/database.ts';
import { numberOf } from './numbers.ts';
import type { Found } from './open.ts';
import {
  INVITE_EVENTS,
  MESSAGE_EVENTS,
  PARTICIPANT_EVENTS,
  THREAD_EVENTS,
  USER_EVENTS,
} from './thread-events.ts';

/** Events read at once, of all objects together and of each. */
const MOST_EVENTS = 5_000;
const MOST_EVENTS_EACH = 2_000;

/** An object that is to be replayed. */
export interface Wanted {
  readonly sid: string;
  readonly found: Found;
  /** The number of the log the client has come to; null when it has been told only a part of what it is now. */
  readonly after: number | null;
}

/** What was read of the log for an object. */
export interface Stretch {
  readonly wanted: Wanted;
  readonly events: readonly PlacedEvent[];
  /** The last number this accounts for. */
  readonly upTo: number;
  readonly isWhole: boolean;
}

/** The SID of the thread or the user an object shows. */
export function subjectOf(found: Found): string {
  return 'user' in found ? found.user.sid : found.access.thread.sid;
}

/** Whether an object is replayed as it is now: one event of the log says that there is something to tell. */
export function isToldAsNow({ found: { shown } }: Wanted): boolean {
  return shown === 'conversation' || shown === 'userInfo';
}

/** Where the log tells of an object. */
function wishesFor({ found, after: known }: Wanted, limit: number): LogWish[] {
  const sid = subjectOf(found);
  const after = known ?? 0;
  switch (found.shown) {
    case 'conversation':
      return [
        { about: { topic: threadTopic(sid) }, types: THREAD_EVENTS, after, limit: 1 },
        { about: { topic: messagesTopic(sid) }, types: MESSAGE_EVENTS, after, limit: 1 },
      ];
    case 'messages':
      return [{ about: { topic: messagesTopic(sid) }, types: MESSAGE_EVENTS, after, limit }];
    case 'participants':
      return [{ about: { topic: participantsTopic(sid) }, types: PARTICIPANT_EVENTS, after, limit }];
    default:
      return 'user' in found ? wishesForUser(found, after, limit) : [];
  }
}

function wishesForUser(
  { shown, user }: Extract<Found, { user: unknown }>,
  after: number,
  limit: number,
): LogWish[] {
  const about = { identity: user.identity };
  if (shown === 'userInfo') return [{ about, types: USER_EVENTS, after, limit: 1 }];
  return [
    { about, types: [...PARTICIPANT_EVENTS, ...INVITE_EVENTS], after, limit },
    {
      about: { topic: removedThreadsTopic(user.service_sid) },
      types: ['thread.removed'],
      after,
      limit,
      containing: JSON.stringify(user.identity),
    },
  ];
}

/** Joins what several wishes have found: it is whole only up to where the shortest of them was cut off. */
function joined(wanted: Wanted, lists: readonly PlacedEvent[][], limit: number, until: number): Stretch {
  const isCut = (events: PlacedEvent[]) => !isToldAsNow(wanted) && events.length === limit;
  const upTo = Math.min(...lists.map((events) => (isCut(events) ? numberOf(events.at(-1)!) : until)));
  const events = lists.flat().filter((event) => numberOf(event) <= upTo);
  events.sort((a, b) => numberOf(a) - numberOf(b));
  return { wanted, events, upTo, isWhole: upTo === until };
}

/** What the log says of objects, of each from where its client is, up to the number `until`; in one statement. */
export async function readMissed(
  database: Database,
  wanted: readonly Wanted[],
  until: number,
): Promise<readonly Stretch[]> {
  const each = Math.floor(MOST_EVENTS / Math.max(wanted.length, 1));
  const limit = Math.min(each, MOST_EVENTS_EACH);
  const wishes = wanted.map((one) => wishesFor(one, limit));
  const found = await readLogAbout(database, wishes.flat(), until);
  let read = 0;
  return wanted.map((one, number) => {
    const lists = found.slice(read, read + wishes[number]!.length);
    read += lists.length;
    return joined(one, lists, limit, until);
  });
}
