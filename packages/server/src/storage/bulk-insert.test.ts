// Rows as JSON: what cannot be stored as UTF-8 is replaced, everything else stays.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsAsJson } from './bulk-insert.ts';

describe('rowsAsJson', () => {
  it('keeps every well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        expect(JSON.parse(rowsAsJson([{ body }]))).toEqual([{ body }]);
      }),
    );
  });

  it('replaces half a surrogate pair, and not a text that only spells one', () => {
    const rows = [{ half: 'a\ud800b', spelled: '\\ud800' }];
    expect(JSON.parse(rowsAsJson(rows))).toEqual([{ half: 'a\ufffdb', spelled: '\\ud800' }]);
  });
});
