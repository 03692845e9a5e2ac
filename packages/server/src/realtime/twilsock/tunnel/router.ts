// Finds the route of a tunnelled request by its method and path.
import { notFound } from '#kernel/errors.ts';
import type { TunnelRoute } from './route.ts';

/** A route and what its path says. */
export interface RouteMatch {
  readonly route: TunnelRoute;
  readonly params: Readonly<Record<string, string>>;
  /** What stood before the route's own path: an address clients were given can have a prefix. */
  readonly prefix: string;
}

/** Clients are given addresses with at most this many segments in front (`/cds`, `/parley/cds`). */
const LONGEST_PREFIX = 2;

interface Entry {
  readonly route: TunnelRoute;
  readonly segments: readonly string[];
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = segments[index]!;
    if (part.startsWith('{')) {
      if (given === '') return null;
      params[part.slice(1, -1)] = given;
    } else if (part !== given) return null;
  }
  return params;
}

/** Nothing has such a name, and PostgreSQL does not even take the question. */
function decoded(path: string): string[] {
  try {
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    if (segments.every((segment) => !segment.includes('\0'))) return segments;
  } catch {
    // An unreadable path names nothing, like an unknown one.
  }
  throw notFound(path);
}

/** The routes of all products. */
export class TunnelRouter {
  readonly #entries: readonly Entry[];

  constructor(routes: readonly TunnelRoute[]) {
    this.#entries = routes.map((route) => ({ route, segments: route.path.split('/').slice(1) }));
  }

  /** The route for a method and an encoded path without query; 404/20404 when there is none. */
  find(method: string, path: string): RouteMatch {
    const segments = decoded(path);
    for (let skipped = 0; skipped <= LONGEST_PREFIX; skipped += 1) {
      const rest = segments.slice(skipped);
      for (const { route, segments: pattern } of this.#entries) {
        const params = route.method === method ? paramsOf(pattern, rest) : null;
        if (params === null) continue;
        const prefix = path
          .split('/')
          .slice(0, skipped + 1)
          .join('/');
        return { route, params, prefix };
      }
    }
    throw notFound(path);
  }
}
