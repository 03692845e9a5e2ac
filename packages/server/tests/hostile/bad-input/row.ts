// One line of a table of malformed requests, and the notation it is written in.
import type { Population } from '../population.ts';
import { encodeForm, FORM_TYPE, type Form, type WireRequest } from '../wire.ts';

/**
 * A request that must be refused. In paths and values `{CH}` is an object of the caller by its name in the
 * population, `{other:CH}` the same of another account, `{no:CH}` a SID nobody has, `{tel:3}` a phone number.
 */
export interface BadRequest {
  readonly name: string;
  readonly request: WireRequest;
  readonly status: number;
  readonly code: number;
  /** The parameter at fault, which the message must name; undefined when none is. */
  readonly parameter: string | undefined;
  /** Whether the request comes without the credentials of the caller. */
  readonly isAnonymous: boolean;
}

interface Extra {
  readonly headers?: Readonly<Record<string, string>>;
  /** A body in place of the form, sent as it is. */
  readonly body?: string | Buffer;
  readonly isAnonymous?: boolean;
}

/**
 * `refused('…', 'POST /proxy/v1/Services', { UniqueName: '' }, '400/20001 UniqueName')`: name, method and path,
 * form (of a GET or DELETE it belongs in the path), and expected status, code and parameter.
 */
export function refused(
  name: string,
  address: string,
  form: Form | null,
  expected: `${number}/${number}${'' | ` ${string}`}`,
  extra: Extra = {},
): BadRequest {
  const [method = '', path = ''] = address.split(/ (.*)/s);
  const [answer = '', parameter] = expected.split(/ (.*)/s);
  const [status, code] = answer.split('/').map(Number);
  const body = extra.body ?? (form === null ? undefined : encodeForm(form));
  const headers = { ...(body === undefined ? {} : { 'content-type': FORM_TYPE }), ...extra.headers };
  return {
    name,
    request: { method, path, headers, body },
    status: status!,
    code: code!,
    parameter,
    isAnonymous: extra.isAnonymous ?? false,
  };
}

/** A body written by hand, where encoding it properly would lose the mistake. */
export function refusedBody(
  name: string,
  address: string,
  body: string | Buffer,
  expected: Parameters<typeof refused>[3],
  type: string = FORM_TYPE,
): BadRequest {
  return refused(name, address, null, expected, { body, headers: { 'content-type': type } });
}

const PLACEHOLDER = /(?:\{|%7B)(?:(no|other|tel)(?::|%3A))?(\w+)(?:\}|%7D)/g;

/** The text with its placeholders replaced. */
function written(text: string, own: Population, other: Population): string {
  return text.replace(PLACEHOLDER, (_, kind: string | undefined, name: string) => {
    if (kind === 'tel') return encodeURIComponent(own.phone(Number(name)));
    if (kind === 'no') return name.slice(0, 2) + '0'.repeat(32);
    if (kind === 'other') return other.sid(name);
    return own.sid(name);
  });
}

/** The request as it is sent. */
export function concrete(row: BadRequest, own: Population, other: Population): WireRequest {
  const { request } = row;
  const body =
    typeof request.body === 'string' && !request.headers?.['content-type']?.includes('json')
      ? written(request.body, own, other)
      : request.body;
  return { ...request, path: written(request.path, own, other), body };
}
