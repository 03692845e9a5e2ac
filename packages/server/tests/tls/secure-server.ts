// A server that serves HTTPS with a certificate of `parley certs`, and clients in processes of their own that believe
// they talk to twilio.com.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '#config/config.ts';
import { type ManualClock, manualClock } from '#kernel/clock.ts';
import { certs } from '../../../cli/src/certs/certs.ts';
import type { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const MAP_NAMES = fileURLToPath(new URL('map-names.cjs', import.meta.url));
const CLIENT_LIMIT_MS = 90_000;

/** What a process said and how it ended. */
export interface ClientRun {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A server with HTTPS. */
export interface SecureServer {
  readonly server: TestServer;
  readonly port: number;
  /** The authority's certificate. */
  readonly caFile: string;
  readonly certFile: string;
  /** Makes another certificate of the same authority in its place. */
  renewCertificate(): Promise<void>;
  readonly ca: string;
  /** Runs a program under the name mapping, with the account's credentials in its environment. */
  run(program: string, args: readonly string[], variables?: Record<string, string>): Promise<ClientRun>;
  /** Runs one of the Node scripts beside this file; what it prints is JSON. */
  client(script: string, ...args: string[]): Promise<unknown>;
  stop(): Promise<void>;
}

function runProgram(
  program: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<ClientRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: CLIENT_LIMIT_MS });
    let out = '';
    let error = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, error }));
  });
}

/** Starts a server on a fresh database, with a certificate made for it. */
export async function startSecureServer(
  create: ReturnType<typeof databases>[number]['create'],
  clock: ManualClock = manualClock(),
): Promise<SecureServer> {
  const database = await create();
  const folder = await mkdtemp(join(tmpdir(), 'parley-tls-'));
  const makeCertificate = async () => {
    await certs(['--data', folder], { out: () => {}, error: () => {} });
  };
  await makeCertificate();
  const file = (name: string) => join(folder, 'certs', name);
  const tls: Config['tls'] = { port: 0, certFile: file('server.crt'), keyFile: file('server.key') };
  const server = await startServer(database.url, { tls }, clock);
  const port = server.app.tlsPort()!;
  const variables = () => ({
    PATH: process.env['PATH'],
    HOME: folder,
    NODE_OPTIONS: `--require ${MAP_NAMES}`,
    NODE_EXTRA_CA_CERTS: file('ca.crt'),
    PARLEY_MAPPED_PORT: String(port),
    TWILIO_ACCOUNT_SID: server.account.sid,
    TWILIO_AUTH_TOKEN: server.account.token,
  });
  const run: SecureServer['run'] = (program, args, more = {}) =>
    runProgram(program, args, { ...variables(), ...more });
  return {
    server,
    port,
    caFile: file('ca.crt'),
    certFile: file('server.crt'),
    // What is there may not be a certificate at all; then its names cannot be kept.
    renewCertificate: () => rm(file('server.crt')).then(makeCertificate),
    ca: await readFile(file('ca.crt'), 'utf8'),
    run,
    async client(script, ...args) {
      const path = fileURLToPath(new URL(script, import.meta.url));
      const { code, out, error } = await run(process.execPath, [path, ...args]);
      if (code !== 0) throw new Error(`${script} ended with ${code}:\n${error}\n${out}`);
      return JSON.parse(out);
    },
    async stop() {
      await server.stop();
      await database.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
