// Whose phones a request is about: the account it names, else the first one.
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { decodeForm } from '#http/form-body.ts';
import { readInput } from '#http/parameters.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import { readJson } from './requests.ts';

/** The account with this SID, or the first one; 404/20404 when there is none. */
export async function accountOf(db: Reader, given: string | null | undefined): Promise<string> {
  let query = db.selectFrom('accounts').select('sid').orderBy('sid').limit(1);
  if (given !== null && given !== undefined) query = query.where('sid', '=', given);
  const account = await query.executeTakeFirst();
  if (account === undefined) throw notFound(`/Accounts/${given ?? ''}`);
  return account.sid;
}

/** What the query of a request says. */
export function queryOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  const mark = request.url.indexOf('?');
  return readInput(schema, mark === -1 ? {} : decodeForm(request.url.slice(mark + 1)));
}

/** What the JSON body of a request says. */
export function bodyOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  return readJson(schema, request.headers['content-type'], request.body);
}
