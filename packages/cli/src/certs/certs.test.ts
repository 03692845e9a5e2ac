// What `parley certs` writes, and what it never writes over.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certs } from './certs.ts';

let data: string;
let said: string[];

const run = (...args: string[]) =>
  certs(['--data', data, ...args], { out: (text) => said.push(text), error: (text) => said.push(text) });
const path = (name: string) => join(data, 'certs', name);
const read = (name: string) => readFile(path(name), 'utf8');
const certificate = async (name: string) => new X509Certificate(await read(name));

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'parley-certs-'));
  said = [];
});
afterEach(() => rm(data, { recursive: true, force: true }));

describe('parley certs', () => {
  it('makes an authority and a certificate for the names clients use', async () => {
    expect(await run()).toBe(0);
    const [authority, server] = [await certificate('ca.crt'), await certificate('server.crt')];
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(authority) && server.verify(authority.publicKey)).toBe(true);
    expect(server.checkPrivateKey(createPrivateKey(await read('server.key')))).toBe(true);
    for (const name of [
      'flex-api.twilio.com',
      'event-bridge.twilio.com',
      'event-bridge.us1.twilio.com',
      'tsock.us1.twilio.com',
      'localhost',
    ]) {
      expect(server.checkHost(name), name).toBeDefined();
    }
    expect(server.checkIP('127.0.0.1')).toBeDefined();
    expect(server.checkIP('::1')).toBeDefined();
    expect(server.checkHost('twilio.example')).toBeUndefined();
  });

  it('lets nobody but the owner read the files', async () => {
    await run();
    const names = await readdir(path(''));
    expect(names.sort()).toEqual(['ca.crt', 'ca.key', 'server.crt', 'server.key']);
    for (const name of names) expect((await stat(path(name))).mode & 0o777, name).toBe(0o600);
    expect((await stat(path(''))).mode & 0o777).toBe(0o700);
  });

  it('renews the certificate under the same authority, and keeps the names it had', async () => {
    await run('cc.example.com', '10.1.2.3', '*.Phones.example.com');
    const before = await Promise.all(['ca.crt', 'ca.key', 'server.crt', 'server.key'].map(read));
    expect(await run('other.example.com')).toBe(0);
    const after = await Promise.all(['ca.crt', 'ca.key', 'server.crt', 'server.key'].map(read));
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).not.toBe(before[2]);
    expect(after[3]).not.toBe(before[3]);
    const server = await certificate('server.crt');
    for (const name of ['cc.example.com', 'a.phones.example.com', 'other.example.com', 'api.twilio.com']) {
      expect(server.checkHost(name), name).toBeDefined();
    }
    expect(server.checkIP('10.1.2.3')).toBeDefined();
    await run('0:0:0:0:0:0:0:1', 'CC.example.com');
    const namesOf = ({ subjectAltName }: X509Certificate) => subjectAltName!.split(', ').sort();
    expect(namesOf(await certificate('server.crt'))).toEqual(namesOf(server));
    expect(new Set(namesOf(server)).size).toBe(namesOf(server).length);
  });

  it.each([
    ['ca.key', 'ca.crt'],
    ['ca.crt', 'ca.key'],
  ])('writes nothing when %s is there without %s', async (there, missing) => {
    await run();
    await Promise.all([missing, 'server.crt', 'server.key'].map((name) => rm(path(name))));
    const kept = await read(there);
    expect(await run()).toBe(1);
    expect(said.at(-1)).toContain(missing);
    expect(await readdir(path(''))).toEqual([there]);
    expect(await read(there)).toBe(kept);
  });

  it('writes nothing when the authority cannot be read', async () => {
    await run();
    await writeFile(path('ca.crt'), 'not a certificate');
    const server = await read('server.crt');
    expect(await run()).toBe(1);
    expect(await read('ca.crt')).toBe('not a certificate');
    expect(await read('server.crt')).toBe(server);
  });

  it.each(['-x', 'a_b!', '*', '*.com', 'a..b', 'x'.repeat(64)])('refuses %s', async (name) => {
    expect(await run(name)).toBe(2);
    expect(await readdir(data)).toEqual([]);
  });
});
