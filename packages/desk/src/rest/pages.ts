// Lists of the REST API, page by page.
import { get, type Parameters } from './request.ts';

/** A page of a list and where the next one is; null after the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

interface Envelope {
  readonly meta?: { readonly next_page_url: string | null; readonly key: string };
  readonly next_page_uri?: string | null;
  readonly [key: string]: unknown;
}

/** The path of a URL the server names, so that the page's own origin is asked. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url, window.location.href);
  return pathname + search;
}

/** Reads one page; `key` is the name of the list in answers of the 2010 API, which have no `meta`. */
export async function readPage<T>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
  key?: string,
): Promise<Page<T>> {
  const body = await get<Envelope>(path, parameters, signal);
  const next = body.meta?.next_page_url ?? body.next_page_uri ?? null;
  return {
    items: (body[body.meta?.key ?? key ?? ''] as T[] | undefined) ?? [],
    next: next === null ? null : pathOf(next),
  };
}

/** Reads a list to its end, or to `most` items: for lists that people made by hand. */
export async function readAll<T>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
  { most = 1_000, key }: { readonly most?: number; readonly key?: string } = {},
): Promise<readonly T[]> {
  const items: T[] = [];
  let page = await readPage<T>(path, { PageSize: 100, ...parameters }, signal, key);
  items.push(...page.items);
  while (page.next !== null && items.length < most) {
    page = await readPage<T>(page.next, {}, signal, key);
    items.push(...page.items);
  }
  return items;
}
