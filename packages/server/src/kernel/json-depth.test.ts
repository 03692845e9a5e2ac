// JSON that could not be written again is recognised, whatever its strings hold.
import { describe, expect, it } from 'vitest';
import { isNestedTooDeep } from './json-depth.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('nesting of JSON', () => {
  it('may be 256 deep', () => {
    expect(isNestedTooDeep(nested(256))).toBe(false);
    expect(isNestedTooDeep(nested(257))).toBe(true);
    expect(isNestedTooDeep(`{"a":${nested(256)}}`)).toBe(true);
  });

  it('is counted where brackets close in between', () => {
    expect(isNestedTooDeep(`[${'[],'.repeat(1_000)}[]]`)).toBe(false);
  });

  it('is not counted inside strings, with quotes in them or not', () => {
    expect(isNestedTooDeep(JSON.stringify('['.repeat(1_000)))).toBe(false);
    expect(isNestedTooDeep(JSON.stringify(`"\\${'['.repeat(1_000)}`))).toBe(false);
    expect(isNestedTooDeep(`["\\\\",${nested(300)}]`)).toBe(true);
  });
});
