// One server for all tests of a group.
import { afterAll, beforeAll } from 'vitest';
import type { DatabaseKind } from '../../support/databases.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

/** Starts a server before the tests of a group and stops it after them; `server()` is the one that runs. */
export function useServer({ create }: DatabaseKind): () => TestServer {
  let server: TestServer;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });
  return () => server;
}
