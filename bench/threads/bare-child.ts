// The limit of a fan-out: a process that takes a post and sends the same bytes to the same clients, and does nothing
// else. Nothing is stored, nobody is asked who they are.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Asked, Said } from '../control.ts';
import { INDEX_DIGITS, INDEX_PLACE, NUMBER_DIGITS, NUMBER_PLACE } from './sample.ts';

const sample = Buffer.from(process.env['SAMPLE'] ?? '', 'base64').toString('utf8');
const numberOf = /bench-(\d+)/;

const say = (said: Said) => {
  if (process.connected) process.send?.(said);
};

let index = 0;

function frameFor(body: string): Buffer {
  const number = numberOf.exec(body)?.[1] ?? '';
  const text = sample
    .replace(INDEX_PLACE, String(index).padStart(INDEX_DIGITS, '0'))
    .replace(NUMBER_PLACE, number.padStart(NUMBER_DIGITS, '0'));
  index += 1;
  return Buffer.from(text);
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const frame = frameFor(Buffer.concat(parts).toString('utf8'));
    for (const socket of sockets.clients) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
  });
});
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) => client.on('error', () => {}));
});

const stop = () => process.exit(0);
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.on('message', ({ id }: Asked) => {
  const { user, system } = process.cpuUsage();
  say({ id, answer: (user + system) / 1_000 });
});
server.listen(0, '127.0.0.1', () =>
  say({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
