// The JSON endpoints behind the page /handset. All of them take an optional `account` (the first account when it is
// not given); a refused request answers 4xx with `{code, message, more_info, status}` and changes nothing.
//
//   GET  /handset/api/phones                          phones, and the numbers they can write to
//   POST /handset/api/phones      {address}           adds a phone; the same again is the phone that is there
//   POST /handset/api/behaviour   {address, behaviour: normal|slow|fail, delaySeconds?, errorCode?}
//   GET  /handset/api/threads?phone=                  threads of a phone by their last text
//   GET  /handset/api/messages?phone=&contact=&before=&limit=    texts of a thread, oldest first
//   POST /handset/api/messages    {phone, contact, body, id?}    types a text; the same `id` again sends nothing
//   GET  /handset/api/events                          Server-Sent Events: `phone` with the address that changed
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { CarrierEvents } from '#delivery/port.ts';
import { decodeForm } from '#http/form-body.ts';
import { readInput } from '#http/parameters.ts';
import { notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { displayAddress } from './display.ts';
import type { LiveUpdates } from './live-updates.ts';
import { changeBehaviour, ensurePhones, phoneKey } from './phones.ts';
import { presentMessage, presentPhone, presentThread } from './present.ts';
import { listContacts, listMessages, listPhones, listThreads } from './reading.ts';
import * as requests from './requests.ts';
import { typeOnPhone } from './typing.ts';

const MESSAGES_A_PAGE = 50;

function queryOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  const mark = request.url.indexOf('?');
  return readInput(schema, mark === -1 ? {} : decodeForm(request.url.slice(mark + 1)));
}

function bodyOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  return requests.readJson(schema, request.headers['content-type'], request.body);
}

/** Adds the endpoints. */
export function addEndpoints(
  server: FastifyInstance,
  context: Context,
  tellDelivery: () => CarrierEvents,
  updates: LiveUpdates,
): void {
  const { database } = context;

  async function accountOf(given: string | null | undefined): Promise<string> {
    let query = database.read.selectFrom('accounts').select('sid').orderBy('sid').limit(1);
    if (given !== null && given !== undefined) query = query.where('sid', '=', given);
    const account = await query.executeTakeFirst();
    if (account === undefined) throw notFound(`/Accounts/${given ?? ''}`);
    return account.sid;
  }

  server.get('/handset/api/phones', async (request) => {
    const account = await accountOf(queryOf(requests.ofAccount, request).account);
    const [phones, contacts] = await Promise.all([
      listPhones(database.read, account),
      listContacts(database.read, account),
    ]);
    return {
      account,
      phones: phones.map(({ phone, last }) => presentPhone(phone, last)),
      contacts: contacts.map((number) => ({
        address: number.phone_number,
        display: displayAddress(number.phone_number),
        name: number.friendly_name,
      })),
    };
  });

  server.post('/handset/api/phones', async (request, reply) => {
    const { account, address } = bodyOf(requests.addPhone, request);
    const accountSid = await accountOf(account);
    const phones = await database.transaction((tx) => ensurePhones(tx, [{ accountSid, address }]));
    reply.code(201);
    return presentPhone(phones.get(phoneKey(accountSid, address))!, undefined);
  });

  server.post('/handset/api/behaviour', async (request) => {
    const { account, address, behaviour, delaySeconds, errorCode } = bodyOf(requests.setBehaviour, request);
    const accountSid = await accountOf(account);
    const change = {
      behaviour,
      ...(delaySeconds == null ? {} : { delay_seconds: delaySeconds }),
      ...(errorCode == null ? {} : { error_code: errorCode }),
    };
    const phone = await database.transaction((tx) => changeBehaviour(tx, { accountSid, address }, change));
    if (phone === undefined) throw notFound(`/handset/phones/${address}`);
    return presentPhone(phone, undefined);
  });

  server.get('/handset/api/threads', async (request) => {
    const { account, phone } = queryOf(requests.ofPhone, request);
    const threads = await listThreads(database.read, await accountOf(account), phone);
    return { threads: threads.map(presentThread) };
  });

  server.get('/handset/api/messages', async (request) => {
    const { account, phone, contact, before, limit } = queryOf(requests.ofThread, request);
    const accountSid = await accountOf(account);
    const { messages, hasEarlier } = await listMessages(database.read, {
      accountSid,
      phone,
      contact,
      before: before ?? null,
      limit: limit ?? MESSAGES_A_PAGE,
    });
    return { messages: messages.map(presentMessage), hasEarlier };
  });

  server.post('/handset/api/messages', async (request, reply) => {
    const { account, phone, contact, body, id } = bodyOf(requests.typeText, request);
    const accountSid = await accountOf(account);
    const typed = { accountSid, phone, contact, body, id: id ?? randomUUID() };
    const message = await database.transaction((tx) => typeOnPhone(tx, typed, tellDelivery()));
    reply.code(201);
    return presentMessage(message);
  });

  server.get('/handset/api/events', async (request, reply) => {
    const accountSid = await accountOf(queryOf(requests.ofAccount, request).account);
    updates.stream(accountSid, reply);
  });
}
