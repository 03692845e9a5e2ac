// Attachments in an S3-compatible store. Requests are signed (Signature Version 4) over the digest of their content, so
// that the store refuses a file that arrived otherwise than it was sent.
import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Config } from '#config/media.ts';
import { isSid } from '#kernel/sid.ts';
import { type ByteRange, fanOut, type MediaStore, type StagedFile } from './store.ts';

const ATTEMPTS = 3;
const RETRY_DELAY_MS = 200;
/** How long the store may take to answer; for an upload, to take the whole file. */
const ANSWER_LIMIT_MS = 30_000;
const UPLOAD_LIMIT_MS = 600_000;
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface S3Request {
  readonly method: 'PUT' | 'GET' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Blob;
}

/** The store answered what it should not. */
class S3Failure extends Error {
  readonly status: number;

  constructor(method: string, status: number, text: string) {
    super(`The media store answered ${method} with ${status}: ${text.slice(0, 300)}`);
    this.status = status;
  }
}

function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof S3Failure) || error.status >= 500 || error.status === 429;
}

/** Keeps files in a bucket, named in the path of the address so that any store understands it. */
export class S3Store implements MediaStore {
  readonly name = 's3';
  readonly #config: S3Config;
  readonly #keys = new Map<string, ArrayBuffer>();

  constructor(config: S3Config) {
    this.#config = config;
  }

  async put(sid: string, file: StagedFile): Promise<void> {
    const body = await openAsBlob(file.path);
    await this.#ask(sid, [200, 201, 204], {
      method: 'PUT',
      headers: { 'X-Amz-Content-Sha256': file.sha256, 'Content-Type': 'application/octet-stream' },
      body,
    });
    await rm(file.path, { force: true });
  }

  async read(sid: string, range: ByteRange | null): Promise<Readable | null> {
    const headers = {
      'X-Amz-Content-Sha256': EMPTY_SHA256,
      ...(range === null ? {} : { Range: `bytes=${range.start}-${range.end}` }),
    };
    const answer = await this.#ask(sid, [range === null ? 200 : 206, 404], { method: 'GET', headers });
    if (answer.status === 404 || answer.body === null) {
      await answer.body?.cancel();
      return null;
    }
    return Readable.fromWeb(answer.body as ReadableStream);
  }

  async remove(sid: string): Promise<void> {
    const headers = { 'X-Amz-Content-Sha256': EMPTY_SHA256 };
    const answer = await this.#ask(sid, [200, 204, 404], { method: 'DELETE', headers });
    await answer.body?.cancel();
  }

  /** Sends a request until it is answered with one of the statuses; what the store refuses is not sent again. */
  async #ask(sid: string, expected: readonly number[], request: S3Request): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#send(sid, request);
        if (expected.includes(answer.status)) return answer;
        throw new S3Failure(request.method, answer.status, await answer.text());
      } catch (error) {
        if (attempt === ATTEMPTS || !isWorthRetrying(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS * 2 ** attempt));
      }
    }
  }

  async #send(sid: string, { method, headers, body }: S3Request): Promise<Response> {
    const { accessKeyId, secretAccessKey, region } = this.#config;
    const signer = new AwsV4Signer({
      url: this.#addressOf(sid),
      method,
      headers: { ...headers },
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      cache: this.#keys,
    });
    const signed = await signer.sign();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), method === 'PUT' ? UPLOAD_LIMIT_MS : ANSWER_LIMIT_MS);
    try {
      // The limit ends with the first byte of the answer: how fast a download is read is not the store's doing.
      return await fetch(signed.url, {
        method,
        headers: signed.headers,
        signal: limit.signal,
        redirect: 'error',
        ...(body === undefined ? {} : { body }),
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #addressOf(sid: string): string {
    if (!isSid(sid, 'ME')) throw new Error(`${sid} does not name an attachment`);
    const { endpoint, bucket, prefix } = this.#config;
    return `${endpoint}/${bucket}/${prefix}${fanOut(sid)}/${sid}`;
  }
}
