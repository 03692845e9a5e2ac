// The cookie a browser shows for its session: out of reach for scripts, and sent to this site by this site only.
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'parley_session';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The value of a cookie of a request; null when it is not there. */
export function readCookie(request: FastifyRequest, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** The token a request shows; null when it shows none, or something that cannot be one. */
export function sessionToken(request: FastifyRequest): string | null {
  const value = readCookie(request, NAME);
  return value !== null && TOKEN.test(value) ? value : null;
}

/** Cookies of pages read over HTTPS never leave over HTTP. */
export function secureMark(request: FastifyRequest): string {
  return request.protocol === 'https' ? '; Secure' : '';
}

/** Gives a browser its token. It keeps it until `endsAt`; whether it is good is a matter of the database. */
export function giveToken(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  secondsLeft: number,
): void {
  const age = `Max-Age=${Math.max(Math.floor(secondsLeft), 0)}`;
  reply.header(
    'Set-Cookie',
    `${NAME}=${token}; Path=/; ${age}; HttpOnly; SameSite=Strict${secureMark(request)}`,
  );
}

/** Makes a browser forget its token. */
export function takeToken(request: FastifyRequest, reply: FastifyReply): void {
  giveToken(request, reply, '', 0);
}
