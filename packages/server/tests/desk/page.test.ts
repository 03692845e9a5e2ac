// The page of the desk: what is served, under which policy, how it is kept, and that nothing else can be read with it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { addColleague, browserOf } from './desk-fixture.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const SCRIPT = `console.log('${'the desk '.repeat(50)}')`;

describe('the page of the desk', () => {
  let folder: string;
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-desk-'));
    const dist = join(folder, 'dist');
    await mkdir(join(dist, 'assets'), { recursive: true });
    await writeFile(join(dist, 'index.html'), '<!doctype html><title>Desk</title>');
    await writeFile(join(dist, 'assets', 'app-1a2b.js'), SCRIPT);
    await writeFile(join(dist, 'assets', 'app-1a2b.js.br'), brotliCompressSync(SCRIPT));
    await writeFile(join(dist, 'assets', 'app-1a2b.js.gz'), gzipSync(SCRIPT));
    await writeFile(join(dist, '.secret'), 'nobody reads this');
    await writeFile(join(folder, 'secret.js'), 'nobody reads this');
    database = await databases()[0]!.create();
    server = await startServer(database.url);
    await server.stop();
    const { desk, dataFolder } = server.context.config;
    await mkdir(join(dataFolder, 'plugins'), { recursive: true });
    server = await startServer(database.url, {
      desk: { ...desk, folder: dist },
      publicUrl: 'https://desk.example.com',
    });
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Sends the path as it stands, without tidying it up as clients do. */
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, string | undefined>; body: Buffer }>(
      (resolve, reject) => {
        const { hostname, port } = new URL(server.url);
        get({ hostname, port, path, headers, method }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part) => parts.push(part));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode!,
              headers: answer.headers as Record<string, string>,
              body: Buffer.concat(parts),
            }),
          );
        }).on('error', reject);
      },
    );

  it.each(['/', '/?to=%2B14155550100&name=Ann', '/tasks/WT0', '/admin/flows', '/customers/a@b.example'])(
    'is there at %s',
    async (path) => {
      const { status, headers, body } = await ask(path, HTML);
      expect([status, body.toString()]).toEqual([200, '<!doctype html><title>Desk</title>']);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-cache');
      const again = await ask(path, { ...HTML, 'if-none-match': headers['etag']! });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    },
  );

  it('runs under a policy without inline scripts, of this origin and its attachments alone', async () => {
    const { headers } = await ask('/', HTML);
    const policy = Object.fromEntries(
      headers['content-security-policy']!.split('; ').map((directive) => {
        const [name, ...sources] = directive.split(' ');
        return [name, sources];
      }),
    );
    const sockets = server.url.replace('http', 'ws');
    expect(policy).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'blob:', 'data:', 'https://desk.example.com'],
      'media-src': ["'self'", 'blob:', 'data:', 'https://desk.example.com'],
      'connect-src': ["'self'", sockets, 'https://desk.example.com'],
      'font-src': ["'self'"],
      'manifest-src': ["'self'"],
      'worker-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('has files that browsers keep for a year, in the smallest form they take', async () => {
    for (const [accepted, encoding] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['', undefined],
    ] as const) {
      const { status, headers, body } = await ask('/assets/app-1a2b.js', { 'accept-encoding': accepted });
      expect([status, headers['content-encoding']], accepted).toEqual([200, encoding]);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['vary']).toBe('Accept-Encoding');
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      if (encoding === undefined) expect(body.toString()).toBe(SCRIPT);
      else expect(body.length).toBeLessThan(SCRIPT.length);
    }
    const head = await ask('/assets/app-1a2b.js', {}, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  it.each([
    '/assets/../../secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets\\..\\..\\secret.js',
    '/.secret',
    '/assets/',
    '/assets/app-1a2b.js.br',
    '/assets/none.js',
    '/plugins/none.js',
    '/index.html/../.secret',
  ])('lets nothing else be read: %s', async (path) => {
    const { status, body } = await ask(path);
    expect([status, body.toString().includes('nobody')]).toEqual([404, false]);
  });

  it('takes the place of no endpoint and of no unknown script', async () => {
    expect((await ask('/assets/none.js', HTML)).status).toBe(404);
    expect((await ask('/chat/v2/Nothing', HTML)).status).toBe(401);
    expect((await ask('/healthz', HTML)).body.toString()).not.toContain('Desk');
    expect((await ask('/tasks/WT0')).status).toBe(404);
    expect((await ask('/tasks/WT0', HTML, 'POST')).status).toBe(404);
  });

  it('can be switched off, and says when it is not built', async () => {
    const { desk } = server.context.config;
    for (const [change, status, sentence] of [
      [{ isServed: false }, 404, '20404'],
      [{ folder: join(folder, 'nowhere') }, 503, 'is not built'],
    ] as const) {
      const other = await databases()[0]!.create();
      const without = await startServer(other.url, { desk: { ...desk, ...change } });
      const answer = await fetch(without.url, { headers: HTML });
      expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([status, true]);
      await without.stop();
      await other.dispose();
    }
  });

  it('is read again when it is built anew', async () => {
    const index = join(server.context.config.desk.folder, 'index.html');
    await writeFile(index, '<!doctype html><title>New</title>');
    expect((await ask('/', HTML)).body.toString()).toContain('New');
    await writeFile(index, '<!doctype html><title>Desk</title>');
  });

  it('lists the plugins of the data folder and the example; admins switch them', async () => {
    await addColleague(server, 'admin@example.com', { role: 'admin' });
    await addColleague(server, 'agent@example.com');
    const admin = await browserOf(server, 'admin@example.com');
    const agent = await browserOf(server, 'agent@example.com');
    const names = async (browser: typeof admin) =>
      (await browser.ask('GET', '/desk/v1/Plugins')).json.plugins.map(
        ({ name, enabled }: { name: string; enabled: boolean }) => `${name} ${enabled}`,
      );
    expect(await names(agent)).toEqual(['auto-accept false']);
    const form = { Enabled: 'true' };
    expect((await agent.ask('POST', '/desk/v1/Plugins/auto-accept', { form })).status).toBe(403);
    expect((await admin.ask('POST', '/desk/v1/Plugins/auto-accept', { form })).status).toBe(200);
    expect((await admin.ask('POST', '/desk/v1/Plugins/none', { form })).status).toBe(404);
    expect(await names(agent)).toEqual(['auto-accept true']);

    const plugins = join(server.context.config.dataFolder, 'plugins');
    await writeFile(join(plugins, 'crm.js'), 'export {};');
    await writeFile(
      join(plugins, 'plugins.json'),
      JSON.stringify([
        { name: 'crm', version: '1.2.0', src: '/plugins/crm.js', roles: ['supervisor'] },
        { name: 'far', src: 'https://plugins.example/far.js', type: 'script' },
      ]),
    );
    expect(await names(admin)).toEqual(['auto-accept true', 'crm true', 'far true']);
    expect(await names(agent)).toEqual(['auto-accept true', 'far true']);
    const file = await ask('/plugins/crm.js');
    expect([file.status, file.body.toString()]).toEqual([200, 'export {};']);
    expect((await ask('/plugins/plugins.json')).status).toBe(404);
    const policy = (await ask('/', HTML)).headers['content-security-policy'];
    expect(policy).toContain("script-src 'self' https://plugins.example;");
  });
});
