// One WebSocket under Twilsock: whole frames in both directions, a pulse, and a bound on what waits to be sent.
import type { RawData, WebSocket } from 'ws';

/** A client that leaves more than this unread is disconnected: it finds its place again when it comes back. */
const MOST_UNSENT_BYTES = 8 * 1_048_576;
/** Beats a connection may leave unanswered. */
const MOST_MISSED_BEATS = 3;

/** WebSocket close codes (RFC 6455, 7.4.1). */
export const SOCKET_CLOSE = { normal: 1_000, goingAway: 1_001, policy: 1_008, tooMuch: 1_013 } as const;

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** A connection of a client. */
export class Connection {
  readonly #socket: WebSocket;
  #missedBeats = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('pong', () => {
      this.#missedBeats = 0;
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  onFrame(receive: (frame: Buffer) => void): void {
    this.#socket.on('message', (data) => {
      this.#missedBeats = 0;
      receive(bytesOf(data));
    });
  }

  onClosed(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** Sends a frame; a connection that is closed, or too slow for its frames, gets none. */
  send(frame: Buffer): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > MOST_UNSENT_BYTES) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(frame);
  }

  /** Asks whether somebody is still there, and gives up a connection that has long been silent. */
  beat(): void {
    if (!this.isOpen) return;
    if (this.#missedBeats >= MOST_MISSED_BEATS) {
      this.#socket.terminate();
      return;
    }
    this.#missedBeats += 1;
    this.#socket.ping();
  }

  close(code: (typeof SOCKET_CLOSE)[keyof typeof SOCKET_CLOSE]): void {
    this.#socket.close(code);
  }
}
