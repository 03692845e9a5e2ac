// Starting, watching and stopping a busy day.
//
//   POST   /handset/api/busy-day  {customers?, minutes?, seed?, contacts?}   201; 409/20409 while one is on
//   GET    /handset/api/busy-day                                             {busyDay}, null without one
//   DELETE /handset/api/busy-day                                             204; 404/20404 without one
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { apiError, notFound } from '#kernel/errors.ts';
import type { PhoneFiles } from '#media/media.ts';
import type { Context } from '#server/context.ts';
import { accountOf, bodyOf, queryOf } from '../accounts.ts';
import { type AnsweredAddresses, listContacts } from '../contacts.ts';
import * as requests from '../requests.ts';
import { endBusyDay, findBusyDay, startBusyDay } from './day.ts';
import { presentBusyDay } from './progress.ts';

const CUSTOMERS = 20;
const MINUTES = 10;

/** Adds the endpoints. */
export function addBusyDayEndpoints(
  server: FastifyInstance,
  { database, clock }: Context,
  { files, answered }: { files: PhoneFiles; answered: AnsweredAddresses },
): void {
  const read = async (accountSid: string) => ({
    busyDay: presentBusyDay(await findBusyDay(database.read, accountSid), clock.now()),
  });

  /** The addresses that were asked for, or else all that somebody answers at. */
  const contactsFor = async (accountSid: string, given: readonly string[] | null | undefined) => {
    const contacts = await listContacts(database.read, accountSid, answered);
    const known = contacts.map(({ address }) => address);
    const wanted = given ?? contacts.filter(({ isAnswered }) => isAnswered).map(({ address }) => address);
    const unknown = wanted.find((address) => !known.includes(address));
    if (unknown !== undefined) throw apiError(20404, `No contact centre answers at ${unknown}`);
    if (wanted.length > 0) return wanted;
    throw apiError(20001, 'No address of the contact centre has an enabled flow; name some in contacts', {
      parameter: 'contacts',
    });
  };

  server.get('/handset/api/busy-day', async (request) =>
    read(await accountOf(database.read, queryOf(requests.ofAccount, request).account)),
  );

  server.post('/handset/api/busy-day', async (request, reply) => {
    const { account, customers, minutes, seed, contacts } = bodyOf(requests.startBusyDay, request);
    const accountSid = await accountOf(database.read, account);
    await startBusyDay({ database, files }, accountSid, {
      customers: customers ?? CUSTOMERS,
      minutes: minutes ?? MINUTES,
      seed: seed ?? randomUUID().slice(0, 8),
      contacts: await contactsFor(accountSid, contacts),
    });
    reply.code(201);
    return read(accountSid);
  });

  server.delete('/handset/api/busy-day', async (request, reply) => {
    const accountSid = await accountOf(database.read, queryOf(requests.ofAccount, request).account);
    const isEnded = await database.transaction((tx) => endBusyDay(tx, accountSid, files));
    if (!isEnded) throw notFound('/handset/api/busy-day');
    return reply.code(204).send();
  });
}
