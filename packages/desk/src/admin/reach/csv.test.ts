// Files for spreadsheets.
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('quotes what needs it, and what a customer wrote is no formula', () => {
  const rows = [
    ['+14155550123', 'STOP, "now"', null],
    ['=1+1', '-x', 'a\nb'],
  ];
  expect(csvOf(['A', 'B', 'C'], rows)).toBe(
    ['A,B,C', '+14155550123,"STOP, ""now""",', `'=1+1,'-x,"a\nb"`].join('\r\n'),
  );
});
