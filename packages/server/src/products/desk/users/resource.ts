// The User resource: who may sign in to the desk, as what, and which worker he is. A password is never shown.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { oneOf, sid } from '#http/parameters.ts';
import { type Route, routesOf } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Database } from '#storage/database.ts';
import type { AgentRow } from '#storage/schema/desk.ts';
import { chosenPassword } from '../sign-in/chosen-password.ts';
import { hashPassword } from '../sign-in/password.ts';
import { createUser, findUser, removeUser, selectUsers, type UserFacts, updateUser } from './commands.ts';

const login = z
  .string()
  .trim()
  .min(1, 'it is empty')
  .max(320, 'it is longer than 320 characters')
  .regex(/^[^\s\p{C}]+$/u, 'it holds spaces or control characters');

const fullName = z.string().trim().min(1, 'it is empty').max(256, 'it is longer than 256 characters');

const change = z.object({
  Login: login.optional(),
  Password: chosenPassword.optional(),
  FullName: fullName.optional(),
  Role: oneOf(['agent', 'supervisor', 'admin']).optional(),
  /** Empty for somebody who is no worker. */
  WorkerSid: sid('WK').nullish(),
});

const creation = change.extend({ Login: login });

type Change = z.output<typeof change>;

/** Deriving the key of a password takes a while. */
async function factsOf({ Login, Password, FullName, Role, WorkerSid }: Change): Promise<UserFacts> {
  return {
    login: Login,
    fullName: FullName,
    role: Role,
    workerSid: WorkerSid,
    passwordHash: Password === undefined ? undefined : await hashPassword(Password),
  };
}

function presentUser(row: AgentRow, { base }: Pick<Call, 'base'>) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    login: row.login,
    full_name: row.full_name,
    role: row.role,
    worker_sid: row.worker_sid,
    has_password: row.password_hash !== null,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/Users/${row.sid}`,
  };
}

/** The routes. `grouped` keeps the derivation of keys out of transactions that others share. */
export function userRoutes(database: Pick<Database, 'transaction'>): readonly Route[] {
  type Creation = Call<z.output<typeof creation>>;
  const create = async ({ accountSid, input }: Creation) => {
    const facts = { ...(await factsOf(input)), login: input.Login };
    return database.transaction((tx) => createUser(tx, accountSid, facts));
  };
  const update = async ({ accountSid, params, input }: Call<Change>) => {
    const facts = await factsOf(input);
    return database.transaction((tx) => updateUser(tx, accountSid, params['Sid']!, facts));
  };
  return routesOf<AgentRow>({
    product: 'desk',
    path: '/v1/Users',
    key: 'users',
    present: presentUser,
    create: write(
      creation,
      async (tx, { accountSid, input }) =>
        createUser(tx, accountSid, { ...(await factsOf(input)), login: input.Login }),
      { grouped: create },
    ),
    list: list(z.object({}), async (db, { accountSid }) => ({ query: selectUsers(db, accountSid) })),
    fetch: read((db, { accountSid, params }) => findUser(db, accountSid, params['Sid']!)),
    update: write(
      change,
      async (tx, { accountSid, params, input }) =>
        updateUser(tx, accountSid, params['Sid']!, await factsOf(input)),
      { grouped: update },
    ),
    remove: removal((tx, { accountSid, params }) => removeUser(tx, accountSid, params['Sid']!)),
  });
}
