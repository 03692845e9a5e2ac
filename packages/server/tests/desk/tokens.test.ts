// The tokens of the desk, in the hands of the unmodified SDKs, at the demo as it is after the first start.
import { createRequire } from 'node:module';
import type { Worker } from 'twilio-taskrouter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { seed } from '#operations/seed/seed.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { addressesOf, reported } from '../taskrouter-sdk/desk-fixture.ts';
import { Browser } from './desk-fixture.ts';

const require = createRequire(import.meta.url);

describe.each(databases())('tokens of the desk on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  let credentials: Awaited<ReturnType<typeof seed>>;
  // biome-ignore lint/suspicious/noExplicitAny: SDKs without types of their own
  const clients: any[] = [];

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url, { isSeeded: true }, manualClock(Date.now()));
    credentials = await seed(server.context, server.url);
  });
  afterAll(async () => {
    for (const client of clients) await (client.shutdown?.() ?? client.disconnect());
    await server.stop();
    await database.dispose();
  });

  /** Signs in as somebody of the demo. */
  const enter = async (name: string) => {
    const { login, password } = credentials.logins.find((known) => known.name === name)!;
    const browser = new Browser(server.url);
    const session = await browser.signIn(login, password);
    expect(session.status).toBe(201);
    const tokens = await browser.ask('POST', '/desk/v1/Tokens');
    expect(tokens.status).toBe(201);
    return { session: session.json, tokens: tokens.json };
  };
  const workerClient = async (token: string): Promise<Worker> => {
    const { Worker: Client } = require('twilio-taskrouter');
    const client = new Client(token, { ...addressesOf(server), logLevel: 'silent' });
    client.on('error', () => {});
    clients.push(client);
    await reported(client, 'ready');
    return client;
  };

  it('are for the logins the demo tells of', () => {
    expect(credentials.logins.map(({ name, role, login }) => `${name} ${role} ${login}`)).toEqual([
      'Anna agent anna@parley.example',
      'Ben agent ben@parley.example',
      'Sam supervisor sam@parley.example',
      'Ada admin ada@parley.example',
    ]);
    expect(credentials.workers.map(({ friendlyName }) => friendlyName)).toEqual(['Anna', 'Ben']);
  });

  it('let the worker client become ready and the conversations client begin', async () => {
    const { session, tokens } = await enter('Anna');
    const anna = credentials.workers[0]!;
    expect(session).toMatchObject({
      identity: 'anna',
      full_name: 'Anna',
      worker_sid: anna.sid,
      workspace_sid: credentials.workspaceSid,
      // The channels of flows and the conversations of interactions are seen by one client.
      chat_service_sid: credentials.chatServiceSid,
    });
    const worker = await workerClient(tokens.worker_token);
    expect(worker.sid).toBe(anna.sid);
    await worker.activities.get(credentials.activities['Available']!)!.setAsCurrent();
    expect(worker.activity.name).toBe('Available');

    const { Client } = require('@twilio/conversations');
    const url = new URL(server.url);
    const conversations = new Client(tokens.access_token, {
      Twilsock: { uri: `ws://${url.host}/tsock/v3/wsconnect` },
      apiUri: `${server.url}/aim`,
      cdsUri: `${server.url}/cds`,
    });
    clients.push(conversations);
    await new Promise<void>((resolve, reject) => {
      conversations.on('stateChanged', (state: string) =>
        state === 'initialized' ? resolve() : reject(new Error(state)),
      );
    });
    expect(conversations.user.identity).toBe('anna');
  });

  it('let a supervisor see every worker of his workspace', async () => {
    const { tokens } = await enter('Sam');
    const worker = await workerClient(tokens.worker_token);
    expect(worker.attributes['roles']).toEqual(['supervisor']);
  });

  it('are for conversations only where somebody is no worker', async () => {
    const { session, tokens } = await enter('Ada');
    expect(session).toMatchObject({ worker_sid: null, workspace_sid: credentials.workspaceSid });
    expect(tokens.worker_token).toBeNull();
    expect(tokens.access_token).toEqual(expect.any(String));
  });

  it('are good for an hour', async () => {
    const { tokens } = await enter('Ben');
    const { exp } = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url').toString());
    expect(exp * 1_000 - server.clock.now()).toBeGreaterThan(3_590_000);
    expect(exp * 1_000 - server.clock.now()).toBeLessThanOrEqual(3_600_000);
    expect(Math.abs(Date.parse(tokens.expires_at) - exp * 1_000)).toBeLessThan(1_000);
  });
});
