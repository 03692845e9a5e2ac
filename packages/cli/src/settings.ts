// The settings of the server, for commands that work on its data.
import { type Config, ConfigError, readConfig } from '../../server/src/config/config.ts';
import { isHeld, sqliteFile } from '../../server/src/operations/doctor-data.ts';

/** A command cannot be carried out; the message says why. */
export class CannotRun extends Error {}

/** Reads the settings from the environment. Throws `CannotRun` naming what is wrong. */
export function readSettings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) throw new CannotRun(error.message);
    throw error;
  }
}

/** Refuses to work on an embedded database that a server holds: two of them do not hear of each other's changes. */
export function refuseHeldData({ databaseUrl }: Config): void {
  const file = sqliteFile(databaseUrl);
  if (file !== null && isHeld(file)) throw new CannotRun(`A server holds ${file}. Stop it first.`);
}

/** Runs a command that either succeeds (0) or says why it cannot (2). */
export async function orTellWhy(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.error(error.message);
    return 2;
  }
}
