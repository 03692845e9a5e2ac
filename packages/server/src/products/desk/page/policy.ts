// The headers of the desk's page: what it may load and from where. Nothing inline runs, so a text that slipped into the
// page as markup would do nothing.
import type { FastifyRequest } from 'fastify';
import type { Config } from '#config/config.ts';
import { originOf } from '#http/addresses.ts';

/** Origins beyond this one. */
export interface PolicyOrigins {
  /** Plugins are loaded from there. */
  readonly scripts: readonly string[];
  /** Attachments are shown from there. */
  readonly media: readonly string[];
}

/** Where attachments come from beside this server as the browser knows it. */
export function mediaOrigins({ publicUrl }: Config): string[] {
  return publicUrl === undefined ? [] : [new URL(publicUrl).origin];
}

function policy(request: FastifyRequest, { scripts, media }: PolicyOrigins): string {
  const origin = originOf(request.protocol, request.host);
  // Not every browser takes 'self' for WebSockets.
  const sockets = origin.replace(/^http/, 'ws');
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...scripts],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:', ...media],
    'media-src': ["'self'", 'blob:', 'data:', ...media],
    'connect-src': ["'self'", sockets, ...media],
    'font-src': ["'self'"],
    'manifest-src': ["'self'"],
    'worker-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${[...new Set(sources)].join(' ')}`)
    .join('; ');
}

/** The headers of everything the page consists of. */
export function pageHeaders(request: FastifyRequest, origins: PolicyOrigins): Record<string, string> {
  return {
    'Content-Security-Policy': policy(request, origins),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}
