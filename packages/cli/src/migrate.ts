// `parley migrate`: the schema of this version, without starting a server.
import { systemClock } from '../../server/src/kernel/clock.ts';
import { openDatabase } from '../../server/src/storage/open.ts';
import { CannotRun, orTellWhy, readSettings, refuseHeldData } from './settings.ts';

/** Brings the schema up to date; 2 when the database cannot be used or a server holds it. */
export function migrateData(): Promise<number> {
  return orTellWhy(async () => {
    const config = readSettings();
    refuseHeldData(config);
    const database = await openDatabase(config.databaseUrl, systemClock()).catch((error: unknown) => {
      throw new CannotRun(`The database cannot be migrated: ${(error as Error).message}`);
    });
    await database.close();
    console.log('The schema is up to date.');
    return 0;
  });
}
