// Requests of clients about messages, and what became of them on their way to phones.
import { z } from 'zod';
import { list as listOf, readInput, sid, text } from '#http/parameters.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { MEDIA_PER_MESSAGE } from '#media/media.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import type { MessageRow, ReceiptRow, ThreadRow } from '#storage/schema/threads.ts';
import { findMessage } from '#threads/threads.ts';
import {
  type ClientContext,
  deleteMessage,
  editMessage,
  requireMessages,
  sendMessage,
} from '../actions/actions.ts';
import { act, type ClientCall, type Generation, routesOf } from './client-call.ts';
import { EMPTY_PAGE, pageOf } from './pages.ts';
import { presentMessage, presentReceipt } from './present.ts';

/** Longer than anything allowed, so that the actions refuse in Twilio's codes. */
const LONG = 131_072;

const creation = z.object({
  body: text(LONG).nullish(),
  subject: text(LONG).nullish(),
  attributes: text(LONG).nullish(),
  media_sid: sid('ME').nullish(),
  media_sids: listOf(sid('ME'), MEDIA_PER_MESSAGE).nullish(),
  content_sid: sid('HX').nullish(),
  content_variables: text(16_384).nullish(),
});
const changes = z.object({ body: text(LONG).nullish(), attributes: text(LONG).nullish() });

async function requireMessage(call: ClientCall): Promise<{ thread: ThreadRow; message: MessageRow }> {
  const { clients, viewer, params } = call;
  const { read } = clients.database;
  const { thread } = await requireMessages(read, viewer, params['Thread']!);
  const message = await findMessage(read, thread.account_sid, thread.sid, params['Message']!);
  if (message === undefined) throw notFound(`/Messages/${params['Message']}`);
  return { thread, message };
}

async function list(call: ClientCall): Promise<TunnelAnswer> {
  const { read } = call.clients.database;
  const { thread } = await requireMessages(read, call.viewer, call.params['Thread']!);
  const query = read.selectFrom('messages').selectAll().where('thread_sid', '=', thread.sid);
  const direction = call.query['Order'] === 'desc' ? 'desc' : 'asc';
  const { rows, meta } = await pageOf<MessageRow>(call, query, 'message_index', direction);
  return { status: 200, body: { messages: rows.map((row) => presentMessage(call.root, row)), meta } };
}

async function fetch(call: ClientCall): Promise<TunnelAnswer> {
  const { message } = await requireMessage(call);
  return { status: 200, body: presentMessage(call.root, message) };
}

async function send(call: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(creation, call.body);
  const row = await act(call, sendMessage, {
    thread: call.params['Thread']!,
    body: input.body,
    subject: input.subject,
    attributes: input.attributes,
    mediaSids: input.media_sids ?? (input.media_sid ? [input.media_sid] : null),
    contentSid: input.content_sid,
    contentVariables: input.content_variables,
  });
  return { status: 201, body: presentMessage(call.root, row) };
}

async function edit(call: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(changes, call.body);
  const row = await act(call, editMessage, {
    thread: call.params['Thread']!,
    message: call.params['Message']!,
    body: input.body === null ? '' : input.body,
    attributes: input.attributes === null ? '{}' : input.attributes,
  });
  return { status: 200, body: presentMessage(call.root, row) };
}

async function remove(call: ClientCall): Promise<TunnelAnswer> {
  await act(call, deleteMessage, { thread: call.params['Thread']!, message: call.params['Message']! });
  return { status: 204 };
}

async function receipts(call: ClientCall): Promise<TunnelAnswer> {
  const { message } = await requireMessage(call);
  const query = call.clients.database.read
    .selectFrom('receipts')
    .selectAll()
    .where('message_sid', '=', message.sid);
  const { rows, meta } = await pageOf<ReceiptRow>(call, query, 'sid');
  return { status: 200, body: { delivery_receipts: rows.map(presentReceipt), meta } };
}

/** No carrier here says anything of a message beside the message. */
async function channelMetadata(call: ClientCall): Promise<TunnelAnswer> {
  await requireMessage(call);
  throw apiError(50530);
}

/** Recipients are told of e-mails only, and none is carried here. */
async function recipients(call: ClientCall): Promise<TunnelAnswer> {
  await requireMessages(call.clients.database.read, call.viewer, call.params['Thread']!);
  return { status: 200, body: { message_recipients: [], meta: EMPTY_PAGE } };
}

/** The routes of one generation. */
export function messageRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  const route = routesOf(clients, generation);
  const path = '/Conversations/{Thread}/Messages';
  return [
    route('GET', path, list),
    route('POST', path, send),
    route('GET', `${path}/{Message}`, fetch),
    route('POST', `${path}/{Message}`, edit),
    route('DELETE', `${path}/{Message}`, remove),
    route('GET', `${path}/{Message}/Receipts`, receipts),
    route('GET', `${path}/{Message}/ChannelMetadata`, channelMetadata),
    route('GET', '/Conversations/{Thread}/MessageRecipients', recipients),
  ];
}
