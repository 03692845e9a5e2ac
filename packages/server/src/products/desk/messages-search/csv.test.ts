import { describe, expect, it } from 'vitest';
import { csvRow } from './csv.ts';

describe('a row of a table', () => {
  it('quotes cells with commas, quotes and line breaks', () => {
    expect(csvRow(['a', 'b,c', 'd"e', 'f\r\ng', null, 3])).toBe('a,"b,c","d""e","f\r\ng",,3\r\n');
  });

  it('is never calculated: cells that look like formulas get an apostrophe, numbers do not', () => {
    expect(csvRow(['=1+1', '+1555', '-x', '@SUM(A1)', '\t=1', '=a,b', -3])).toBe(
      `'=1+1,'+1555,'-x,'@SUM(A1),'\t=1,"'=a,b",-3\r\n`,
    );
  });
});
