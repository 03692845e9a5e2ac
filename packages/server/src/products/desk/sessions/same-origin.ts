// Whether a request was set off by this site itself: what tells the desk from a page that abuses its cookie.
import type { FastifyRequest } from 'fastify';
import { DESK_HEADER } from '#http/authentication.ts';
import { apiError } from '#kernel/errors.ts';

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Whether browsers say that another site set the request off. Programs say nothing of it. */
function isForeign(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = header(request, 'sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = header(request, 'origin');
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const own = [request.host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).host])];
  return !own.includes(new URL(origin).host);
}

/** Refuses what another site set off: 403/20403. */
export function refuseForeign(request: FastifyRequest, publicUrl: string | undefined): void {
  if (isForeign(request, publicUrl)) throw apiError(20403, 'Another site made the browser ask for this');
}

/**
 * Whether a request proves that the desk made it: by the header only the desk sends, or, for what is only read, by the
 * browser's word that a link of this site was followed.
 */
export function isOfDesk(request: FastifyRequest): boolean {
  if (header(request, DESK_HEADER) === '1') return true;
  return request.method === 'GET' && header(request, 'sec-fetch-site') === 'same-origin';
}
