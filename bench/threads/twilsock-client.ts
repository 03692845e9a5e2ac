// A client of Twilsock that costs little itself: it answers nothing and keeps nothing.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { readPacket, writePacket } from '../../packages/server/src/realtime/twilsock/codec.ts';

const LIMIT_MS = 20_000;
/** Replies say so near the beginning of a frame. */
const KIND_WITHIN = 64;

/** A request a client tunnels. */
export interface TunnelRequest {
  readonly method: string;
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent in place of JSON. */
  readonly form?: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: whoever asks knows the shape of the answer
type Json = any;

const SYNC_HOST = 'cds.us1.twilio.com';

/** The server refused a request. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One client, connected. */
export class TwilsockClient {
  /** Hears of every frame that is no reply. */
  heard: (frame: Buffer) => void = () => {};
  readonly #socket: WebSocket;
  readonly #replies = new Map<string, (header: Json, payload: Buffer) => void>();
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(data as Buffer));
    socket.on('error', () => {});
  }

  /** Connects to the server at an `http:` address. */
  static async open(url: string, token: string): Promise<TwilsockClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/tsock/v3/wsconnect`, {
      perMessageDeflate: false,
    });
    await once(socket, 'open');
    const client = new TwilsockClient(socket);
    const { status } = await client.#send({ method: 'init', token, capabilities: [], metadata: {} });
    if (status.code !== 200) throw new Error(`a client was refused: ${JSON.stringify(status)}`);
    return client;
  }

  /** Tunnels a request; throws when it is refused. */
  async request({ method, path, params = {}, body, form }: TunnelRequest): Promise<Json> {
    const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
    const text =
      form === undefined
        ? body === undefined
          ? undefined
          : JSON.stringify(body)
        : new URLSearchParams(form).toString();
    const request = { host: SYNC_HOST, method, path, params, headers: { 'Content-Type': type } };
    let answered: Buffer | undefined;
    const header = await this.#send(
      { method: 'message', active_grant: 'ip_messaging', payload_type: type, http_request: request },
      text,
      (payload) => {
        answered = payload;
      },
    );
    const answer = answered?.length ? JSON.parse(answered.toString('utf8')) : undefined;
    if (header.http_status?.code >= 300 || header.http_status === undefined) {
      const told = `${path} was answered: ${JSON.stringify(header)} ${JSON.stringify(answer)}`;
      throw new Refused(header.http_status?.code ?? 0, told);
    }
    return answer;
  }

  /** Subscribes to objects from where they are now; resolves when the server says that it is so. */
  async subscribe(objects: readonly { readonly sid: string; readonly kind: string }[]): Promise<void> {
    const before = this.heard;
    const established = Promise.withResolvers<void>();
    const left = new Set(objects.map(({ sid }) => sid));
    this.heard = (frame) => {
      before(frame);
      const told = readPacket(frame)?.payload.toString('utf8') ?? '';
      if (told.includes('subscription_failed')) established.reject(new Error(told));
      if (!told.includes('subscription_established')) return;
      for (const sid of left) if (told.includes(sid)) left.delete(sid);
      if (left.size === 0) established.resolve();
    };
    await this.request({
      method: 'POST',
      path: '/v4/Subscriptions',
      body: {
        event_protocol_version: 4,
        action: 'establish',
        correlation_id: 1,
        requests: objects.map(({ sid, kind }) => ({
          object_sid: sid,
          object_type: kind,
          last_event_id: null,
        })),
      },
    });
    await established.promise;
    this.heard = before;
  }

  /** Ends the connection; resolves when it has. */
  async close(): Promise<void> {
    if (this.#socket.readyState === this.#socket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.terminate();
    await closed;
  }

  #send(header: Json, text?: string, onPayload?: (payload: Buffer) => void): Promise<Json> {
    this.#count += 1;
    const id = `TM${this.#count}`;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`no reply to ${JSON.stringify(header)}`)), LIMIT_MS);
      this.#replies.set(id, (told, payload) => {
        clearTimeout(limit);
        onPayload?.(payload);
        resolve(told);
      });
      this.#socket.send(writePacket({ id, ...header }, text === undefined ? undefined : Buffer.from(text)));
    });
  }

  #receive(frame: Buffer): void {
    if (!frame.subarray(0, KIND_WITHIN).includes('"reply"')) {
      this.heard(frame);
      return;
    }
    const packet = readPacket(frame);
    const id = packet?.header['id'] as string;
    this.#replies.get(id)?.(packet!.header, packet!.payload);
    this.#replies.delete(id);
  }
}
