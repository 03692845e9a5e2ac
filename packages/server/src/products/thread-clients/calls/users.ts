// Requests of clients about users: themselves, others of their service, and those of a thread.
import { z } from 'zod';
import { readInput, text } from '#http/parameters.ts';
import { missingParameter, notFound } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import type { UserRow } from '#storage/schema/threads.ts';
import { findUser } from '#threads/threads.ts';
import { type ClientContext, editUser, requireReadable } from '../actions/actions.ts';
import { act, type ClientCall, type Generation, routesOf } from './client-call.ts';
import { pageOf } from './pages.ts';
import { presentUser } from './present.ts';

const changes = z.object({ friendly_name: text(4_096).nullish(), attributes: text(131_072).nullish() });

/** A user with his place in a thread, by which the list is ordered. */
type PlacedUser = UserRow & { readonly participant_sid: string };

/** The users in one thread; Twilio lists no others to clients. */
async function list(call: ClientCall): Promise<TunnelAnswer> {
  const { clients, viewer, query, root } = call;
  const name = query['ConversationSid'] ?? query['ChannelSid'];
  if (typeof name !== 'string') throw missingParameter('ConversationSid');
  const { read } = clients.database;
  const { thread } = await requireReadable(read, viewer, name);
  const users = read
    .selectFrom('participants')
    .innerJoin('users', (join) =>
      join
        .onRef('users.service_sid', '=', 'participants.service_sid')
        .onRef('users.identity', '=', 'participants.identity'),
    )
    .selectAll('users')
    .select('participants.sid as participant_sid')
    .where('participants.thread_sid', '=', thread.sid);
  const placed = read.selectFrom(users.as('placed')).selectAll();
  const { rows, meta } = await pageOf<PlacedUser>(call, placed, 'participant_sid');
  return { status: 200, body: { users: rows.map((row) => presentUser(root, row)), meta } };
}

async function fetch(call: ClientCall): Promise<TunnelAnswer> {
  const { clients, viewer, params } = call;
  const { account_sid, sid } = viewer.service;
  const row = await findUser(clients.database.read, account_sid, sid, params['User']!);
  if (row === undefined) throw notFound(`/Users/${params['User']}`);
  return { status: 200, body: presentUser(call.root, row) };
}

async function update(call: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(changes, call.body);
  const row = await act(call, editUser, {
    user: call.params['User']!,
    friendlyName: input.friendly_name,
    attributes: input.attributes === null ? '{}' : input.attributes,
  });
  return { status: 200, body: presentUser(call.root, row) };
}

/** The routes of one generation. */
export function userRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  const route = routesOf(clients, generation);
  return [
    route('GET', '/Users', list),
    route('GET', '/Users/{User}', fetch),
    route('POST', '/Users/{User}', update),
  ];
}
