// A store that speaks the protocol of S3: it checks every signature by the rules of Signature Version 4 and every
// body against its digest, as far as keeping, reading and removing objects goes.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the store lets in. */
export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** A running store. */
export interface S3Peer {
  readonly url: string;
  /** Objects by their path. */
  readonly objects: Map<string, Buffer>;
  /** Requests it took, as `PUT /bucket/key`. */
  readonly taken: string[];
  /** Why it refused others. */
  readonly refused: string[];
  /** Requests to answer with 503 before it works again. */
  failNext(times: number): void;
  stop(): Promise<void>;
}

const LATEST_SKEW_MS = 15 * 60_000;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Why a request is not let in, or null. */
function refusalOf(request: IncomingMessage, body: Buffer, keys: S3Keys): string | null {
  const parts = AUTHORIZATION.exec(request.headers.authorization ?? '');
  if (parts === null) return 'AuthorizationHeaderMalformed';
  const [, keyId, day, region, signedHeaders, signature] = parts as unknown as string[];
  const time = String(request.headers['x-amz-date'] ?? '');
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (keyId !== keys.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== keys.region || at === null || !time.startsWith(day!)) return 'AuthorizationHeaderMalformed';
  const [, year, month, date, hour, minute, second] = at.map(Number);
  const sentAt = Date.UTC(year!, month! - 1, date!, hour!, minute!, second!);
  if (Math.abs(Date.now() - sentAt) > LATEST_SKEW_MS) return 'RequestTimeTooSkewed';
  const names = signedHeaders!.split(';');
  for (const needed of ['host', 'x-amz-date', 'x-amz-content-sha256']) {
    if (!names.includes(needed)) return 'AccessDenied';
  }
  const digest = String(request.headers['x-amz-content-sha256']);
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const canonical = [
    request.method,
    path
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    canonicalQuery(query),
    ...names.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}`,
    ),
    '',
    signedHeaders,
    digest,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce(
    (previous, part) => hmac(previous, part),
    hmac(hmac(`AWS4${keys.secretAccessKey}`, day!), region!),
  );
  const expected = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  if (expected !== signature) return 'SignatureDoesNotMatch';
  if (digest !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  return null;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function serve(
  objects: Map<string, Buffer>,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
) {
  const path = request.url!;
  const object = objects.get(path);
  if (request.method === 'PUT') {
    objects.set(path, body);
    return response.writeHead(200, { etag: `"${sha256(body)}"` }).end();
  }
  if (request.method === 'DELETE') {
    objects.delete(path);
    return response.writeHead(204).end();
  }
  if (object === undefined) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (range === null) return response.writeHead(200, { 'content-length': object.length }).end(object);
  const part = object.subarray(Number(range[1]), Number(range[2]) + 1);
  return response.writeHead(206, { 'content-length': part.length }).end(part);
}

/** Starts a store on a free port. */
export async function startS3Peer(keys: S3Keys): Promise<S3Peer> {
  const objects = new Map<string, Buffer>();
  const taken: string[] = [];
  const refused: string[] = [];
  let failing = 0;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (failing > 0) {
      failing -= 1;
      response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
      return;
    }
    const refusal = refusalOf(request, body, keys);
    if (refusal !== null) {
      refused.push(refusal);
      response.writeHead(403).end(`<Error><Code>${refusal}</Code></Error>`);
      return;
    }
    taken.push(`${request.method} ${request.url}`);
    serve(objects, request, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    taken,
    refused,
    failNext(times) {
      failing = times;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
