// Rows of the people who may sign in.
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { AgentRow, DeskRole } from '#storage/schema/desk.ts';
import { spelled } from '../sign-in/sign-in.ts';

/** Somebody about to be let in. */
export interface NewAgent {
  readonly accountSid: string;
  readonly login: string;
  readonly fullName: string;
  readonly passwordHash: string | null;
  readonly role: DeskRole;
  readonly workerSid: string | null;
}

/** Adds somebody; undefined when the login or the worker is taken. */
export async function addAgent(tx: Transaction, given: NewAgent): Promise<AgentRow | undefined> {
  return tx.db
    .insertInto('agents')
    .values({
      sid: newSid('UA'),
      account_sid: given.accountSid,
      worker_sid: given.workerSid,
      login: spelled(given.login),
      full_name: given.fullName,
      password_hash: given.passwordHash,
      role: given.role,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}
