import { describe, expect, it } from 'vitest';
import { checkRecipient, checkSender, spelledFor } from './addresses.ts';

describe('addresses of a call', () => {
  it.each([
    [null, ' +1 (415) 555-0199 ', '+14155550199'],
    [null, 'sms:+14155550199', '+14155550199'],
    ['whatsapp', '+1 415 555 0199', 'whatsapp:+14155550199'],
    ['whatsapp', 'whatsapp:+1-415-555-0199', 'whatsapp:+14155550199'],
    ['messenger', '1234567890', 'messenger:1234567890'],
    ['whatsapp', 'messenger:12', 'messenger:12'],
    ['sms', 'whatsapp:+14155550199', 'whatsapp:+14155550199'],
  ] as const)('are spelled for %s: %s', (channel, given, spelled) => {
    expect(spelledFor(channel, given)).toBe(spelled);
  });

  it.each([
    ['+14155550199', null, null],
    ['+14155550199', 'whatsapp', 21910],
    ['whatsapp:+14155550199', 'whatsapp', null],
    ['messenger:12', null, null],
    ['+442079460018', null, 21614],
    ['whatsapp:+442079460018', null, null],
    ['+447400123456', null, null],
    ['email:ann@example.com', null, 21211],
    ['12', null, 21211],
    ['', null, 21211],
  ] as const)('of customers are checked: %s by %s', (to, channel, code) => {
    expect(checkRecipient(to, channel).code).toBe(code);
  });

  it.each([
    ['+14155550101', 'phone-number', null],
    ['+14155550101', null, 21606],
    ['+14155550199', 'phone-number', 21266],
    ['whatsapp:+14155550101', 'channel', 21910],
    ['72345', 'short-code', null],
    ['72345', null, 21212],
    ['Bakery', 'alpha', 21601],
  ] as const)('of ours are checked: %s, %s', (address, kind, code) => {
    expect(checkSender({ address, kind }, '+14155550199').code).toBe(code);
  });
});
