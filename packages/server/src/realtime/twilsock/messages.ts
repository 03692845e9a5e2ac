// What clients and server say to each other in headers, as far as the server reads or writes it.

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { ApiError } from '#kernel/errors.ts';
import { type Header, writePacket } from './codec.ts';
import type { TunnelAnswer } from './tunnel/route.ts';

const clientHeader = z.object({
  method: z.string(),
  id: z.string().min(1).max(100),
  token: z.string().optional(),
});

/** What every header of a client has. */
export type ClientHeader = z.output<typeof clientHeader>;

/** The header of a client, or null when it is none. */
export function readClientHeader(header: Header): ClientHeader | null {
  const read = clientHeader.safeParse(header);
  return read.success ? read.data : null;
}

/** A frame about to be sent. */
export interface Outgoing {
  readonly header: Header;
  /** Sent as JSON. */
  readonly payload?: unknown;
}

/** The bytes of a frame. */
export function frameOf({ header, payload }: Outgoing): Buffer {
  return writePacket(header, payload === undefined ? undefined : Buffer.from(JSON.stringify(payload)));
}

/** Clients compare the text of 401 with this spelling. */
const TEXTS: Readonly<Record<number, string>> = { 200: 'OK', 401: 'UNAUTHORIZED', 403: 'FORBIDDEN' };

function statusOf(code: number): { code: number; status: string } {
  return { code, status: TEXTS[code] ?? STATUS_CODES[code] ?? 'Unknown' };
}

/** The reply to a message that was carried out. */
export function reply(id: string): Outgoing {
  return { header: { method: 'reply', id, status: statusOf(200) } };
}

/** The reply to a message that was refused; `errorCode` tells clients of expired tokens. */
export function refusal(id: string, { status, code, message }: ApiError): Outgoing {
  return {
    header: {
      method: 'reply',
      id,
      status: { ...statusOf(status), errorCode: code, description: message },
    },
  };
}

/** The reply that carries the answer to a tunnelled request. */
export function answer(id: string, { status, body }: TunnelAnswer): Outgoing {
  const header = {
    method: 'reply',
    id,
    status: statusOf(200),
    http_status: statusOf(status),
    http_headers: {},
  };
  return body === undefined
    ? { header }
    : { header: { ...header, payload_type: 'application/json' }, payload: body };
}

function newId(): string {
  return `TM${randomUUID()}`;
}

/** An event for the client. */
export function notification(messageType: string, payload: unknown): Outgoing {
  return {
    header: {
      method: 'notification',
      id: newId(),
      message_type: messageType,
      payload_type: 'application/json',
    },
    payload,
  };
}

/** The bytes of an event that many clients may be sent: an id means something only within a connection. */
export function notificationFrame(messageType: string, payload: unknown): Buffer {
  return frameOf(notification(messageType, payload));
}

/** The client has to get itself a new token. */
export function tokenAboutToExpire(): Outgoing {
  return { header: { method: 'client_update', id: newId(), client_update_type: 'token_about_to_expire' } };
}

/** Why the server closes a connection, as clients understand it. */
export const CLOSE = {
  /** Connect again, here or to another server. */
  offload: 308,
  notAcceptable: 406,
  tokenExpired: 410,
} as const;

/** The server is about to close the connection. Clients wait `reconnectAfterMs` before they connect again. */
export function close(code: (typeof CLOSE)[keyof typeof CLOSE], reconnectAfterMs?: number): Outgoing {
  const header = { method: 'close', id: newId(), status: statusOf(code), payload_type: 'application/json' };
  return reconnectAfterMs === undefined
    ? { header }
    : { header, payload: { backoff_policy: { reconnect_min_ms: reconnectAfterMs } } };
}
