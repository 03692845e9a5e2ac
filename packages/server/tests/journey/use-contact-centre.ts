// The contact centre of the guides on a server of its own, set up and taken down by the test runner.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import type { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorld, type World } from './world.ts';

/** A running server and what was made on it. */
interface ContactCentre {
  server: TestServer;
  world: World;
}

/**
 * Gives each test (or all tests of a `describe`) a server on a fresh database with the contact centre made through
 * the given SDK. The handles are there once the first hook has run.
 */
export function useContactCentre(
  create: ReturnType<typeof databases>[number]['create'],
  { module = 'twilio', lives = 'a test' }: { module?: string; lives?: 'a test' | 'a file' } = {},
): ContactCentre {
  const centre = {} as ContactCentre;
  let dispose: () => Promise<void>;
  const setUp = async () => {
    const database = await create();
    dispose = database.dispose;
    centre.server = await startServer(database.url);
    centre.world = await makeWorld(sdkClient(centre.server.url, centre.server.account, module));
  };
  const takeDown = async () => {
    await centre.server.stop();
    await dispose();
  };
  if (lives === 'a test') {
    beforeEach(setUp);
    afterEach(takeDown);
  } else {
    beforeAll(setUp);
    afterAll(takeDown);
  }
  return centre;
}
