// The look before sending, in words.
import { describe, expect, it } from 'vitest';
import type { Check } from './check.ts';
import { findingsOf, refusalsOf } from './findings.ts';

const check = (name: string, verdict: Check['verdict'], code: number | null, details = {}): Check => ({
  check: name,
  verdict,
  code,
  message: 'as the server says it',
  details,
});

describe('findingsOf', () => {
  it('puts what stands in the way first, and leaves out what goes without saying', () => {
    const found = findingsOf([
      check('to', 'pass', null, { to: '+4930123456', channel: 'sms' }),
      check('words', 'refuse', 21602),
      check('window', 'pass', null, { counted: false }),
      check('daily-cap', 'pass', null),
      check('segments', 'warn', null, { segments: 4, characters: 600 }),
      check('opt-out', 'refuse', 21610, { from: '+14155550101' }),
    ]);
    expect(found.map(({ check: name, tone }) => [name, tone])).toEqual([
      ['opt-out', 'bad'],
      ['segments', 'warn'],
      ['to', 'good'],
    ]);
    expect(found[0]).toMatchObject({ text: 'Opted out of texts from +1 415 555 0101', help: 'sender' });
    expect(found[2]).toMatchObject({ advice: 'Germany' });
  });

  it.each([
    ['landline', check('to', 'refuse', 21614), 'This is a landline, it gets no texts'],
    ['closed window', check('window', 'refuse', 63016), 'They have not written within 24 hours'],
    ['a question it does not know', check('flow', 'refuse', 45205), 'as the server says it'],
    [
      'no number they know',
      check('from', 'refuse', 20001, { parameter: 'SenderPolicy' }),
      'They have never heard from you, so there is no number they know',
    ],
  ])('%s', (_name, refused, text) => {
    expect(findingsOf([refused])).toMatchObject([{ tone: 'bad', text }]);
  });

  it('does not count an empty message among what stands in the way', () => {
    expect(refusalsOf([check('words', 'refuse', 21602), check('words', 'refuse', 21617)])).toHaveLength(1);
  });
});
