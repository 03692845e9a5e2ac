// What `npm start` runs: builds the desk when its sources have changed, then starts the server in this process.
import { ensureDeskIsBuilt } from './desk-sources.ts';

if (process.env['PARLEY_DESK'] !== 'false') {
  try {
    await ensureDeskIsBuilt(() => console.log('Building the desk…'));
  } catch (error) {
    console.error((error as Error).message);
    console.error('The server starts without the desk.');
  }
}
await import('../packages/server/src/main.ts');
