// The HTTP request inside a `message`: what a client tunnels, as far as it is needed here.
import { z } from 'zod';
import { decodeForm, decodeJson, type RawInput } from '#http/form-body.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Packet } from '../codec.ts';

const FORM = 'application/x-www-form-urlencoded';
/** Some clients send something in the body of other requests too, which means nothing. */
const METHODS_WITH_BODY = new Set(['POST', 'PUT']);
const HOST = /^[A-Za-z0-9.\-_[\]:]{1,255}$/;

const httpRequest = z.object({
  host: z.string().nullish(),
  path: z.string().startsWith('/'),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).nullish(),
  headers: z.record(z.string(), z.unknown()).nullish(),
});

const messageHeader = z.object({
  active_grant: z.string().nullish(),
  payload_type: z.string().nullish(),
  http_request: httpRequest,
});

/** A tunnelled request before its route is known. */
export interface TunnelRequest {
  readonly grant: string;
  readonly method: string;
  readonly path: string;
  readonly query: RawInput;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RawInput;
  /** Scheme and host that absolute URLs start with. */
  readonly origin: string;
}

/** Clients split the query but leave its values as they were in the URL. */
function readQuery(params: Readonly<Record<string, unknown>>): RawInput {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item) => `${name}=${item ?? ''}`),
  );
  return decodeForm(pairs.join('&'));
}

function readHeaders(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string' || typeof value === 'number') headers[name.toLowerCase()] = String(value);
  }
  return headers;
}

/** The request in a `message`; 400/20001 for what is none. */
export function readRequest({ header, payload }: Packet): TunnelRequest {
  const read = messageHeader.safeParse(header);
  if (!read.success) throw invalidParameter('http_request', 'it is not an HTTP request');
  const { http_request: request, active_grant: grant, payload_type: payloadType } = read.data;
  const headers = readHeaders(request.headers ?? {});
  const method = request.method.toUpperCase();
  const type = headers['content-type'] ?? payloadType ?? '';
  const text = METHODS_WITH_BODY.has(method) ? payload.toString('utf8') : '';
  const host = request.host ?? '';
  return {
    grant: grant ?? '',
    method,
    path: request.path,
    query: readQuery(request.params ?? {}),
    headers,
    body: type.startsWith(FORM) ? decodeForm(text) : decodeJson(text),
    origin: `https://${HOST.test(host) ? host : 'localhost'}`,
  };
}
