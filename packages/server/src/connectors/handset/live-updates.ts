// Server-Sent Events: tells the pages that are open which phone changed, so that they read what is new.
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CancelWake, Clock } from '#kernel/clock.ts';
import type { Context } from '#server/context.ts';
import { phoneOfSignal } from './phone-signal.ts';

/** A line sent now and then shows a broken connection to both ends. */
const HEARTBEAT_MS = 20_000;
/** What a page that lost its connection waits before it tries again. */
const RECONNECT_MS = 1_000;
/** A page that reads more slowly than this is cut off; it comes back and reads everything anew. */
const LARGEST_BACKLOG = 64 * 1_024;

/** The open streams of one server process. */
export class LiveUpdates {
  readonly #streams = new Map<ServerResponse, string>();
  readonly #clock: Clock;
  #cancelHeartbeat: CancelWake | null = null;

  constructor(server: FastifyInstance, { clock, database }: Context) {
    this.#clock = clock;
    database.onSignals((signals) => this.#tell(signals));
    server.addHook('preClose', async () => this.#closeAll());
  }

  /** Keeps the connection open and tells it of every phone of the account that changes. */
  stream(accountSid: string, reply: FastifyReply): void {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      'X-Content-Type-Options': 'nosniff',
    });
    stream.write(`retry: ${RECONNECT_MS}\nevent: ready\ndata: {}\n\n`);
    stream.on('error', () => stream.destroy());
    stream.on('close', () => this.#streams.delete(stream));
    this.#streams.set(stream, accountSid);
    if (this.#cancelHeartbeat === null) this.#beat();
  }

  #tell(signals: ReadonlySet<string>): void {
    if (this.#streams.size === 0) return;
    for (const signal of signals) {
      const phone = phoneOfSignal(signal);
      if (phone === null) continue;
      const text = `event: phone\ndata: ${JSON.stringify({ address: phone.address })}\n\n`;
      for (const [stream, accountSid] of this.#streams) {
        if (accountSid === phone.accountSid) this.#write(stream, text);
      }
    }
  }

  #write(stream: ServerResponse, text: string): void {
    if (stream.writableLength > LARGEST_BACKLOG) stream.destroy();
    else stream.write(text);
  }

  #beat(): void {
    this.#cancelHeartbeat = this.#clock.wakeAt(this.#clock.now() + HEARTBEAT_MS, () => {
      this.#cancelHeartbeat = null;
      for (const stream of this.#streams.keys()) this.#write(stream, ': still here\n\n');
      if (this.#streams.size > 0) this.#beat();
    });
  }

  #closeAll(): void {
    this.#cancelHeartbeat?.();
    this.#cancelHeartbeat = null;
    for (const stream of this.#streams.keys()) stream.end();
    this.#streams.clear();
  }
}
