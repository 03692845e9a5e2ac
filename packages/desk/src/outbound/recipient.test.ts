// Whom a text in the field means.
import { describe, expect, it } from 'vitest';
import { type Recipient, recipientFrom } from './recipient.ts';

const address = (
  text: string,
  channel: 'sms' | 'whatsapp' = 'sms',
  country: string | null = 'US',
): Recipient => ({
  kind: 'address',
  address: text,
  channel,
  country,
});

describe('recipientFrom', () => {
  it.each([
    ['a number of the own country', '415 555 0199', address('+14155550199')],
    ['a number with its country', '+49 30 123456', address('+4930123456', 'sms', 'DE')],
    ['a channel in front', 'whatsapp: +1 (415) 555-0199', address('whatsapp:+14155550199', 'whatsapp')],
    ['nothing', '  ', { kind: 'nobody' }],
    ['a name', 'Jane', { kind: 'search', looksLikeNumber: false }],
    ['a number that is too short', '+1 415', { kind: 'search', looksLikeNumber: true }],
    ['a number that is too long', '+1 415 555 0199 12345', { kind: 'search', looksLikeNumber: true }],
    ['a mail address', 'jane@example.com', { kind: 'email' }],
    [
      'an address of Messenger',
      'messenger:998877',
      { kind: 'address', address: 'messenger:998877', channel: 'messenger', country: null },
    ],
  ])('%s', (_name, text, expected) => {
    expect(recipientFrom(text, 'sms', 'US')).toEqual(expected);
  });

  it('writes a number for the channel that was chosen', () => {
    expect(recipientFrom('(415) 555-0199', 'whatsapp', 'US')).toEqual(
      address('whatsapp:+14155550199', 'whatsapp'),
    );
  });
});
