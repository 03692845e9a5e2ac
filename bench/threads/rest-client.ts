// The REST API as the thread benchmarks use it: connections kept open, so that requests cost what they must.
import { Agent, request } from 'node:http';
import type { Credentials } from '../server.ts';

/** An answer with its JSON. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whoever asks knows the shape of the answer
  readonly body: any;
}

/** A program that calls a server's REST API. */
export class RestClient {
  readonly #url: string;
  readonly #authorization: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(url: string, { accountSid, authToken }: Credentials) {
    this.#url = url;
    this.#authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  }

  /** Posts a form; throws when it is refused. */
  async post(path: string, input: Readonly<Record<string, string>>): Promise<Answer['body']> {
    return this.#succeed(path, await this.#ask('POST', path, new URLSearchParams(input).toString()));
  }

  /** Fetches; throws when it is refused. */
  async get(path: string): Promise<Answer['body']> {
    return this.#succeed(path, await this.#ask('GET', path, null));
  }

  close(): void {
    this.#agent.destroy();
  }

  #succeed(path: string, { status, body }: Answer): Answer['body'] {
    if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  #ask(method: string, path: string, form: string | null): Promise<Answer> {
    const headers = {
      authorization: this.#authorization,
      ...(form === null
        ? {}
        : {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(Buffer.byteLength(form)),
          }),
    };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#url}${path}`, { method, headers, agent: this.#agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          try {
            resolve({ status: answer.statusCode ?? 0, body: text === '' ? null : JSON.parse(text) });
          } catch (error) {
            reject(error);
          }
        });
      });
      asked.on('error', reject);
      asked.end(form ?? undefined);
    });
  }
}
