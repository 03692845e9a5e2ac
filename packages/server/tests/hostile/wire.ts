// Requests exactly as written, over a few connections that are kept open, and answers as they came.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** A request below the server's address. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>> | undefined;
  readonly body?: string | Buffer | undefined;
}

/** What the server answered. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed text, or undefined when it is empty or no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  readonly json: any;
}

/** Parameters of a form by wire name; a list repeats the name. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A form as Twilio's clients encode it. */
export function encodeForm(form: Form): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const item of typeof value === 'string' ? [value] : value) encoded.append(name, item);
  }
  return encoded.toString();
}

/** Basic credentials of an account. */
export function basic({ sid, token }: TestAccount): string {
  return `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends requests to one server. */
export class Wire {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(server: TestServer, connections = 8) {
    this.#url = new URL(server.url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Sends a request as the account, or as nobody; rejects when the connection breaks before the whole answer. */
  send(account: TestAccount | null, { method, path, headers = {}, body }: WireRequest): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request({
        host: this.#url.hostname,
        port: this.#url.port,
        agent: this.#agent,
        method,
        path,
        headers: {
          ...(account === null ? {} : { authorization: basic(account) }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: parsed(text),
          });
        });
      });
      sent.end(body);
    });
  }

  /** Posts a form. */
  post(account: TestAccount, path: string, form: Form): Promise<WireAnswer> {
    const headers = { 'content-type': FORM_TYPE };
    return this.send(account, { method: 'POST', path, headers, body: encodeForm(form) });
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }
}
