// Pages of items as clients ask for them: by place, or by a token that says all there is to know.

import type { RawInput } from '#http/form-body.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { readIndex } from '../input.ts';
import type { ItemPage, ItemPlace, ItemQuery, SyncObject } from '../objects.ts';
import { presentItem } from '../present.ts';

const DEFAULT_SIZE = 50;
/** Sync "Limits": a larger page size is taken and means this. */
const LARGEST_SIZE = 100;

const OPPOSITE = { asc: 'desc', desc: 'asc' } as const;

/** A page asked for; `isReversed` when it was read backwards and must be turned round. */
export interface PageWish {
  readonly query: ItemQuery;
  readonly isReversed: boolean;
}

/** What a token holds: order, page size, the place it is next to, and whether the page lies before it. */
type Token = readonly ['asc' | 'desc', number, ItemPlace, 'next' | 'previous'];

function textOf(input: RawInput, name: string): string | null {
  const value = input[name];
  return typeof value === 'string' ? value : null;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string, isList: boolean): PageWish {
  try {
    const [order, size, place, side] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
    const isPlace = isList ? Number.isSafeInteger(place) : typeof place === 'string' && !place.includes('\0');
    const isPage = Number.isInteger(size) && size >= 1 && size <= LARGEST_SIZE;
    if (isPlace && isPage && (order === 'asc' || order === 'desc')) {
      const isReversed = side === 'previous';
      return {
        query: {
          only: null,
          from: place,
          isFromIncluded: false,
          order: isReversed ? OPPOSITE[order] : order,
          size,
        },
        isReversed,
      };
    }
  } catch {
    // An unreadable token and an unusable one are refused alike.
  }
  throw invalidParameter('PageToken', 'it is not a token of these items');
}

function readPlace(input: RawInput, name: string, isList: boolean): ItemPlace | null {
  const text = textOf(input, name);
  if (text === null || !isList) return text;
  const index = readIndex(text);
  if (index === null) throw invalidParameter(name, 'it is not the index of an item');
  return index;
}

function readSize(input: RawInput): number {
  const text = textOf(input, 'PageSize');
  if (text === null) return DEFAULT_SIZE;
  if (!/^\d{1,9}$/.test(text)) throw invalidParameter('PageSize', 'it is not a whole number');
  return Math.min(Math.max(Number(text), 1), LARGEST_SIZE);
}

/** The page a client asks for. An item by itself goes before a token, a token before everything else. */
export function readPageWish(input: RawInput, kind: SyncObject['kind']): PageWish {
  const isList = kind === 'list';
  const only = readPlace(input, isList ? 'Index' : 'Key', isList);
  const token = textOf(input, 'PageToken');
  if (only === null && token !== null) return readToken(token, isList);
  const order = textOf(input, 'Order') ?? 'asc';
  if (order !== 'asc' && order !== 'desc') throw invalidParameter('Order', 'it is neither asc nor desc');
  return {
    query: {
      only,
      from: readPlace(input, 'From', isList),
      isFromIncluded: true,
      order,
      size: readSize(input),
    },
    isReversed: false,
  };
}

/** The answer with a page of items, and the tokens of its neighbours. */
export function presentPage(
  object: SyncObject,
  { query, isReversed }: PageWish,
  page: ItemPage,
  base: string,
): Record<string, unknown> {
  const items = isReversed ? page.items.toReversed() : page.items;
  const order = isReversed ? OPPOSITE[query.order] : query.order;
  const [isMoreBefore, isMoreAfter] = isReversed
    ? [page.isMoreAfter, page.isMoreBefore]
    : [page.isMoreBefore, page.isMoreAfter];
  const first = items[0];
  const last = items.at(-1);
  const token = (place: ItemPlace, side: Token[3]) => writeToken([order, query.size, place, side]);
  return {
    items: items.map((item) => presentItem(object, item, base)),
    meta: {
      key: 'items',
      page_size: query.size,
      previous_token: isMoreBefore && first !== undefined ? token(first.place, 'previous') : null,
      next_token: isMoreAfter && last !== undefined ? token(last.place, 'next') : null,
    },
  };
}
