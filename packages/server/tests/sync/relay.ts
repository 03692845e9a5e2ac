// A network between a client and the server that can be cut.
import { connect, createServer, type Socket } from 'node:net';

/** Passes bytes on between its own port and the server's. */
export interface Relay {
  readonly port: number;
  /** Breaks every connection; new ones are taken. */
  cut(): void;
  /** Whether new connections are broken at once. */
  hold(isHeld: boolean): void;
  close(): Promise<void>;
}

/** A relay to a port of this machine. */
export async function openRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isHeld = false;
  const server = createServer((client) => {
    if (isHeld) {
      client.destroy();
      return;
    }
    const onward = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    hold: (held) => {
      isHeld = held;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
