// Unit tests of the rule that lets messages leave, at every edge of its times.
import { describe, expect, it } from 'vitest';
import { type Departure, windowRefusal } from './rule.ts';

const DAY = 86_400_000;
const WROTE = 1_000_000;

function refusalAfter(milliseconds: number, departure: Partial<Departure>) {
  return windowRefusal(
    { channel: 'whatsapp', lastInboundAt: WROTE, template: 'none', tag: null, ...departure },
    WROTE + milliseconds,
  );
}

describe('free words on WhatsApp', () => {
  it.each([
    ['at once', 0, null],
    ['a millisecond before the day is over', DAY - 1, null],
    ['when the day is over', DAY, 63016],
    ['a millisecond later', DAY + 1, 63016],
  ])('%s', (_, after, refusal) => {
    expect(refusalAfter(after, {})).toBe(refusal);
  });

  it('never leave for somebody who has not written', () => {
    expect(refusalAfter(0, { lastInboundAt: null })).toBe(63016);
  });
});

describe('templates on WhatsApp, when the day is over', () => {
  it.each([
    ['approved', null],
    ['unsubmitted', 63016],
    ['received', 63016],
    ['pending', 63016],
    [null, 63016],
    ['rejected', 63040],
    ['paused', 63041],
    ['disabled', 63042],
    ['missing', 63027],
  ] as const)('%s', (template, refusal) => {
    expect(refusalAfter(DAY, { template })).toBe(refusal);
    expect(refusalAfter(DAY, { template, lastInboundAt: null })).toBe(refusal);
    expect(refusalAfter(DAY - 1, { template })).toBeNull();
  });
});

describe('Messenger', () => {
  it.each([
    ['without a tag', null, DAY - 1, null],
    ['without a tag', null, DAY, 63016],
    ['answered by a person', 'HUMAN_AGENT', DAY, null],
    ['answered by a person', 'HUMAN_AGENT', 7 * DAY - 1, null],
    ['answered by a person', 'HUMAN_AGENT', 7 * DAY, 63016],
    ['with news of an account', 'ACCOUNT_UPDATE', 30 * DAY, null],
  ] as const)('%s (%s) after %i ms', (_, tag, after, refusal) => {
    expect(refusalAfter(after, { channel: 'messenger', tag })).toBe(refusal);
  });

  it('is not helped by templates, and never begins', () => {
    expect(refusalAfter(DAY, { channel: 'messenger', template: 'approved' })).toBe(63016);
    expect(refusalAfter(0, { channel: 'messenger', lastInboundAt: null, tag: 'ACCOUNT_UPDATE' })).toBe(63016);
  });
});
