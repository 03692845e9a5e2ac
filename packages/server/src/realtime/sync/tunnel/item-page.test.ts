import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '#kernel/errors.ts';
import type { ItemPage, ItemQuery, SyncItem, SyncObject } from '../objects.ts';
import { presentPage, readPageWish } from './item-page.ts';

const frame = { revision: '1', lastEventId: 1, dateCreated: 0, dateUpdated: 0, dateExpires: null };
const list: SyncObject = {
  ...frame,
  sid: `ES${'0'.repeat(32)}`,
  kind: 'list',
  uniqueName: null,
  data: null,
  hasContext: false,
};

/** A list with an item at each index. */
function pageOf(indexes: readonly number[], query: ItemQuery): ItemPage {
  const ordered = indexes.toSorted((a, b) => (query.order === 'asc' ? a - b : b - a));
  const isBehind = (index: number) => {
    if (query.from === null || (index === query.from && query.isFromIncluded)) return true;
    return query.order === 'asc' ? index > Number(query.from) : index < Number(query.from);
  };
  const behind = ordered.filter(isBehind);
  const items = behind.slice(0, query.size).map((place): SyncItem => ({ ...frame, place, data: {} }));
  return {
    items,
    isMoreBefore: behind.length < ordered.length,
    isMoreAfter: behind.length > items.length,
  };
}

describe('pages of items', () => {
  it('lead through all items by their tokens alone, and back', () => {
    const wished = fc.record({
      indexes: fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 40 }),
      size: fc.integer({ min: 1, max: 15 }),
      order: fc.constantFrom('asc' as const, 'desc' as const),
    });
    fc.assert(
      fc.property(wished, ({ indexes, size, order }) => {
        const walk = (first: Record<string, string>, side: 'next_token' | 'previous_token') => {
          const pages: number[][] = [];
          let input: Record<string, string> | null = first;
          let previous = '';
          while (input !== null) {
            const wish = readPageWish(input, 'list');
            const answer = presentPage(list, wish, pageOf(indexes, wish.query), 'https://x') as {
              items: { index: number }[];
              meta: Record<string, string | null>;
            };
            pages.push(answer.items.map(({ index }) => index));
            previous = answer.meta['previous_token'] ?? previous;
            const token: string | null | undefined = answer.meta[side];
            input = token ? { PageToken: token } : null;
          }
          return { pages, previous };
        };
        const expected = indexes.toSorted((a, b) => (order === 'asc' ? a - b : b - a));
        const { pages, previous } = walk({ PageSize: String(size), Order: order }, 'next_token');
        expect(pages.flat()).toEqual(expected);
        if (pages.length < 2) return;
        const back = walk({ PageToken: previous }, 'previous_token');
        expect(back.pages.toReversed().flat()).toEqual(pages.slice(0, -1).flat());
      }),
    );
  });

  it('are refused for tokens and places that are none', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('list' as const, 'map' as const), (token, kind) => {
        try {
          readPageWish({ PageToken: token }, kind);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
    const bad = [
      { PageToken: Buffer.from('["asc",5,"x","next"]').toString('base64url') },
      { PageToken: Buffer.from('["asc",5000,1,"next"]').toString('base64url') },
      { From: 'x' },
      { Index: '-1' },
      { Order: 'up' },
      { PageSize: 'many' },
    ];
    for (const input of bad) {
      expect(() => readPageWish(input, 'list'), JSON.stringify(input)).toThrow(
        expect.objectContaining({ code: 20001 }),
      );
    }
    expect(readPageWish({ PageSize: '5000' }, 'map').query.size).toBe(100);
  });
});
