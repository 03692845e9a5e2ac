// One server for all tests of a group.
import { afterAll, beforeAll } from 'vitest';
import type { DatabaseKind } from './databases.ts';
import { startServer, type TestServer } from './start-server.ts';

/** Starts a server before the tests of a group, hands it over, and stops it after them. */
export function useServer(create: DatabaseKind['create'], take: (server: TestServer) => void): void {
  let server: TestServer;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    take(server);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });
}
