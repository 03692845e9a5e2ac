// The desk as its users have it: the seeded demo on a real server, the built pages, a real browser.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { systemClock } from '../../../server/src/kernel/clock.ts';
import type { Credentials } from '../../../server/src/operations/seed/credentials.ts';
import { seed } from '../../../server/src/operations/seed/seed.ts';
import { launchBrowser } from '../../../server/tests/support/browser.ts';
import { startServer, type TestServer } from '../../../server/tests/support/start-server.ts';

/** A running contact centre with desks to open. */
export interface DeskFixture {
  /** The server that runs now; another one after `restart`. */
  server(): TestServer;
  readonly url: string;
  readonly credentials: Credentials;
  readonly browser: Browser;
  /** Signs somebody of the demo in, in a browser of his own, and waits for his desk. `path` is where he lands. */
  signIn(name: 'anna' | 'ben' | 'sam' | 'ada', path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Calls the API as a program does. */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the test asks about
  api(method: 'GET' | 'POST' | 'DELETE', path: string, form?: Record<string, string>): Promise<any>;
  /** The customer's phone writes a text. */
  customerSays(phone: string, contact: string, body: string): Promise<void>;
  /** Stops the server and starts another one on the same data and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What the browser logs of a lost connection. */
const NETWORK = /Failed to load resource|WebSocket|net::ERR/;
/** What the SDK logs, and throws to nobody, when a conversation ends for somebody while it is still being opened. */
const ENDED = /status: 403, code: 54007/;

/** What is thrown or logged as an error in a page fails the test that looks at `problems`. */
export function collectProblems(page: Page, problems: string[]): void {
  const collect = (text: string) => {
    if (!ENDED.test(text)) problems.push(text);
  };
  page.on('pageerror', (error) => collect(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !NETWORK.test(message.text())) collect(message.text());
  });
}

/** Closes the fixture after the tests of a group. Of a test that fails it prints what the pages showed. */
export function closeAfterwards(desk: () => DeskFixture | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const pages =
      desk()
        ?.browser.contexts()
        .flatMap((context) => context.pages()) ?? [];
    for (const page of pages) {
      const shown = await page.locator('body').ariaSnapshot({ timeout: 5_000 }).catch(String);
      console.log(`${page.url()} shows\n${shown}`);
    }
  });
  afterAll(() => desk()?.close());
}

/** Starts the fixture. Everything is closed by `close`. */
export async function startDesk(): Promise<DeskFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-desk-'));
  const databaseUrl = `sqlite:${join(folder, 'parley.db')}`;
  const overrides = { dataFolder: folder, isSeeded: true };
  const start = (port: number) => startServer(databaseUrl, { ...overrides, port }, systemClock() as never);
  let server = await start(0);
  const credentials = await seed(server.context, server.url);
  const { url } = server;
  const browser = await launchBrowser();
  const contexts: BrowserContext[] = [];

  const api: DeskFixture['api'] = async (method, path, form) => {
    const { accountSid, authToken } = credentials;
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${body}`);
    return body === '' ? null : JSON.parse(body);
  };

  return {
    server: () => server,
    url,
    credentials,
    browser,
    api,
    async signIn(name, path = '/', options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 720 },
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      const login = credentials.logins.find((candidate) => candidate.login.startsWith(name))!;
      await page.goto(`${url}${path}`);
      await page.getByLabel('Login').fill(login.login);
      await page.getByLabel('Password', { exact: true }).fill(login.password!);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('navigation', { name: 'Areas' }).waitFor();
      return page;
    },
    async customerSays(phone, contact, body) {
      const post = (path: string, value: unknown) =>
        fetch(`${url}/handset/api/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(value),
        });
      await post('phones', { address: phone });
      const answer = await post('messages', { phone, contact, body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async restart() {
      const port = Number(new URL(url).port);
      await server.stop();
      server = await start(port);
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
