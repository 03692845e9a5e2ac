// The JSON around a list: `meta` with absolute URLs, or the flat keys of the 2010 API.
import type { RawInput } from './form-body.ts';
import { type OrderColumn, type Page, type PageRequest, pageToken, positionOf } from './paging.ts';
import type { Route } from './resource.ts';

interface ListPlace {
  readonly base: string;
  /** URL as routed, with the product in front. */
  readonly url: string;
  readonly input: RawInput;
}

const PAGE_PARAMETERS = new Set(['PageSize', 'Page', 'PageToken']);

/** Builds the URLs of neighbouring pages; they repeat the filters of the request. */
function urlBuilder(place: ListPlace, isRelative: boolean) {
  const routed = place.url.split('?', 1)[0]!;
  const path = routed.slice(routed.indexOf('/', 1));
  const filters = Object.entries(place.input).filter(([name]) => !PAGE_PARAMETERS.has(name));
  return (size: number, page: number, token?: string) => {
    const query = new URLSearchParams();
    for (const [name, value] of filters) {
      for (const item of Array.isArray(value) ? value : [value ?? '']) query.append(name, String(item));
    }
    query.set('PageSize', String(size));
    query.set('Page', String(page));
    if (token !== undefined) query.set('PageToken', token);
    return `${isRelative ? '' : place.base}${path}?${query}`;
  };
}

/** The answer of a list operation. */
export function presentList(
  route: Pick<Route, 'key' | 'paging'>,
  place: ListPlace,
  request: PageRequest,
  found: Page<unknown>,
  order: readonly OrderColumn[],
  items: readonly unknown[],
): Record<string, unknown> {
  const urlOf = urlBuilder(place, route.paging === '2010');
  const { size, page } = request;
  const first = found.rows[0] as Record<string, unknown> | undefined;
  const last = found.rows.at(-1) as Record<string, unknown> | undefined;
  const next =
    found.hasNext && last !== undefined
      ? urlOf(size, page + 1, pageToken('n', positionOf(last, order)))
      : null;
  const hasPrevious = found.hasPrevious || (request.from !== null && !request.isBackward);
  const previous =
    hasPrevious && first !== undefined
      ? urlOf(size, Math.max(page - 1, 0), pageToken('p', positionOf(first, order)))
      : null;
  const token = place.input['PageToken'];
  const own = urlOf(size, page, typeof token === 'string' ? token : undefined);
  if (route.paging === '2010') {
    return {
      [route.key]: items,
      page,
      page_size: size,
      start: page * size,
      end: page * size + Math.max(items.length - 1, 0),
      uri: own,
      first_page_uri: urlOf(size, 0),
      previous_page_uri: previous,
      next_page_uri: next,
    };
  }
  return {
    meta: {
      page,
      page_size: size,
      first_page_url: urlOf(size, 0),
      previous_page_url: previous,
      url: own,
      next_page_url: next,
      key: route.key,
    },
    [route.key]: items,
  };
}
