// One attempt: sends a signed request to the address that was checked, and reads the beginning of the answer.
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Outcome } from './outcome.ts';
import type { SignedRequest } from './signed-request.ts';
import { allowedAddresses, ForbiddenAddress, type ResolvedAddress, type Resolver } from './ssrf-guard.ts';

/** How long a receiver has, from looking up its name to the end of its answer. */
export const ANSWER_LIMIT_MS = 15_000;

/** As much of an answer's body is read and kept, in bytes. */
export const BODY_LIMIT = 16 * 1_024;
/** The same where somebody reads the answer. */
export const ANSWER_BODY_LIMIT = 64 * 1_024;

/** Own agents: the process-wide ones can be made to go through a proxy, which would resolve names itself. */
const httpAgent = new HttpAgent({ keepAlive: false });
const httpsAgent = new HttpsAgent({ keepAlive: false });

/** What an attempt needs beside the request. */
export interface AttemptOptions {
  readonly networks: 'any' | 'public';
  /** Ends the attempt early; the reason is one of those below. */
  readonly signal: AbortSignal;
  /** Milliseconds after which `signal` does; 15 seconds. */
  readonly limit?: number;
  /** As much of the answer's body is read, in bytes; 16 KiB. */
  readonly bodyLimit?: number;
  readonly resolve?: Resolver;
}

/** Reasons to end an attempt early. */
export const TIMED_OUT = 'timed out';
export const STOPPING = 'stopping';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was closed before the answer was complete',
  ENOTFOUND: 'The host name could not be resolved',
  EAI_AGAIN: 'The host name could not be resolved',
  ETIMEDOUT: 'The connection could not be made in time',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The host cannot be reached',
};

function explain(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return 'The connection failed';
  return REASONS[code] ?? `The connection failed (${code})`;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Connecting asks this instead of the resolver, so that it can only reach what was checked. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, [...addresses]);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };
}

function open(
  signed: SignedRequest,
  addresses: readonly ResolvedAddress[],
  signal: AbortSignal,
): ClientRequest {
  const { url, method, headers } = signed;
  const options = { method, headers, signal, lookup: pinned(addresses) };
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...options, agent: httpsAgent })
    : httpRequest(url, { ...options, agent: httpAgent });
}

async function readBody(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  // PostgreSQL cannot hold a NUL character in text.
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8').replaceAll('\0', '\ufffd');
}

function retryAfter(response: IncomingMessage): number | null {
  const value = response.headers['retry-after'];
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) * 1_000 : null;
}

function contentType(response: IncomingMessage): string | null {
  const [type = ''] = (response.headers['content-type'] ?? '').split(';');
  return type.trim() === '' ? null : type.trim().toLowerCase();
}

async function exchange(signed: SignedRequest, options: AttemptOptions): Promise<Outcome> {
  const { networks, signal, bodyLimit = BODY_LIMIT, resolve } = options;
  const addresses = await unlessAborted(allowedAddresses(signed.url.hostname, networks, resolve), signal);
  const request = open(signed, addresses, signal);
  const response = await new Promise<IncomingMessage>((taken, failed) => {
    request.on('response', taken).on('error', failed);
    request.end(signed.body ?? undefined);
  });
  const body = await readBody(response, bodyLimit);
  request.destroy();
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    contentType: contentType(response),
    body,
    retryAfter: retryAfter(response),
  };
}

/** Makes one attempt. It never rejects; redirects are answers like any other and are not followed. */
export async function deliver(signed: SignedRequest, options: AttemptOptions): Promise<Outcome> {
  try {
    return await exchange(signed, options);
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { kind: 'refused', error: error.message };
    if (options.signal.reason === STOPPING) return { kind: 'stopped' };
    if (options.signal.aborted) {
      const seconds = (options.limit ?? ANSWER_LIMIT_MS) / 1_000;
      return { kind: 'unreachable', error: `No answer within ${seconds} seconds` };
    }
    return { kind: 'unreachable', error: explain(error) };
  }
}
