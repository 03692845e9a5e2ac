// Smart encoding keeps texts in the GSM alphabet where nothing is lost by it.
import { describe, expect, it } from 'vitest';
import { segmentText } from '#kernel/sms-segments.ts';
import { smartlyEncoded } from './smart-encoding.ts';

describe('smart encoding', () => {
  it('writes typographic characters plainly', () => {
    const text = '\u201cWell\u201d \u2013 it\u2019s \u00a0here\u2026\u200b';
    expect(smartlyEncoded(text)).toBe('"Well" - it\'s  here...');
    expect(segmentText(text).encoding).toBe('UCS-2');
    expect(segmentText(smartlyEncoded(text)).encoding).toBe('GSM-7');
  });

  it('leaves everything else as it is', () => {
    const text = 'Grüße, 日本語 and 🎉 for 5 €';
    expect(smartlyEncoded(text)).toBe(text);
  });
});
