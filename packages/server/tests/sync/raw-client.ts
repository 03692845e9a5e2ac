// Twilsock without a client library: frames as they are.
import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { readPacket, writePacket } from '#realtime/twilsock/codec.ts';

const LIMIT_MS = 15_000;

// biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
type Json = any;

/** A frame of the server. */
export interface Frame {
  readonly header: Json;
  readonly payload: Json;
}

/** A tunnelled request as it is sent. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly host?: string;
  readonly grant?: string;
}

/** The answer to one. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Json;
}

/** A connection to Twilsock. */
export class RawClient {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  /** Code the connection is closed with. */
  readonly closed: Promise<number>;
  #count = 0;
  #waiting: (() => void)[] = [];
  readonly #replies = new Map<string, PromiseWithResolvers<Frame>>();

  constructor(address: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(address, options);
    this.closed = new Promise((resolve) => this.socket.once('close', (code) => resolve(code)));
    this.socket.on('message', (data) => {
      const packet = readPacket(data as Buffer)!;
      const text = packet.payload.toString('utf8');
      const frame = { header: packet.header as Json, payload: text === '' ? undefined : JSON.parse(text) };
      this.frames.push(frame);
      if (frame.header.method === 'reply') this.#replies.get(frame.header.id)?.resolve(frame);
      const woken = this.#waiting;
      this.#waiting = [];
      for (const wake of woken) wake();
    });
    this.socket.on('error', () => {});
  }

  /** Connects. */
  static async open(address: string, options: ClientOptions = {}): Promise<RawClient> {
    const client = new RawClient(address, options);
    await once(client.socket, 'open');
    return client;
  }

  sendBytes(bytes: Buffer | string): void {
    this.socket.send(bytes);
  }

  /** Sends a frame and gives its id. */
  send(header: Json, payload?: unknown): string {
    this.#count += 1;
    const id = `TM${this.#count}`;
    const sent = header.id ?? id;
    const body = payload === undefined ? undefined : Buffer.from(JSON.stringify(payload));
    this.#replies.set(sent, Promise.withResolvers());
    this.socket.send(writePacket({ id, ...header }, body));
    return sent;
  }

  /** The first frame that satisfies the condition, come or to come. */
  async until(isIt: (frame: Frame) => boolean): Promise<Frame> {
    const limit = AbortSignal.timeout(LIMIT_MS);
    for (;;) {
      const found = this.frames.find(isIt);
      if (found !== undefined) return found;
      if (limit.aborted) throw new Error(`waited for a frame among ${this.#told()}`);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        limit.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** The reply to a frame. */
  replyTo(id: string): Promise<Frame> {
    return (
      this.#replies.get(id)?.promise ??
      this.until(({ header }) => header.method === 'reply' && header.id === id)
    );
  }

  /** Says who this is and gives the header of the reply. */
  async init(token: unknown): Promise<Json> {
    const id = this.send({ method: 'init', token, capabilities: [], metadata: {}, registrations: null });
    return (await this.replyTo(id)).header;
  }

  /** Tunnels a request. */
  async request({
    grant = 'data_sync',
    body,
    host = 'cds.us1.twilio.com',
    ...rest
  }: RawRequest): Promise<RawAnswer> {
    const id = this.send(
      {
        method: 'message',
        active_grant: grant,
        payload_type: 'application/json',
        http_request: { host, params: {}, headers: { 'Content-Type': 'application/json' }, ...rest },
      },
      body,
    );
    const { header, payload } = await this.replyTo(id);
    return { status: header.http_status.code, body: payload };
  }

  /** What the server has told of Sync, in order. */
  events(): Json[] {
    return this.frames
      .filter(({ header }) => header.method === 'notification' && header.message_type === 'twilio.sync.event')
      .map(({ payload }) => payload);
  }

  #told(): string {
    return JSON.stringify(this.frames).slice(0, 2_000);
  }
}
