// Names of senders in choices.
import { expect, test } from 'vitest';
import { senderLabel } from './own-senders.ts';

test('a name is added only when it says more than the number', () => {
  expect(senderLabel({ address: '+14155550101', name: '(415) 555-0101' })).toBe('+14155550101');
  expect(senderLabel({ address: '+14155550101', name: 'Sales' })).toBe('+14155550101 (Sales)');
  expect(senderLabel({ address: 'messenger:1', name: '' })).toBe('messenger:1');
});
