// The second yardstick: Prism answering the same operation with an example from the same OpenAPI document.
// It is installed when it is first needed, into a folder of its own, and is no dependency of the project.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endChild } from './server.ts';

const PACKAGE = '@stoplight/prism-cli';
const VERSION = '5.16.0';
const READY_MS = 30_000;

const folder = fileURLToPath(new URL('.peers', import.meta.url));
const installed = join(folder, 'node_modules', PACKAGE);
const document = join(
  dirname(fileURLToPath(import.meta.resolve('@twilio/cli-core/package.json'))),
  'src/services/twilio-api/twilio_chat_v2.json',
);

/** A running Prism. */
export interface Prism extends AsyncDisposable {
  readonly url: string;
}

function isInstalled(): boolean {
  try {
    const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    return version === VERSION;
  } catch {
    return false;
  }
}

/** Sees to it that Prism is there; throws when npm cannot install it. */
async function install(): Promise<void> {
  if (isInstalled()) return;
  console.error(`Installing ${PACKAGE} ${VERSION}…`);
  mkdirSync(folder, { recursive: true });
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', '--prefix', folder, ...flags, `${PACKAGE}@${VERSION}`]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** Starts Prism, without logs and as one process; resolves when it answers. */
export async function startPrism(): Promise<Prism> {
  await install();
  const port = await freePort();
  const program = join(installed, 'dist/index.js');
  const settings = ['--host', '127.0.0.1', '--port', String(port), '--multiprocess', 'false'];
  const child = spawn(
    process.execPath,
    [program, 'mock', document, ...settings, '--verboseLevel', 'silent'],
    {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + READY_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await endChild(child);
      throw new Error('Prism did not start');
    }
    await sleep(100);
  }
  return { url, [Symbol.asyncDispose]: () => endChild(child) };
}
