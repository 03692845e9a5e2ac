// A contact centre whose agents sit at Twilio's own, unmodified worker client.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Supervisor, Worker, Workspace as WorkspaceClient } from 'twilio-taskrouter';
import type { Config } from '#config/config.ts';
import { manualClock } from '#kernel/clock.ts';
import { accessToken, addKey, type TestKey } from '../realtime/token-fixture.ts';
import type { DatabaseKind } from '../support/databases.ts';
import { startServer, type TestAccount, type TestServer } from '../support/start-server.ts';
import { makeWorkspace, type Workspace } from '../taskrouter/workspace-fixture.ts';

const require = createRequire(import.meta.url);

/** The worker clients the tests run, by their npm alias. */
export const WORKER_SDKS = [
  { name: 'twilio-taskrouter 2.1.1', module: 'twilio-taskrouter' },
  { name: 'twilio-taskrouter 0.8.5', module: 'twilio-taskrouter0' },
] as const;

/** The worker clients a behaviour is shown with: both on SQLite, on PostgreSQL the newer one unless all are asked for. */
export function workerSdksOn(database: DatabaseKind['name']): readonly (typeof WORKER_SDKS)[number][] {
  const isEvery = database === 'sqlite' || process.env['PARLEY_EVERY_SDK'];
  return isEvery ? WORKER_SDKS : WORKER_SDKS.slice(0, 1);
}

/** How long anything a client reports may take. */
const LIMIT_MS = 60_000;

/** The next time an emitter reports an event, or an error that names it. */
// biome-ignore lint/suspicious/noExplicitAny: what an event carries is what the test asks about
export async function reported(emitter: unknown, event: string): Promise<any> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    return (await once(emitter as Worker, event, { signal }))[0];
  } catch (error) {
    throw signal.aborted ? new Error(`${event} was not reported`) : error;
  }
}

/** What a test may say of a client beside its worker. */
export interface ClientWish {
  readonly module?: string;
  readonly ttl?: number;
  readonly role?: string;
  readonly token?: string;
  readonly server?: TestServer;
  /** Options of the client. */
  readonly options?: Record<string, unknown>;
}

/** A running server with a workspace, and its clients. */
export interface Desk {
  server: TestServer;
  readonly account: TestAccount;
  readonly workspace: Workspace;
  readonly key: TestKey;
  /** A token for a worker, or for the workspace where it is null. */
  token(workerSid: string | null, wish?: ClientWish): string;
  /** A client that may not have connected yet. */
  client(workerSid: string, wish?: ClientWish): Worker;
  /** A client that is ready. */
  connect(workerSid: string, wish?: ClientWish): Promise<Worker>;
  supervisor(workerSid: string, wish?: ClientWish): Promise<Supervisor>;
  workspaceClient(token: string, module: string): WorkspaceClient;
  /** Stops the server and starts it again on the same port and database. */
  stopServer(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

/** Where a client finds a server. */
export function addressesOf(server: TestServer) {
  const ebServer = `${server.url}/event-bridge/v1/wschannels`;
  return { ebServer, wsServer: ebServer.replace(/^http/, 'ws') };
}

/** Opens a contact centre. Its clock starts now, because clients count their tokens' seconds by the real one. */
export async function openDesk(
  create: DatabaseKind['create'],
  overrides: Partial<Config> = {},
): Promise<Desk> {
  const database = await create();
  const clock = manualClock(Date.now());
  const clients: Worker[] = [];
  const first = await startServer(database.url, overrides, clock);
  const { account } = first;
  const port = Number(new URL(first.url).port);
  const workspace = await makeWorkspace(first);
  const key = await addKey(first, account);

  const build = (name: 'Worker' | 'Supervisor', workerSid: string, wish: ClientWish) => {
    const client = new (require(wish.module ?? 'twilio-taskrouter')[name])(
      wish.token ?? desk.token(workerSid, wish),
      { ...addressesOf(wish.server ?? desk.server), logLevel: 'silent', ...wish.options },
    );
    // An emitter without a listener throws its errors.
    client.on('error', () => {});
    clients.push(client);
    return client;
  };

  const desk: Desk = {
    server: first,
    account,
    workspace,
    key,
    token(workerSid, { ttl = 3_600, role = 'worker' } = {}) {
      const worker = workerSid === null ? {} : { workerSid };
      const taskRouter = { workspaceSid: workspace.sid, role, ...worker };
      return accessToken({ accountSid: account.sid, key, ttl, taskRouter });
    },
    client: (workerSid, wish = {}) => build('Worker', workerSid, wish),
    async connect(workerSid, wish = {}) {
      const client = build('Worker', workerSid, wish);
      await reported(client, 'ready');
      return client;
    },
    async supervisor(workerSid, wish = {}) {
      const client = build('Supervisor', workerSid, { role: 'supervisor', ...wish });
      await reported(client, 'ready');
      return client;
    },
    workspaceClient: (token, module) =>
      new (require(module).Workspace)(token, { ...addressesOf(desk.server), logLevel: 'silent' }),
    stopServer: () => desk.server.stop(),
    async startAgain() {
      desk.server = await startServer(database.url, { ...overrides, port }, clock);
    },
    async close() {
      for (const client of clients) client.disconnect();
      await desk.server.stop();
      await database.dispose();
    },
  };
  return desk;
}
