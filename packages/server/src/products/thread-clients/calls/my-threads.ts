// Requests of clients about the threads their user is in or invited to, and his place in them.
import { z } from 'zod';
import { int, oneOf, readInput } from '#http/parameters.ts';
import { notFound } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { findThread, findUserPlace, listUserPlaces, type UserPlace } from '#threads/threads.ts';
import { type ClientContext, updatePlace } from '../actions/actions.ts';
import { act, type ClientCall, type Generation, OLDER_CHAT, routesOf } from './client-call.ts';
import { pageOf } from './pages.ts';
import { presentSynced, presentThread } from './present.ts';

const changes = z.object({
  last_read_message_index: int(0).nullish(),
  last_consumed_message_index: int(0).nullish(),
  notification_level: oneOf(['default', 'muted']).nullish(),
});

/** Clients of Conversations know nothing of invites. */
function placesOf({ clients, viewer, query }: ClientCall) {
  let places = listUserPlaces(clients.database.read, viewer.user);
  if (viewer.face === 'conversations') places = places.where('status', '=', 'joined');
  const only = query['ChannelSid'];
  return typeof only === 'string' ? places.where('thread_sid', '=', only) : places;
}

async function threadsOf(
  { clients }: ClientCall,
  places: readonly UserPlace[],
): Promise<ReadonlyMap<string, ThreadRow>> {
  if (places.length === 0) return new Map();
  const sids = places.map(({ thread_sid }) => thread_sid);
  const threads = await clients.database.read
    .selectFrom('threads')
    .selectAll()
    .where('sid', 'in', sids)
    .execute();
  return new Map(threads.map((thread) => [thread.sid, thread]));
}

async function list(call: ClientCall): Promise<TunnelAnswer> {
  const { rows, meta } = await pageOf<UserPlace>(call, placesOf(call), 'sid');
  const threads = await threadsOf(call, rows);
  const mine = rows.flatMap((place) => {
    const thread = threads.get(place.thread_sid);
    return thread === undefined ? [] : [presentThread(call.root, thread, place)];
  });
  return { status: 200, body: { [call.generation.listKey]: mine, meta } };
}

/** What a session of Programmable Chat up to 3.4 begins with. */
async function listSynced(call: ClientCall): Promise<TunnelAnswer> {
  const { rows, meta } = await pageOf<UserPlace>(call, placesOf(call), 'sid');
  return {
    status: 200,
    body: { channels: rows.map((place) => presentSynced(place.thread_sid, place)), meta },
  };
}

async function fetch(call: ClientCall): Promise<TunnelAnswer> {
  const { clients, viewer, params } = call;
  const { read } = clients.database;
  const name = params['Thread']!;
  const thread = await findThread(read, viewer.service.account_sid, viewer.service.sid, name);
  const place = thread === undefined ? undefined : await findUserPlace(read, viewer.user, thread.sid);
  if (thread === undefined || place === undefined) throw notFound(`/MyConversations/${name}`);
  return { status: 200, body: presentThread(call.root, thread, place) };
}

async function update(call: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(changes, call.body);
  const { last_read_message_index: read, last_consumed_message_index: consumed } = input;
  const seen = await act(call, updatePlace, {
    thread: call.params['Thread']!,
    lastReadIndex: read === undefined ? consumed : read,
    notificationLevel: input.notification_level ?? undefined,
  });
  return {
    status: 200,
    body: {
      conversation_sid: seen.thread_sid,
      channel_sid: seen.thread_sid,
      last_read_message_index: seen.last_read_index,
      last_consumed_message_index: seen.last_read_index,
      notification_level: seen.notification_level,
      unread_messages_count: seen.unread_messages_count,
      url: `${call.root}/MyConversations/${seen.thread_sid}`,
    },
  };
}

/** The routes of one generation. */
export function myThreadRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  const route = routesOf(clients, generation);
  return [
    route('GET', '/MyConversations', list),
    route('GET', '/MyConversations/{Thread}', fetch),
    route('POST', '/MyConversations/{Thread}', update),
    ...(generation === OLDER_CHAT ? [route('GET', '/SyncList', listSynced)] : []),
  ];
}
