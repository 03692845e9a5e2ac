// The ways in which a sample is performed: through a major of the SDK, or as a form encoded by hand and sent over
// plain HTTP to the product's host name, as curl does it.
import { request } from 'node:http';
import type { Twilio } from 'twilio';
import { SDKS, sdkClient } from '../support/clients.ts';
import type { TestServer } from '../support/start-server.ts';

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is being checked
  readonly body: any;
}

/** The request of a sample as curl sends it. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Host name as in the guide (`flex-api.twilio.com`). */
  readonly host: string;
  readonly path: string;
  readonly form?: readonly (readonly [string, string])[];
}

/** A sample in both forms. */
export interface Performance {
  readonly sdk: (client: Twilio) => Promise<unknown>;
  readonly wire: WireRequest;
}

/** One way to perform samples. */
export interface Way {
  readonly name: string;
  perform(server: TestServer, sample: Performance): Promise<Answer>;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly body: unknown;
}

/** A client of a major that keeps the answers it gets. */
function listening(server: TestServer, module: string): { client: Twilio; heard: SdkResponse[] } {
  const client = sdkClient(server.url, server.account, module);
  const heard: SdkResponse[] = [];
  const http = (client as unknown as { httpClient: { request(given: object): Promise<SdkResponse> } })
    .httpClient;
  const send = http.request.bind(http);
  http.request = async (given) => {
    const response = await send(given);
    heard.push(response);
    return response;
  };
  return { client, heard };
}

function sdkWay({ name, module }: (typeof SDKS)[number]): Way {
  return {
    name,
    async perform(server, { sdk }) {
      const { client, heard } = listening(server, module);
      await sdk(client);
      const { statusCode, body } = heard[0]!;
      return { status: statusCode, body: typeof body === 'string' ? JSON.parse(body) : body };
    },
  };
}

/** Letters, digits and `-._~` stay, everything else becomes `%XX` of its UTF-8 bytes. */
function urlEncode(value: string): string {
  return [...Buffer.from(value, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

const byHand: Way = {
  name: 'curl',
  perform: (server, { wire }) =>
    new Promise((resolve, reject) => {
      const body = wire.form?.map(([key, value]) => `${key}=${urlEncode(value)}`).join('&');
      const { hostname, port } = new URL(server.url);
      const call = request(
        {
          hostname,
          port,
          method: wire.method,
          path: wire.path,
          headers: {
            Host: wire.host,
            'User-Agent': 'curl/8.5.0',
            Accept: '*/*',
            Authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`,
            ...(body === undefined
              ? {}
              : {
                  'Content-Type': 'application/x-www-form-urlencoded',
                  'Content-Length': String(Buffer.byteLength(body)),
                }),
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () => resolve({ status: answer.statusCode!, body: JSON.parse(text) }));
        },
      );
      call.on('error', reject);
      call.end(body);
    }),
};

/** Four majors of the SDK, and none. */
export const WAYS: readonly Way[] = [...SDKS.map(sdkWay), byHand];
