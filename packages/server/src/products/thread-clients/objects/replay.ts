// What clients have missed of objects. Documents, and what a user is called, are told as they are now; of lists and
// maps the log says which items have changed, and of those what they are now is told.
import { settledNumber } from '#events/log-number.ts';
import { oldestEvent } from '#events/read-log-about.ts';
import { apiError } from '#kernel/errors.ts';
import type { Replay, ReplayRefusal, ReplayRequest, SyncEvent, SyncViewer } from '#realtime/realtime.ts';
import type { Database } from '#storage/database.ts';
import { conversationData } from './data.ts';
import { isToldAsNow, readMissed, type Stretch, subjectOf, type Wanted } from './missed.ts';
import { shownBySid } from './names.ts';
import { logNumberOfUser, numberOf, userUpTo } from './numbers.ts';
import { type Found, findShown } from './open.ts';
import { threadsNow, usersNow } from './rows.ts';
import { tell, userEvents } from './tell.ts';
import {
  type Mention,
  type Mentions,
  type MessageMention,
  noMentions,
  type ParticipantMention,
  type PlaceMention,
} from './thread-events.ts';

/** Objects replayed together. */
const OBJECTS_AT_ONCE = 100;

type Answer = Replay | ReplayRefusal;

/** How far the log goes: the number up to which it is settled, the oldest it has, and the time, in milliseconds. */
interface Reach {
  readonly until: number;
  readonly oldest: number;
  readonly now: number;
}

function mentionIn(mentions: Mentions, { wanted, events }: Stretch): void {
  const { sid: object, found } = wanted;
  // Each wish names the types of the events it finds.
  const all = events.map((event): Mention => ({ object, event: event as Mention['event'] }));
  if (found.shown === 'messages') mentions.messages.push(...(all as MessageMention[]));
  if (found.shown === 'participants') mentions.participants.push(...(all as ParticipantMention[]));
  if (found.shown !== 'myConversations' || !('user' in found)) return;
  const { identity, service_sid } = found.user;
  const isHis = ({ event: { type, data } }: Mention) =>
    data.serviceSid === service_sid &&
    (type !== 'thread.removed' || (data as { identities: readonly string[] }).identities.includes(identity));
  mentions.places.push(...all.filter(isHis).map((one) => ({ ...(one as PlaceMention), identity })));
}

/** Tells what has been read; where nothing is left to tell of a stretch that is not whole, reads on. */
async function replayItems(
  database: Database,
  wanted: readonly Wanted[],
  until: number,
): Promise<readonly Replay[]> {
  const replays: Replay[] = [];
  for (let open = wanted; open.length > 0; ) {
    const stretches = await readMissed(database, open, until);
    const mentions = noMentions();
    for (const stretch of stretches) mentionIn(mentions, stretch);
    const told = await tell(database.read, mentions);
    open = stretches.flatMap(({ wanted: one, upTo, isWhole }) => {
      const events = told.get(one.sid) ?? [];
      if (!isWhole && events.length === 0) return [{ ...one, after: upTo }];
      replays.push({ sid: one.sid, events, upTo: isWhole ? until : (events.at(-1)?.id ?? upTo), isWhole });
      return [];
    });
  }
  return replays;
}

/** Tells what something is now, where anything has happened to it or the log has forgotten what. */
async function replayNow(
  database: Database,
  wanted: readonly Wanted[],
  { until, oldest, now }: Reach,
): Promise<readonly Replay[]> {
  const stretches = await readMissed(database, wanted, until);
  const changed = stretches
    .filter(
      ({ events, wanted: { after } }) => events.length > 0 || after === null || isForgotten(after, oldest),
    )
    .map((stretch) => stretch.wanted.found);
  const sidsOf = (isOfUser: boolean) =>
    changed.filter((found) => 'user' in found === isOfUser).map((found) => subjectOf(found));
  const threads = await threadsNow(database.read, sidsOf(false));
  const users = await usersNow(database.read, sidsOf(true));
  return wanted.map(({ sid, found }): Replay => {
    const subject = subjectOf(found);
    const user = found.shown === 'userInfo' ? users.get(subject) : undefined;
    if (found.shown === 'userInfo') {
      const events = user === undefined ? [] : userEvents(user, until, now);
      return { sid, events, upTo: userUpTo(until), isWhole: true };
    }
    const thread = threads.get(subject);
    const data = thread === undefined ? null : conversationData(thread);
    const updated = { id: until, at: now, change: 'updated', revision: String(until) } as const;
    const events: SyncEvent[] = data === null ? [] : [{ ...updated, data }];
    return { sid, events, upTo: until, isWhole: true };
  });
}

/** Whether something may have happened behind a number that the log does not tell of any more. */
function isForgotten(after: number, oldest: number): boolean {
  return after < oldest - 1;
}

/** Where the client is that asks; null when it has been told only a part of what there was to tell. */
function placeOf(known: Found, after: number): number | null {
  const number = Math.max(0, Math.floor(after));
  return known.shown === 'userInfo' ? logNumberOfUser(number) : number;
}

function unmoved(sid: string, known: Found, until: number): Replay {
  return { sid, events: [], upTo: known.shown === 'userInfo' ? userUpTo(until) : until, isWhole: true };
}

async function replaySome(
  database: Database,
  viewer: SyncViewer,
  requests: readonly ReplayRequest[],
  now: number,
): Promise<readonly Answer[]> {
  const until = await settledNumber(database);
  const named = requests.map(({ sid, kind }) => ({ kind, meanings: shownBySid(sid) }));
  const found = await findShown(database, viewer, named);
  const answers: Answer[] = [];
  const wanted: Wanted[] = [];
  requests.forEach(({ sid, after }, number) => {
    const known = found[number] ?? null;
    if (known === null) return;
    if (!known.isSeen) answers.push({ sid, refusal: apiError(54007) });
    else if (after === null) answers.push(unmoved(sid, known, until));
    else wanted.push({ sid, found: known, after: placeOf(known, after) });
  });
  if (wanted.length === 0) return answers;
  const first = await oldestEvent(database);
  const reach = { until, oldest: first === null ? 0 : numberOf(first), now };
  return [...answers, ...(await replayWanted(database, wanted, reach))];
}

/**
 * Replays what can be. Left out is an object whose client knows more than ever happened, because that was another
 * time of the database, and a list or map of which the log has forgotten too much: the client opens those again.
 */
async function replayWanted(
  database: Database,
  wanted: readonly Wanted[],
  reach: Reach,
): Promise<readonly Replay[]> {
  const known = wanted.filter(({ after }) => after === null || after <= reach.until);
  const items = known.filter((one) => !isToldAsNow(one) && !isForgotten(one.after ?? 0, reach.oldest));
  return [
    ...(await replayNow(database, known.filter(isToldAsNow), reach)),
    ...(await replayItems(database, items, reach.until)),
  ];
}

/** What has been missed of objects, however many they are; objects that are not there are left out. */
export async function replayOf(
  database: Database,
  viewer: SyncViewer,
  requests: readonly ReplayRequest[],
  now: number,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < requests.length; at += OBJECTS_AT_ONCE) {
    answers.push(...(await replaySome(database, viewer, requests.slice(at, at + OBJECTS_AT_ONCE), now)));
  }
  return answers;
}
