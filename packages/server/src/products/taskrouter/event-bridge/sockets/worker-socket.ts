// One open connection of a worker's client.
import type { WebSocket } from 'ws';
import type { PagePayload } from '../rpc/page.ts';
import { KnownReservations } from './known-reservations.ts';
import { type FirstRead, Opening, type Push } from './opening.ts';

/** A client that has this much waiting for it does not read; it is disconnected and will start anew. */
const MOST_BUFFERED_BYTES = 1_048_576;

/** Beats a client may leave unanswered. */
const MOST_SILENT_BEATS = 3;

/** WebSocket close codes (RFC 6455, 7.4.1). */
export const CLOSE_CODES = { goingAway: 1001, refused: 1008, startAnew: 1012 } as const;

/** Asks a client whether what it was sent before has reached it. */
const OPENING_PING = 'opening';

/** An object in a list. */
export interface Listed {
  readonly sid: string;
}

/** The worker a connection is of. */
export interface WorkerIdentity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workerSid: string;
}

/** A connection of a worker. */
export class WorkerSocket {
  readonly worker: WorkerIdentity;
  /** Grows with time, so that of two connections the smaller one is older, whichever process has it. */
  readonly session: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  /** Whether the worker is to go offline once it has no connection left. */
  readonly isPresence: boolean;
  readonly #socket: WebSocket;
  readonly #opening: Opening;
  readonly #known = new KnownReservations();
  #isListening = false;
  #silentBeats = 0;

  constructor(
    socket: WebSocket,
    facts: Pick<WorkerSocket, 'worker' | 'session' | 'openedAt' | 'isPresence'>,
  ) {
    this.#socket = socket;
    this.worker = facts.worker;
    this.session = facts.session;
    this.openedAt = facts.openedAt;
    this.isPresence = facts.isPresence;
    this.#opening = new Opening(facts.openedAt);
    socket.on('pong', (data: Buffer) => {
      this.#silentBeats = 0;
      if (data.toString() === OPENING_PING) this.#listens();
    });
  }

  /** Sends a text; a client that does not read what it was sent is cut off instead. */
  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MOST_BUFFERED_BYTES) this.#socket.terminate();
    else this.#socket.send(text);
  }

  /** Sends a message as soon as the client listens, if the client can make something of it. */
  push(push: Push): void {
    if (!this.#isListening) this.#opening.hold(push);
    else if (this.#known.takes(push)) this.send(push.text);
  }

  /** Whether this connection waits for its client to read the list; from now on it does not any more. */
  beginRead(read: FirstRead): boolean {
    if (this.#isListening || !this.#opening.awaits(read)) return false;
    this.#opening.begin(read);
    return true;
  }

  /** The client was sent a list. After the last one it takes a moment until it listens: until it answers a ping. */
  endRead(read: FirstRead, page: PagePayload<Listed>): void {
    if (read === 'Reservations' && page.after_sid === null) {
      this.#known.learn(page.contents.map(({ sid }) => sid));
    }
    if (this.#opening.end(read)) this.#ping(OPENING_PING);
  }

  /**
   * Shows the client that the server is there, and asks whether it is. Clients count texts only, so white space is
   * sent beside the ping. A client that leaves several unanswered has gone without a word. `now` is in milliseconds.
   */
  beat(now: number): void {
    if (this.#silentBeats === MOST_SILENT_BEATS) {
      this.#socket.terminate();
      return;
    }
    this.#silentBeats += 1;
    this.send(' ');
    this.#ping('');
    if (!this.#isListening && this.#opening.isOverdue(now)) this.#listens();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  onClosed(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  #listens(): void {
    this.#isListening = true;
    for (const push of this.#opening.release()) this.push(push);
  }

  #ping(data: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping(data);
  }
}
