// Which sender of a service a message leaves from.
import { describe, expect, it } from 'vitest';
import { type Candidate, chooseFrom, type Wish } from './choice-rule.ts';

const number = (address: string, country_code = 'US'): Candidate => ({
  kind: 'phone-number',
  address,
  country_code,
});
const NEW_YORK = number('+12125550101');
const BOSTON = number('+16175550101');
const LONDON = number('+442071838750', 'GB');
const SHORT: Candidate = { kind: 'short-code', address: '12345', country_code: 'US' };
const ALPHA: Candidate = { kind: 'alpha', address: 'PARLEY', country_code: '' };
const GERMAN_ALPHA: Candidate = { kind: 'alpha', address: 'PARLEY DE', country_code: 'DE' };
const WHATSAPP: Candidate = { kind: 'channel', address: 'whatsapp:+12125550101', country_code: 'US' };
const PAGE: Candidate = { kind: 'channel', address: 'messenger:1045', country_code: '' };

const wish = (to: string, more: Partial<Wish> = {}): Wish => ({
  to,
  hasMedia: false,
  sticky: null,
  isAreaCodeMatched: true,
  turn: 0,
  ...more,
});
const chosen = (pool: readonly Candidate[], to: string, more: Partial<Wish> = {}) =>
  chooseFrom(pool, wish(to, more))?.address ?? null;

describe('the sender of a service', () => {
  const numbers = [LONDON, NEW_YORK, BOSTON];

  it('is a number of the same area code, before one of the same country', () => {
    expect(chosen(numbers, '+16175550199')).toBe(BOSTON.address);
    expect(chosen(numbers, '+442071838799')).toBe(LONDON.address);
    expect(chosen(numbers, '+12025550199', { turn: 0 })).toBe(NEW_YORK.address);
    expect(chosen(numbers, '+12025550199', { turn: 1 })).toBe(BOSTON.address);
  });

  it('is any number of the country when area codes do not count', () => {
    expect(chosen(numbers, '+16175550199', { isAreaCodeMatched: false, turn: 0 })).toBe(NEW_YORK.address);
  });

  it('is the one the recipient knows, as long as it is in the pool', () => {
    expect(chosen(numbers, '+16175550199', { sticky: LONDON.address })).toBe(LONDON.address);
    expect(chosen(numbers, '+16175550199', { sticky: '+13125550101' })).toBe(BOSTON.address);
  });

  it('is any number when none is of the country: all of them in turn', () => {
    const to = '+4915112345678';
    expect([0, 1, 2, 3].map((turn) => chosen(numbers, to, { turn }))).toEqual([
      LONDON.address,
      NEW_YORK.address,
      BOSTON.address,
      LONDON.address,
    ]);
  });

  it('is a short code in its own country only, and even for those who know a number', () => {
    const pool = [...numbers, SHORT];
    expect(chosen(pool, '+16175550199', { sticky: BOSTON.address })).toBe('12345');
    expect(chosen(pool, '+442071838799')).toBe(LONDON.address);
  });

  it('is letters where carriers take them, those for the country before the others, never with pictures', () => {
    const pool = [...numbers, ALPHA, GERMAN_ALPHA];
    expect(chosen(pool, '+4915112345678')).toBe('PARLEY DE');
    expect(chosen(pool, '+442071838799')).toBe('PARLEY');
    expect(chosen(pool, '+442071838799', { hasMedia: true })).toBe(LONDON.address);
    expect(chosen(pool, '+16175550199')).toBe(BOSTON.address);
    expect(chosen([ALPHA], '+16175550199')).toBeNull();
    expect(chosen([GERMAN_ALPHA], '+442071838799')).toBeNull();
  });

  it('is of the channel of the recipient', () => {
    const pool = [...numbers, WHATSAPP, PAGE];
    expect(chosen(pool, 'whatsapp:+4915112345678')).toBe(WHATSAPP.address);
    expect(chosen(pool, 'messenger:77')).toBe(PAGE.address);
    expect(chosen(numbers, 'whatsapp:+4915112345678')).toBeNull();
    expect(chosen([WHATSAPP], '+16175550199')).toBeNull();
  });
});
