// Bytes that are no request: they are refused in the shape of every other refusal, and the server goes on.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const CRLF = '\r\n';
const request = (...lines: string[]) => [...lines, '', ''].join(CRLF);

const UNREADABLE: readonly (readonly [name: string, bytes: string, status: number])[] = [
  ['no HTTP at all', request('hello there'), 400],
  ['bytes of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['an unknown method', request('FROB /chat/v2/Services HTTP/1.1', 'Host: x'), 400],
  ['an unknown version', request('GET / HTTP/9.9', 'Host: x'), 400],
  ['a raw byte in the path', request('GET /\xff HTTP/1.1', 'Host: x'), 400],
  ['a header without a colon', request('GET / HTTP/1.1', 'Host: x', 'nonsense'), 400],
  ['a header with a NUL', request('GET / HTTP/1.1', 'Host: x', 'A: \0'), 400],
  ['a length that is no number', request('POST / HTTP/1.1', 'Host: x', 'Content-Length: ten'), 400],
  ['two lengths', request('POST / HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2'), 400],
  [
    'a length and chunks',
    request('POST / HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
    400,
  ],
  ['more headers than are read', request('GET / HTTP/1.1', 'Host: x', `A: ${'x'.repeat(20_000)}`), 431],
];

/** Everything the server says to the bytes before it closes the connection. */
function saidTo(server: TestServer, bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, 'latin1')));
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      said += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(said));
  });
}

describe('what is no request', () => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const database = await databases()[0]!.create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it.each(UNREADABLE)('is refused: %s', async (_, bytes, status) => {
    const [head, body] = (await saidTo(server, bytes)).split(CRLF + CRLF);
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('Content-Type: application/json');
    expect(JSON.parse(body ?? '')).toEqual({
      code: 20001,
      message: expect.any(String),
      more_info: 'https://www.twilio.com/docs/errors/20001',
      status,
    });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
