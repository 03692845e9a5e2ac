// Files in an S3-compatible store, and the scanner that is asked first.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, readConfig } from '#config/config.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { filesOf, type MediaRecord, openMediaDesk, refusal } from './media-fixture.ts';
import { type S3Peer, startS3Peer } from './s3-peer.ts';

const KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY',
  region: 'eu-test-1',
};

describe.each(databases())('stores and scanners on $name', ({ create }) => {
  let database: TestDatabase;
  let peer: S3Peer;
  let scanner: Server;
  let scanned: { headers: Record<string, unknown>; sha256: string }[];
  let verdict: number;
  const servers: TestServer[] = [];

  const start = async (variables: Record<string, string>): Promise<TestServer> => {
    const { media }: Config = readConfig(variables);
    const server = await startServer(database.url, { media }, servers.at(-1)?.clock);
    servers.push(server);
    return server;
  };
  const s3 = () => ({
    PARLEY_MEDIA_S3_ENDPOINT: `${peer.url}/`,
    PARLEY_MEDIA_S3_BUCKET: 'attachments',
    PARLEY_MEDIA_S3_REGION: KEYS.region,
    PARLEY_MEDIA_S3_ACCESS_KEY_ID: KEYS.accessKeyId,
    PARLEY_MEDIA_S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  });
  const scannerUrl = () => `http://127.0.0.1:${(scanner.address() as AddressInfo).port}/scan`;
  const rowsOf = (server: TestServer) =>
    server.context.database.read.selectFrom('media').select('sid').execute();

  beforeEach(async () => {
    database = await create();
    peer = await startS3Peer(KEYS);
    scanned = [];
    verdict = 200;
    scanner = createServer((request, response) => {
      const digest = createHash('sha256');
      request.on('data', (chunk) => digest.update(chunk));
      request.on('end', () => {
        scanned.push({ headers: request.headers, sha256: digest.digest('hex') });
        response.writeHead(verdict).end();
      });
    });
    await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    await peer.stop();
    scanner.closeAllConnections();
    scanner.close();
    await database.dispose();
  });

  it('keep files in the bucket, read them and parts of them, and remove them', async () => {
    const server = await start(s3());
    const desk = await openMediaDesk(server);
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_byte, at) => at % 256));
    const record = (await (await desk.upload(bytes, { type: 'image/png' })).json()) as MediaRecord;
    const place = `/attachments/media/${record.sid.slice(-4, -2)}/${record.sid.slice(-2)}/${record.sid}`;
    expect([...peer.objects.keys()]).toEqual([place]);
    expect(peer.objects.get(place)!.equals(bytes)).toBe(true);
    expect(await filesOf(server)).toEqual([]);
    const read = await fetch(record.links.content_direct_temporary!);
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await fetch(record.links.content, { headers: { ...desk.basic, range: 'bytes=100-199' } });
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    await fetch(record.url, { method: 'DELETE', headers: desk.basic });
    await server.settled();
    expect(peer.objects.size).toBe(0);
    expect(peer.refused).toEqual([]);
    expect(peer.taken).toEqual([`PUT ${place}`, `GET ${place}`, `GET ${place}`, `DELETE ${place}`]);
  });

  it('try again while the store is busy, and keep nothing when it refuses', async () => {
    const server = await start(s3());
    const desk = await openMediaDesk(server);
    peer.failNext(2);
    const record = await desk.file('patient');
    expect(await (await fetch(record.links.content, { headers: desk.basic })).text()).toBe('patient');
    await server.stop();
    servers.pop();
    const locked = await start({ ...s3(), PARLEY_MEDIA_S3_SECRET_ACCESS_KEY: 'another secret' });
    const other = await openMediaDesk(locked);
    expect((await other.upload('x')).status).toBe(500);
    expect(peer.refused).toContain('SignatureDoesNotMatch');
    expect((await rowsOf(locked)).map(({ sid }) => sid)).toEqual([record.sid]);
    expect(await filesOf(locked)).toEqual([]);
  });

  it('remove a file later when the store is down', async () => {
    const server = await start(s3());
    const desk = await openMediaDesk(server);
    const record = await desk.file('x');
    peer.failNext(3);
    await fetch(record.url, { method: 'DELETE', headers: desk.basic });
    await server.settled();
    expect(peer.objects.size).toBe(1);
    await server.advance(60_000);
    expect(peer.objects.size).toBe(0);
  });

  it('read from the disk what was there before the bucket', async () => {
    const before = await start({});
    const desk = await openMediaDesk(before);
    const record = await desk.file('older');
    await before.stop();
    const after = await start(s3());
    const { pathname, search } = new URL(record.links.content_direct_temporary!);
    expect(await (await fetch(`${after.url}${pathname}${search}`)).text()).toBe('older');
    servers.shift();
  });

  it('show the scanner every file first, and take what it lets pass', async () => {
    const server = await start({ PARLEY_MEDIA_SCAN_URL: scannerUrl() });
    const desk = await openMediaDesk(server);
    const record = await desk.file('harmless', `?Filename=${encodeURIComponent('grüße.txt')}`);
    expect(scanned).toHaveLength(1);
    expect(scanned[0]!.sha256).toBe(createHash('sha256').update('harmless').digest('hex'));
    expect(scanned[0]!.headers).toMatchObject({
      'x-parley-media-sid': record.sid,
      'x-parley-account-sid': desk.account.sid,
      'x-parley-service-sid': desk.serviceSid,
      'x-parley-content-type': 'text/plain',
      'x-parley-filename': encodeURIComponent('grüße.txt'),
      'x-parley-author': 'system',
      'x-parley-sha256': scanned[0]!.sha256,
      'content-length': '8',
    });
  });

  it.each([
    [406, '403/20006'],
    [422, '403/20006'],
    [404, '503/20503'],
    [500, '503/20503'],
    [302, '503/20503'],
  ])('take nothing when the scanner answers %i', async (status, expected) => {
    const server = await start({ PARLEY_MEDIA_SCAN_URL: scannerUrl() });
    const desk = await openMediaDesk(server);
    verdict = status;
    expect(await refusal(await desk.upload('EICAR'))).toBe(expected);
    expect(await rowsOf(server)).toEqual([]);
    expect(await filesOf(server)).toEqual([]);
  });

  it('take nothing when there is no scanner at its address', async () => {
    const server = await start({ PARLEY_MEDIA_SCAN_URL: 'http://127.0.0.1:9/scan' });
    const desk = await openMediaDesk(server);
    expect(await refusal(await desk.upload('x'))).toBe('503/20503');
    expect(await filesOf(server)).toEqual([]);
  });
});
