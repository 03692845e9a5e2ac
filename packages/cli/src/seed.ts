// `parley seed`: the first account and the demo, without starting a server.

import { openContext } from '../../server/src/context.ts';
import { readCredentials } from '../../server/src/operations/seed/credentials.ts';
import { seed } from '../../server/src/operations/seed/seed.ts';
import { CannotRun, orTellWhy, readSettings, refuseHeldData } from './settings.ts';

/** Seeds the database and writes `credentials.json`; 2 when that cannot be done or a server holds the database. */
export function seedData(): Promise<number> {
  return orTellWhy(async () => {
    const config = readSettings();
    refuseHeldData(config);
    const context = await openContext({ ...config, isSeeded: true }).catch((error: unknown) => {
      throw new CannotRun(`The database cannot be opened: ${(error as Error).message}`);
    });
    try {
      const before = await readCredentials(config.dataFolder);
      const address = config.publicUrl ?? before?.baseUrl ?? `http://${config.host}:${config.port}`;
      const { accountSid, phoneNumbers } = await seed(context, address, config.tls?.port || null);
      console.log(`Account ${accountSid}, numbers ${phoneNumbers.join(', ') || 'none'}.`);
      console.log(`These facts are in ${config.dataFolder}/credentials.json`);
      return 0;
    } finally {
      await context.database.close();
    }
  });
}
