// What is broken in the data of a server, whether it runs or not: found, and repaired when that is wished for.
import { existsSync } from 'node:fs';
import type { Config } from '#config/config.ts';
import { systemClock } from '#kernel/clock.ts';
import { examineAccount, presentOutcome } from '#products/flex/flex.ts';
import type { Database, Reader } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { hasSchema, isHeld, sqliteFile } from './doctor-data.ts';
import { examineThroughServer, type ToldFinding } from './doctor-through-server.ts';
import { readCredentials } from './seed/credentials.ts';

/** Accounts read at a time. */
const PAGE = 100;

/** The data cannot be looked at; the message says why and what to do. */
export class CannotExamine extends Error {}

/** What was found, and how it was looked for. */
export interface Diagnosis {
  readonly findings: readonly ToldFinding[];
  /** Through the running server, or in the database itself. */
  readonly through: 'server' | 'database';
}

async function* accounts(db: Reader): AsyncGenerator<string> {
  let after = '';
  for (;;) {
    const rows = await db
      .selectFrom('accounts')
      .select('sid')
      .where('sid', '>', after)
      .orderBy('sid')
      .limit(PAGE)
      .execute();
    for (const { sid } of rows) yield sid;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.sid;
  }
}

async function examine(database: Database, config: Config, isRepairing: boolean): Promise<ToldFinding[]> {
  const found: ToldFinding[] = [];
  const { limits } = config.reconciler;
  const clock = systemClock();
  for await (const accountSid of accounts(database.read)) {
    const examination = { accountSid, limits, now: clock.now(), isRepairing };
    for await (const outcome of examineAccount(database, examination)) found.push(presentOutcome(outcome));
  }
  return found;
}

async function diagnoseThroughServer(config: Config, isRepairing: boolean): Promise<Diagnosis> {
  const credentials = await readCredentials(config.dataFolder);
  if (credentials === null) {
    throw new CannotExamine(
      `A server holds the database, and ${config.dataFolder}/credentials.json is not there to ask it. Stop the server.`,
    );
  }
  try {
    return { findings: await examineThroughServer(credentials, isRepairing), through: 'server' };
  } catch (error) {
    throw new CannotExamine(
      `A process holds the database, and no server answers at ${credentials.baseUrl}: ${(error as Error).message}`,
    );
  }
}

/** Refuses data that is not there, or that an other version has made: looking must not change it. */
async function refuseUnusable(databaseUrl: string): Promise<void> {
  const file = sqliteFile(databaseUrl);
  if (file !== null && !existsSync(file)) throw new CannotExamine(`There is no database at ${file}`);
  let isUsable: boolean;
  try {
    isUsable = await hasSchema(databaseUrl);
  } catch (error) {
    throw new CannotExamine(`The database cannot be read: ${(error as Error).message}`);
  }
  if (!isUsable) {
    throw new CannotExamine('The database lacks migrations of this version: run `parley migrate` first');
  }
}

/**
 * Finds what is broken in every account, and repairs it when that is wished for. An embedded database that a server
 * holds is looked at through that server, for the account of its credentials. Throws `CannotExamine`.
 */
export async function diagnose(config: Config, isRepairing: boolean): Promise<Diagnosis> {
  const file = sqliteFile(config.databaseUrl);
  if (file !== null && isHeld(file)) return diagnoseThroughServer(config, isRepairing);
  await refuseUnusable(config.databaseUrl);
  const database = await openDatabase(config.databaseUrl, systemClock());
  try {
    return { findings: await examine(database, config, isRepairing), through: 'database' };
  } finally {
    await database.close();
  }
}
