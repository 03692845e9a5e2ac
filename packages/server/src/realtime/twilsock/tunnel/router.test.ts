import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '#kernel/errors.ts';
import type { TunnelRoute } from './route.ts';
import { TunnelRouter } from './router.ts';

const route = (method: TunnelRoute['method'], path: string): TunnelRoute => ({
  method,
  path,
  handle: async () => ({ status: 200 }),
});

const routes = [
  route('GET', '/v3/Maps/{Id}'),
  route('GET', '/v3/Maps/{Id}/Items'),
  route('PUT', '/v3/Maps/{Id}/Items/{Place}'),
];
const router = new TunnelRouter(routes);

describe('the router of tunnelled requests', () => {
  it('decodes what stands in the place of names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0')),
        (name) => {
          const found = router.find('GET', `/v3/Maps/${encodeURIComponent(name)}`);
          expect(found).toEqual({ route: routes[0], params: { Id: name }, prefix: '' });
        },
      ),
    );
  });

  it('takes up to two segments in front of a route for a prefix', () => {
    expect(router.find('PUT', '/a/b/v3/Maps/x/Items/y')).toEqual({
      route: routes[2],
      params: { Id: 'x', Place: 'y' },
      prefix: '/a/b',
    });
    expect(() => router.find('PUT', '/a/b/c/v3/Maps/x/Items/y')).toThrow(ApiError);
  });

  it('finds nothing else, whatever the path', () => {
    for (const path of [
      '/v3/Maps',
      '/v3/Maps/',
      '/v3/Maps/x/',
      '/V3/Maps/x',
      '/v3/Maps/%zz',
      '/v3/Maps/%00',
    ]) {
      expect(() => router.find('GET', path), path).toThrow(expect.objectContaining({ code: 20404 }));
    }
    expect(() => router.find('POST', '/v3/Maps/x')).toThrow(expect.objectContaining({ code: 20404 }));
    fc.assert(
      fc.property(fc.string(), (path) => {
        try {
          router.find('GET', `/${path}`);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});
