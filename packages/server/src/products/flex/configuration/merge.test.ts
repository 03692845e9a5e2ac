// The merge of settings, case by case.
import { describe, expect, it } from 'vitest';
import { merged } from './merge.ts';

describe('a change of settings', () => {
  it('leaves what it does not say', () => {
    expect(merged({ a: 1, b: { c: 2 } }, { b: { d: 3 } })).toEqual({ a: 1, b: { c: 2, d: 3 } });
  });

  it('takes away what it says is null, at any depth', () => {
    expect(merged({ a: 1, b: { c: 2, d: 3 } }, { a: null, b: { c: null } })).toEqual({ b: { d: 3 } });
  });

  it('replaces lists, and objects by single values', () => {
    expect(merged({ a: [1, 2], b: { c: 2 } }, { a: [3], b: 'x' })).toEqual({ a: [3], b: 'x' });
    expect(merged({ a: [1] }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  });

  it('knows no key that is not the own of the change', () => {
    const change = JSON.parse('{"__proto__": {"polluted": true}}');
    merged({}, change);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
