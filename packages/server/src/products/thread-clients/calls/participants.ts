// Requests of clients about who is in a thread, and who is invited.
import { z } from 'zod';
import { readInput, text } from '#http/parameters.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import { findParticipant } from '#threads/threads.ts';
import {
  addParticipant,
  type ClientContext,
  declineInvite,
  editParticipant,
  inviteUser,
  removeParticipant,
  requireReadable,
} from '../actions/actions.ts';
import { act, type ClientCall, type Generation, routesOf } from './client-call.ts';
import { pageOf } from './pages.ts';
import { presentParticipant } from './present.ts';

const ATTRIBUTES = 131_072;
const address = () => text(4_096).nullish();

const addition = z.object({
  identity: text(4_096).nullish(),
  attributes: text(ATTRIBUTES).nullish(),
  messaging_binding: z.object({ address: address(), proxy_address: address() }).nullish(),
});
const changes = z.object({ attributes: text(ATTRIBUTES).nullish() });
const invitation = z.object({ identity: text(4_096).min(1, 'it is empty'), role_sid: text(64).nullish() });

async function list(call: ClientCall): Promise<TunnelAnswer> {
  const { read } = call.clients.database;
  const { thread } = await requireReadable(read, call.viewer, call.params['Thread']!);
  const query = read.selectFrom('participants').selectAll().where('thread_sid', '=', thread.sid);
  const { rows, meta } = await pageOf<ParticipantRow>(call, query, 'sid');
  return {
    status: 200,
    body: { participants: rows.map((row) => presentParticipant(call.root, row)), meta },
  };
}

async function fetch(call: ClientCall): Promise<TunnelAnswer> {
  const { clients, viewer, params } = call;
  const { read } = clients.database;
  const { thread } = await requireReadable(read, viewer, params['Thread']!);
  const row = await findParticipant(read, thread.account_sid, thread.sid, params['Participant']!);
  if (row === undefined) throw notFound(`/Participants/${params['Participant']}`);
  return { status: 200, body: presentParticipant(call.root, row) };
}

async function add(call: ClientCall): Promise<TunnelAnswer> {
  const { identity, attributes, messaging_binding: binding } = readInput(addition, call.body);
  if (!identity && !binding) throw apiError(50411, undefined, { parameter: 'identity' });
  const row = await act(call, addParticipant, {
    thread: call.params['Thread']!,
    identity,
    attributes,
    ...(binding
      ? { binding: { address: binding.address || null, proxyAddress: binding.proxy_address || null } }
      : {}),
  });
  return { status: 201, body: presentParticipant(call.root, row) };
}

async function update(call: ClientCall): Promise<TunnelAnswer> {
  const { attributes } = readInput(changes, call.body);
  const row = await act(call, editParticipant, {
    thread: call.params['Thread']!,
    participant: call.params['Participant']!,
    attributes: attributes ?? undefined,
  });
  return { status: 200, body: presentParticipant(call.root, row) };
}

async function remove(call: ClientCall): Promise<TunnelAnswer> {
  await act(call, removeParticipant, {
    thread: call.params['Thread']!,
    participant: call.params['Participant']!,
  });
  return { status: 204 };
}

async function invite(call: ClientCall): Promise<TunnelAnswer> {
  const { identity, role_sid: roleSid } = readInput(invitation, call.body);
  const row = await act(call, inviteUser, { thread: call.params['Thread']!, identity, roleSid });
  const { sid, thread_sid: conversation_sid, role_sid, created_by } = row;
  return { status: 201, body: { sid, conversation_sid, identity: row.identity, role_sid, created_by } };
}

/** An invite is declined by whom it was made for, and by nobody else. */
async function decline(call: ClientCall): Promise<TunnelAnswer> {
  if (call.params['Identity'] !== call.viewer.identity) throw apiError(50107);
  await act(call, declineInvite, { thread: call.params['Thread']! });
  return { status: 204 };
}

/** The routes of one generation. */
export function participantRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  const route = routesOf(clients, generation);
  const path = '/Conversations/{Thread}';
  return [
    route('GET', `${path}/Participants`, list),
    route('POST', `${path}/Participants`, add),
    route('GET', `${path}/Participants/{Participant}`, fetch),
    route('POST', `${path}/Participants/{Participant}`, update),
    route('DELETE', `${path}/Participants/{Participant}`, remove),
    route('POST', `${path}/Invites`, invite),
    route('DELETE', `${path}/Invites/{Identity}`, decline),
  ];
}
