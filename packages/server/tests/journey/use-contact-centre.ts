// The contact centre of the guides on a server of its own, set up and taken down by the test runner.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import type { DatabaseKind, TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorld, type World, worldOf } from './world.ts';

/** A running server and what was made on it. */
interface ContactCentre {
  server: TestServer;
  world: World;
}

type Create = DatabaseKind['create'];

/**
 * Gives each test (or all tests of a `describe`) a server on a fresh database with the contact centre made through
 * the given SDK. The handles are there once the first hook has run.
 */
export function useContactCentre(
  create: Create,
  { module = 'twilio', lives = 'a test' }: { module?: string; lives?: 'a test' | 'a file' } = {},
): ContactCentre {
  const centre = {} as ContactCentre;
  let database: TestDatabase;
  const make = async () => {
    database = await create();
    centre.server = await startServer(database.url);
    centre.world = await makeWorld(sdkClient(centre.server.url, centre.server.account, module));
  };
  const close = async () => {
    await centre.server.stop();
    await database.dispose();
  };
  if (lives === 'a file') {
    beforeAll(make);
    afterAll(close);
    return centre;
  }

  // Made once, and kept as it was before anything happened in it: to make it takes longer than most tests.
  let createMade: Create;
  beforeAll(async () => {
    await make();
    await centre.server.settled();
    await centre.server.stop();
    createMade = await database.keep();
    await database.dispose();
  });
  beforeEach(async () => {
    const { account } = centre.server;
    database = await createMade();
    centre.server = { ...(await startServer(database.url)), account };
    centre.world = worldOf(sdkClient(centre.server.url, account, module), centre.world);
  });
  afterEach(close);
  return centre;
}
