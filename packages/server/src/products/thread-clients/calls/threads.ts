// Requests of clients about threads: public ones, one of them, and making, changing and removing them.
import { sql } from 'kysely';
import { z } from 'zod';
import { oneOf, readInput, text } from '#http/parameters.ts';
import { apiError } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { findUserPlace, isAllowed, listUserPlaces } from '#threads/threads.ts';
import {
  type ClientContext,
  createThread,
  deleteThread,
  editThread,
  permissionsOf,
  requireReadable,
} from '../actions/actions.ts';
import { act, type ClientCall, type Generation, routesOf } from './client-call.ts';
import { pageOf } from './pages.ts';
import { type OwnPlace, presentThread } from './present.ts';

/** Longer than any attributes, so that the actions refuse in Twilio's codes. */
const ATTRIBUTES = 131_072;

const fields = {
  friendly_name: text(4_096).nullish(),
  unique_name: text(4_096).nullish(),
  attributes: text(ATTRIBUTES).nullish(),
};
/** It is no parameter, so that the index of public threads serves the question. */
const isPublic = sql<boolean>`type = 'public'`;

const creation = z.object({ ...fields, type: oneOf(['public', 'private']).nullish() });
const changes = z.object(fields);

/** The viewer's places in threads, by thread. */
export async function placesIn(
  { clients, viewer }: ClientCall,
  threads: readonly ThreadRow[],
): Promise<ReadonlyMap<string, OwnPlace>> {
  if (threads.length === 0) return new Map();
  const sids = threads.map(({ sid }) => sid);
  const places = await listUserPlaces(clients.database.read, viewer.user)
    .where('thread_sid', 'in', sids)
    .execute();
  return new Map(places.map((place) => [place.thread_sid, place]));
}

async function answer(call: ClientCall, status: 200 | 201, thread: ThreadRow): Promise<TunnelAnswer> {
  const place = await findUserPlace(call.clients.database.read, call.viewer.user, thread.sid);
  return { status, body: presentThread(call.root, thread, place) };
}

/** The public threads of the service, which whoever may join them may see (`joinChannel`). */
async function list(call: ClientCall): Promise<TunnelAnswer> {
  const { clients, viewer, root, generation } = call;
  const { read } = clients.database;
  const permissions = await permissionsOf(read, [viewer.user.role_sid]);
  if (!isAllowed(permissions, 'thread.read', { isPublic: true })) throw apiError(50107);
  const query = read
    .selectFrom('threads')
    .selectAll()
    .where('service_sid', '=', viewer.service.sid)
    .where(isPublic);
  const { rows, meta } = await pageOf<ThreadRow>(call, query, 'sid');
  const places = await placesIn(call, rows);
  const threads = rows.map((thread) => presentThread(root, thread, places.get(thread.sid)));
  return { status: 200, body: { [generation.listKey]: threads, meta } };
}

async function fetch(call: ClientCall): Promise<TunnelAnswer> {
  const { thread } = await requireReadable(call.clients.database.read, call.viewer, call.params['Thread']!);
  return answer(call, 200, thread);
}

async function create(call: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(creation, call.body);
  const thread = await act(call, createThread, {
    friendlyName: input.friendly_name,
    uniqueName: input.unique_name,
    attributes: input.attributes,
    type: input.type ?? undefined,
  });
  return answer(call, 201, thread);
}

async function update(call: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(changes, call.body);
  const thread = await act(call, editThread, {
    thread: call.params['Thread']!,
    friendlyName: input.friendly_name,
    uniqueName: input.unique_name,
    attributes: input.attributes === null ? '{}' : input.attributes,
  });
  return answer(call, 200, thread);
}

async function remove(call: ClientCall): Promise<TunnelAnswer> {
  await act(call, deleteThread, { thread: call.params['Thread']! });
  return { status: 204 };
}

/** The routes of one generation. */
export function threadRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  const route = routesOf(clients, generation);
  return [
    route('GET', '/Conversations', list),
    route('POST', '/Conversations', create),
    route('GET', '/Conversations/{Thread}', fetch),
    route('POST', '/Conversations/{Thread}', update),
    route('DELETE', '/Conversations/{Thread}', remove),
  ];
}
