// The JSON endpoints behind the page /handset. All of them take an optional `account` (the first account when it is
// not given); a refused request answers 4xx with `{code, message, more_info, status}` and changes nothing.
//
//   GET  /handset/api/phones                          phones, and the addresses they can write to
//   POST /handset/api/phones      {address, name?}    adds a phone; the same again is the phone that is there
//   POST /handset/api/customers   {}                  adds a phone with a name and a number that are made up
//   POST /handset/api/behaviour   {address, behaviour?: normal|slow|fail|off, delaySeconds?, errorCode?,
//                                  channelErrorCode?, failNext?, sendsRead?, name?}
//   GET  /handset/api/threads?phone=                  threads of a phone over its addresses, by their last text
//   GET  /handset/api/messages?phone=&contact=&before=&limit=    texts of a thread, oldest first
//   POST /handset/api/messages    {phone, contact, body?, files?, id?}    the same `id` again sends nothing
//   POST /handset/api/look        {phone, contact}    what the thread shows was read
//   GET  /handset/api/events                          Server-Sent Events: `phone` with the phone that changed
//
// Files and busy days have endpoints of their own: file-endpoints.ts, busy-day/endpoints.ts.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { invalidParameter, notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { Reader } from '#storage/database.ts';
import { accountOf, bodyOf, queryOf } from './accounts.ts';
import { changeBehaviour, type PhoneChange } from './behaviour.ts';
import { findBusyDay } from './busy-day/day.ts';
import { presentBusyDay } from './busy-day/progress.ts';
import { type AnsweredAddresses, listContacts } from './contacts.ts';
import { FAILURES } from './failures.ts';
import type { LiveUpdates } from './live-updates.ts';
import { lookAt } from './looking.ts';
import { addMadeUpCustomer } from './made-up.ts';
import { phoneOf } from './phone-of.ts';
import { ensurePhones, phoneKey } from './phones.ts';
import { presentContact, presentMessage, presentPhone, presentThread } from './present.ts';
import { addressesOf, listMessages, listPhones, listThreads } from './reading.ts';
import * as requests from './requests.ts';
import { type PhoneLine, typeOnPhone } from './typing.ts';

const MESSAGES_A_PAGE = 50;

/** What the endpoints need beside the context. */
export interface EndpointOptions {
  readonly line: () => PhoneLine;
  readonly updates: LiveUpdates;
  readonly answered: AnsweredAddresses;
}

/** A phone as it is now, without what was said on it. */
async function readPhone(db: Reader, accountSid: string, phone: string) {
  const rows = await db
    .selectFrom('handset_phones')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('phone', '=', phone)
    .orderBy('address')
    .execute();
  return presentPhone({ phone, rows, last: undefined, unread: 0 });
}

/** Adds the endpoints. */
export function addEndpoints(
  server: FastifyInstance,
  context: Context,
  { line, updates, answered }: EndpointOptions,
): void {
  const { database } = context;

  server.get('/handset/api/phones', async (request) => {
    const account = await accountOf(database.read, queryOf(requests.ofAccount, request).account);
    const [phones, contacts, day] = await Promise.all([
      listPhones(database.read, account),
      listContacts(database.read, account, answered),
      findBusyDay(database.read, account),
    ]);
    return {
      account,
      phones: phones.map(presentPhone),
      contacts: contacts.map(presentContact),
      failures: FAILURES,
      limits: { fileBytes: context.config.media.maxBytes, files: requests.MOST_FILES },
      busyDay: presentBusyDay(day, context.clock.now()),
    };
  });

  server.post('/handset/api/phones', async (request, reply) => {
    const { account, address, name } = bodyOf(requests.addPhone, request);
    const accountSid = await accountOf(database.read, account);
    const phone = await database.transaction(async (tx) => {
      const rows = await ensurePhones(tx, [{ accountSid, address, ...(name == null ? {} : { name }) }]);
      return readPhone(tx.db, accountSid, rows.get(phoneKey(accountSid, address))!.phone);
    });
    reply.code(201);
    return phone;
  });

  server.post('/handset/api/customers', async (request, reply) => {
    const accountSid = await accountOf(database.read, bodyOf(requests.ofAccount, request).account);
    const phone = await database.transaction(async (tx) =>
      readPhone(tx.db, accountSid, await addMadeUpCustomer(tx, accountSid)),
    );
    reply.code(201);
    return phone;
  });

  server.post('/handset/api/behaviour', async (request) => {
    const { account, address, ...wanted } = bodyOf(requests.setBehaviour, request);
    const accountSid = await accountOf(database.read, account);
    const change: PhoneChange = {
      ...(wanted.behaviour == null ? {} : { behaviour: wanted.behaviour }),
      ...(wanted.delaySeconds == null ? {} : { delay_seconds: wanted.delaySeconds }),
      ...(wanted.failNext == null ? {} : { fail_next: wanted.failNext }),
      ...(wanted.sendsRead == null ? {} : { sends_read: wanted.sendsRead ? 1 : 0 }),
      ...(wanted.name == null ? {} : { name: wanted.name }),
    };
    const codes = [wanted.errorCode, wanted.channelErrorCode].filter((code) => code != null);
    return database.transaction(async (tx) => {
      if (!(await changeBehaviour(tx, { accountSid, address }, change, codes))) {
        throw notFound(`/handset/phones/${address}`);
      }
      return readPhone(tx.db, accountSid, phoneOf(address));
    });
  });

  server.get('/handset/api/threads', async (request) => {
    const { account, phone } = queryOf(requests.ofPhone, request);
    const accountSid = await accountOf(database.read, account);
    const addresses = await addressesOf(database.read, accountSid, phoneOf(phone));
    const threads = await listThreads(database.read, accountSid, addresses);
    return { threads: threads.map(presentThread) };
  });

  server.get('/handset/api/messages', async (request) => {
    const { account, phone, contact, before, limit } = queryOf(requests.ofThread, request);
    const accountSid = await accountOf(database.read, account);
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
    const { account, phone, contact, body, files, id } = bodyOf(requests.typeText, request);
    const written = body ?? '';
    if (written.trim() === '' && (files ?? []).length === 0) throw invalidParameter('body', 'it is empty');
    const accountSid = await accountOf(database.read, account);
    const typed = { accountSid, phone, contact, body: written, files: files ?? [], id: id ?? randomUUID() };
    const message = await database.transaction((tx) => typeOnPhone(tx, typed, line()));
    reply.code(201);
    return presentMessage(message);
  });

  server.post('/handset/api/look', async (request) => {
    const { account, phone, contact } = bodyOf(requests.lookAt, request);
    const accountSid = await accountOf(database.read, account);
    const read = await database.transaction((tx) =>
      lookAt(tx, { accountSid, phone, contact }, line().events),
    );
    return { read };
  });

  server.get('/handset/api/events', async (request, reply) => {
    const { account } = queryOf(requests.ofAccount, request);
    updates.stream(await accountOf(database.read, account), reply);
  });
}
