// Requests no route takes: documented but not built (501), wrong method (405), or unknown (404).
import { readFileSync } from 'node:fs';
import { type ApiError, apiError, notFound } from '#kernel/errors.ts';
import type { Route } from './resource.ts';

type DocumentedOperation = [product: string, method: string, path: string, operationId: string];

const documented = JSON.parse(
  readFileSync(new URL('./generated/documented-operations.json', import.meta.url), 'utf8'),
) as DocumentedOperation[];

interface KnownPath {
  readonly path: string;
  readonly pattern: RegExp;
  readonly methods: Map<string, { isBuilt: boolean; operationId: string }>;
}

const patterns = new Map<string, RegExp>();

/** What a path looks like; thought about once, for tests start a thousand servers. */
function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+?');
  const pattern = new RegExp(`^${source}$`);
  patterns.set(path, pattern);
  return pattern;
}

/** Paths of different products never look alike. */
function productOf(path: string): string {
  return path.slice(0, path.indexOf('/', 1));
}

/** Knows every documented path and says why a request found no route. */
export class UnbuiltOperations {
  readonly #paths = new Map<string, KnownPath>();

  constructor(routes: readonly Route[]) {
    for (const [product, method, path, operationId] of documented) {
      this.#add(`/${product}${path}`, method, { isBuilt: false, operationId });
    }
    for (const route of routes) {
      this.#add(`/${route.product}${route.path}`, route.method, { isBuilt: true, operationId: '' });
    }
  }

  /** The refusal for a request that no route took, and the methods its path has. */
  refuse(method: string, routedPath: string): { refusal: ApiError; allow: string | null } {
    const matches = [...this.#paths.values()].filter(({ pattern }) => pattern.test(routedPath));
    const unbuilt = matches
      .map(({ methods }) => methods.get(method))
      .find((entry) => entry !== undefined && !entry.isBuilt);
    if (unbuilt !== undefined) {
      const sentence = `${unbuilt.operationId} is documented but not built in this server`;
      return { refusal: apiError(20501, sentence), allow: null };
    }
    if (matches.length > 0) {
      const allow = [...new Set(matches.flatMap(({ methods }) => [...methods.keys()]))].sort().join(', ');
      return { refusal: apiError(20004), allow };
    }
    return { refusal: notFound(routedPath.slice(routedPath.indexOf('/', 1))), allow: null };
  }

  /**
   * Unbuilt operations whose path a built one would take with its parameter: `/Numbers/Local.json` looks like
   * `/Numbers/{Sid}.json`. They need routes of their own to be told from unknown members.
   */
  overlapping(): { method: string; path: string }[] {
    const built = new Map<string, RegExp[]>();
    for (const { path, pattern, methods } of this.#paths.values()) {
      for (const [method, { isBuilt }] of methods) {
        const place = `${method} ${productOf(path)}`;
        if (isBuilt) built.set(place, [...(built.get(place) ?? []), pattern]);
      }
    }
    return [...this.#paths.values()].flatMap(({ path, methods }) =>
      [...methods].flatMap(([method, { isBuilt }]) => {
        const others = isBuilt ? [] : (built.get(`${method} ${productOf(path)}`) ?? []);
        return others.some((pattern) => pattern.test(path)) ? [{ method, path }] : [];
      }),
    );
  }

  #add(path: string, method: string, entry: { isBuilt: boolean; operationId: string }): void {
    const shape = path.replace(/\{\w+\}/g, '{}');
    const known = this.#paths.get(shape) ?? { path, pattern: patternOf(path), methods: new Map() };
    this.#paths.set(shape, known);
    known.methods.set(method, entry);
  }
}
