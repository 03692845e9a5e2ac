import { expect, it } from 'vitest';
import { failureReason } from './failure-reasons.ts';

/** What the simulated phones can be told to fail with, and what the server itself refuses with. */
const CODES = [21610, 21614, 21617, 30003, 30004, 30005, 30006, 30007, 30008, 30036];
const OF_CHANNELS = [63003, 63016, 63018, 63024, 63027, 63028, 63032, 63040, 63041, 63042];

it('every code a receipt of this server carries has words', () => {
  for (const code of [...CODES, ...OF_CHANNELS])
    expect(failureReason(code)?.words, String(code)).toBeTruthy();
});

it('an unknown code and none have no words of ours', () => {
  expect(failureReason('12345')).toBeNull();
  expect(failureReason(0)).toBeNull();
  expect(failureReason(null)).toBeNull();
});
