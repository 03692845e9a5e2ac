import { expect, it } from 'vitest';
import { checkFiles, sizeInWords } from './files.ts';

const MEGABYTE = 1_048_576;
const limits = {
  mediaAttachmentsCountLimit: 3,
  mediaAttachmentSizeLimitInMb: 2,
  mediaAttachmentsTotalSizeLimitInMb: 4,
};
const file = (name: string, size: number) => ({ name, size });

it('files beyond a limit are refused with the limit, the others are taken', () => {
  const { accepted, refusals } = checkFiles(
    [file('a', MEGABYTE)],
    [file('b', 2 * MEGABYTE), file('big', 2 * MEGABYTE + 1), file('c', 2 * MEGABYTE), file('none', 0)],
    limits,
  );
  expect(accepted.map(({ name }) => name)).toEqual(['b']);
  expect(refusals).toHaveLength(3);
  expect(refusals.join(' ')).toMatch(/big is larger than 2 MB.*have 4 MB together.*none is empty/);
  expect(checkFiles([file('1', 1), file('2', 1), file('3', 1)], [file('4', 1)], limits).accepted).toEqual([]);
});

it('sizes are said as people say them', () => {
  expect([0, 999, 1_536, 15 * 1_024, 157_286_400].map((size) => sizeInWords(size, 'en'))).toEqual([
    '0 bytes',
    '999 bytes',
    '1.5 kB',
    '15 kB',
    '150 MB',
  ]);
});
