// A contact centre of its own for the pictures: a server with the demo, called as programs call it.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureDeskIsBuilt } from '../desk-sources.ts';

const root = join(import.meta.dirname, '../..');

/** What the seeded demo says of itself. */
export interface Facts {
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly phoneNumbers: readonly string[];
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly taskQueueSid: string;
  readonly activities: Readonly<Record<string, string>>;
  readonly workers: readonly {
    readonly sid: string;
    readonly friendlyName: string;
    readonly phone: string;
  }[];
  readonly logins: readonly { readonly login: string; readonly password: string; readonly role: string }[];
}

/** A running server. */
export interface ContactCentre {
  readonly facts: Facts;
  /** Calls the API with a form, or reads without one. */
  api<T = Record<string, unknown>>(path: string, form?: Readonly<Record<string, string>>): Promise<T>;
  /** Uses the simulated phones. */
  handset(path: string, body: unknown): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a free port with a folder of its own; `close` stops it and removes the folder. */
export async function openContactCentre(): Promise<ContactCentre> {
  await ensureDeskIsBuilt();
  const data = await mkdtemp(join(tmpdir(), 'parley-screenshots-'));
  const server = spawn(process.execPath, [join(root, 'packages/server/src/main.ts')], {
    env: { ...process.env, PORT: '0', PARLEY_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => line.includes('credentials.json') && resolve());
    lines.on('close', () => reject(new Error('The server ended before it was ready')));
  });
  const facts = JSON.parse(await readFile(join(data, 'credentials.json'), 'utf8')) as Facts;
  const authorization = `Basic ${btoa(`${facts.accountSid}:${facts.authToken}`)}`;

  async function call(path: string, init: RequestInit): Promise<unknown> {
    const answer = await fetch(`${facts.baseUrl}${path}`, init);
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body}`);
    return body === '' ? null : JSON.parse(body);
  }

  return {
    facts,
    async api<T>(path: string, form?: Readonly<Record<string, string>>) {
      const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
      return (await call(path, { headers: { authorization }, ...body })) as T;
    },
    async handset(path, body) {
      await call(`/handset/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    },
    async close() {
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      await rm(data, { recursive: true, force: true });
    },
  };
}
