// Parts of an SMS, at the edges of each alphabet.
import { describe, expect, it } from 'vitest';
import { segmentText } from './sms-segments.ts';

describe('segmentText', () => {
  it.each([
    ['nothing', '', 'GSM-7', 1],
    ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
    ['306 letters', 'a'.repeat(306), 'GSM-7', 2],
    ['307 letters', 'a'.repeat(307), 'GSM-7', 3],
    ['80 euro signs, which count twice', '€'.repeat(80), 'GSM-7', 1],
    ['81 euro signs', '€'.repeat(81), 'GSM-7', 2],
    ['a euro sign that would be split moves on', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['70 letters and no GSM', `${'a'.repeat(69)}ч`, 'UCS-2', 1],
    ['71 letters and no GSM', `${'a'.repeat(70)}ч`, 'UCS-2', 2],
    ['35 emoji, two units each', '😀'.repeat(35), 'UCS-2', 1],
    ['36 emoji', '😀'.repeat(36), 'UCS-2', 2],
    ['67 emoji: 33 a part, none split', '😀'.repeat(67), 'UCS-2', 3],
  ])('%s', (_name, text, encoding, segments) => {
    expect(segmentText(text)).toEqual({ encoding, segments });
  });
});
