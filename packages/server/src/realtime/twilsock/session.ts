// One client on Twilsock, from its first message to its end: who it is, what it asks, what it is told.
import { errorBody } from '#http/twilio-error.ts';
import type { Clock } from '#kernel/clock.ts';
import { ApiError, apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { AccessToken } from '../tokens/access-token.ts';
import { type Packet, readPacket } from './codec.ts';
import { type Connection, SOCKET_CLOSE } from './connection.ts';
import {
  answer,
  CLOSE,
  type ClientHeader,
  close,
  frameOf,
  notification,
  type Outgoing,
  readClientHeader,
  refusal,
  reply,
  tokenAboutToExpire,
} from './messages.ts';
import { TokenWatch } from './token-watch.ts';
import type { TunnelAnswer } from './tunnel/route.ts';

/** How long a connection may take to say who it is. */
const INIT_LIMIT_MS = 20_000;
/** Requests of one client under way at a time; more are refused with 429/20429. */
const MOST_UNDER_WAY = 100;

/** What a session needs of the server. */
export interface SessionHost {
  readonly clock: Clock;
  /** The access token behind a text; rejects with the refusal. */
  readonly verify: (token: string) => Promise<AccessToken>;
  /** Answers a tunnelled request; never rejects. */
  readonly serve: (session: TwilsockSession, packet: Packet) => Promise<TunnelAnswer>;
  readonly onOpened: (session: TwilsockSession) => void;
  readonly onTokenUpdated: (session: TwilsockSession, before: AccessToken) => void;
  readonly onError: (error: unknown) => void;
}

/** A client whose token was believed. */
export class TwilsockSession {
  /** Names the session in logs; sessions of one process sort in the order they were opened. */
  readonly sid: string = newSid('SE');
  /** Scheme and host under which the client reached this server. */
  readonly origin: string;
  readonly #host: SessionHost;
  readonly #connection: Connection;
  readonly #watch: TokenWatch;
  readonly #cancelInitLimit: () => void;
  readonly #underWay = new Set<Promise<void>>();
  #token: AccessToken | null = null;
  #isInitialising = false;
  #isClosing = false;

  constructor(host: SessionHost, connection: Connection, origin: string) {
    this.origin = origin;
    this.#host = host;
    this.#connection = connection;
    this.#watch = new TokenWatch(
      host.clock,
      () => this.send(tokenAboutToExpire()),
      () => this.end(CLOSE.tokenExpired),
    );
    this.#cancelInitLimit = host.clock.wakeAt(host.clock.now() + INIT_LIMIT_MS, () =>
      connection.close(SOCKET_CLOSE.policy),
    );
    connection.onFrame((frame) => this.#receive(frame));
    connection.onClosed(() => {
      this.#isClosing = true;
      this.#cancelInitLimit();
      this.#watch.stop();
    });
  }

  /** The token the client showed last. */
  get token(): AccessToken {
    if (this.#token === null) throw new Error('the session has not been opened');
    return this.#token;
  }

  get accountSid(): string {
    return this.token.accountSid;
  }

  /** Who the client is; a token without an identity opens no session. */
  get identity(): string {
    return this.token.identity ?? '';
  }

  /** False once the connection has ended, or is about to. */
  get isOpen(): boolean {
    return !this.#isClosing && this.#connection.isOpen;
  }

  /** Tells the client something it did not ask for. */
  notify(messageType: string, payload: unknown): void {
    this.send(notification(messageType, payload));
  }

  send(outgoing: Outgoing): void {
    if (this.isOpen) this.#connection.send(frameOf(outgoing));
  }

  /** Sends bytes that other clients may be sent as well. */
  sendFrame(frame: Buffer): void {
    if (this.isOpen) this.#connection.send(frame);
  }

  /** Asks whether the client is still there. */
  beat(): void {
    this.#connection.beat();
  }

  /** Says why, and closes. */
  end(code: (typeof CLOSE)[keyof typeof CLOSE], reconnectAfterMs?: number): void {
    this.send(close(code, reconnectAfterMs));
    this.#isClosing = true;
    this.#connection.close(code === CLOSE.offload ? SOCKET_CLOSE.goingAway : SOCKET_CLOSE.normal);
  }

  onClosed(listener: () => void): void {
    this.#connection.onClosed(listener);
  }

  /** Resolves when every request under way has been answered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #receive(frame: Buffer): void {
    if (this.#isClosing) return;
    const packet = readPacket(frame);
    const header = packet === null ? null : readClientHeader(packet.header);
    if (packet === null || header === null) {
      this.end(CLOSE.notAcceptable);
      return;
    }
    if (header.method === 'init') this.track(this.#init(header));
    else if (this.#token === null)
      this.send(refusal(header.id, apiError(20003, 'Nobody has said who this is')));
    else this.#handle(header, packet);
  }

  #handle(header: ClientHeader, packet: Packet): void {
    switch (header.method) {
      case 'message':
        this.track(this.#serve(header.id, packet));
        return;
      case 'update':
        this.track(this.#update(header));
        return;
      // Everything a client subscribes to is sent to it, whichever kinds of notifications it names here.
      case 'put_notification_ctx':
      case 'delete_notification_ctx':
        this.send(reply(header.id));
        return;
      case 'close':
        this.#isClosing = true;
        this.#connection.close(SOCKET_CLOSE.normal);
        return;
      case 'reply':
      case 'telemetry.v1':
        return;
      default:
        this.send(refusal(header.id, apiError(20001, `There is no message ${header.method.slice(0, 40)}`)));
    }
  }

  /** Keeps count of work for this client, so that the server can wait for it; what it rejects with is logged. */
  track(work: Promise<void>): void {
    const tracked = work.catch(this.#host.onError).finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  async #init({ id, token = '' }: ClientHeader): Promise<void> {
    if (this.#token !== null || this.#isInitialising) {
      this.send(refusal(id, apiError(20001, 'The connection has been initialised')));
      return;
    }
    this.#isInitialising = true;
    const believed = await this.#believe(id, token);
    if (this.#isClosing) return;
    if (believed === null) {
      this.#isClosing = true;
      this.#connection.close(SOCKET_CLOSE.normal);
      return;
    }
    this.#cancelInitLimit();
    this.#token = believed;
    this.#watch.follow(believed.expiresAt);
    this.#host.onOpened(this);
    this.send(reply(id));
  }

  async #update({ id, token = '' }: ClientHeader): Promise<void> {
    const believed = await this.#believe(id, token);
    if (believed === null || this.#isClosing) return;
    const before = this.token;
    this.#token = believed;
    this.#watch.follow(believed.expiresAt);
    this.#host.onTokenUpdated(this, before);
    this.send(reply(id));
  }

  /** The token of an `init` or `update`; null when it was refused, which the client has then been told. */
  async #believe(id: string, text: string): Promise<AccessToken | null> {
    try {
      const token = await this.#host.verify(text);
      const known = this.#token;
      if (known !== null && (known.accountSid !== token.accountSid || known.identity !== token.identity)) {
        throw apiError(20006, 'The token is of somebody else than the one before');
      }
      return token;
    } catch (error) {
      const told = error instanceof ApiError ? error : apiError(20500);
      if (told !== error) this.#host.onError(error);
      this.send(refusal(id, told));
      return null;
    }
  }

  async #serve(id: string, packet: Packet): Promise<void> {
    if (this.#underWay.size >= MOST_UNDER_WAY) {
      this.send(answer(id, { status: 429, body: errorBody(apiError(20429)) }));
      return;
    }
    this.send(answer(id, await this.#host.serve(this, packet)));
  }
}
