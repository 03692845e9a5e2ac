// HTTPS beside the plain port: connections are decrypted and handed to the same web server, so that routes, limits,
// time-outs and WebSockets are the same on both.
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';

/** Where and with what HTTPS is served; certificate and key in PEM. */
export interface TlsOptions {
  readonly host: string;
  readonly port: number;
  readonly cert: string;
  readonly key: string;
}

/** An open HTTPS port. */
export interface TlsListener {
  readonly port: number;
  /** Serves another certificate to clients that connect from now on. Throws when certificate and key do not fit. */
  renew(files: Pick<TlsOptions, 'cert' | 'key'>): void;
  /** Takes no further connections and resolves when the open ones have ended. */
  close(): Promise<void>;
}

const LEAST_VERSION = 'TLSv1.2';
/** A client that says nothing is let go after this time. */
const HANDSHAKE_LIMIT_MS = 10_000;
/** How often a listener that closes looks for connections that have become idle. */
const SWEEP_MS = 50;

/**
 * Opens an HTTPS port in front of `server`, which must listen already. TLS 1.2 is the least, because browser SDKs
 * running in Node speak nothing newer. Rejects when the port is taken, and when certificate and key do not fit.
 */
export async function listenTls(server: FastifyInstance, options: TlsOptions): Promise<TlsListener> {
  const { host, port, cert, key } = options;
  const web = server.server;
  const listener = createServer({
    cert,
    key,
    minVersion: LEAST_VERSION,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: HANDSHAKE_LIMIT_MS,
    noDelay: true,
  });
  listener.on('secureConnection', (connection: TLSSocket) => web.emit('connection', connection));
  // Scanners and clients without our authority: nothing anybody has to be told about.
  listener.on('tlsClientError', (_error, connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen({ host, port }, () => {
      listener.off('error', reject);
      resolve();
    });
  });
  return {
    port: (listener.address() as AddressInfo).port,
    renew: (files) => listener.setSecureContext({ ...files, minVersion: LEAST_VERSION }),
    close: () =>
      new Promise((resolve) => {
        // Ends connections as their last answers end; otherwise clients would keep them open.
        const sweep = setInterval(() => web.closeIdleConnections(), SWEEP_MS);
        listener.close(() => {
          clearInterval(sweep);
          resolve();
        });
        web.closeIdleConnections();
      }),
  };
}
