import { expect, it } from 'vitest';
import type { ParticipantEntry } from '#desk/state/conversations.ts';
import { speakers } from './speakers.ts';

const person = (identity: string | null, type: string, joined = 0, address: string | null = null) =>
  ({ sid: `MB${identity ?? address}`, identity, type, joined, address, attributes: {} }) as ParticipantEntry;

it('a customer of a carrier is told from agents, also from those who left', () => {
  const side = speakers({
    identity: 'anna',
    customerAddress: '+14155550180',
    participants: [person(null, 'sms', 0, '+14155550180'), person('anna', 'chat')],
  });
  expect(['anna', '+14155550180', 'ben', 'system'].map(side)).toEqual([
    'mine',
    'customer',
    'colleague',
    'colleague',
  ]);
});

it('among members of the older generation the customer is known by address, else by having been first', () => {
  const members = [person('anna', 'chat', 5), person('web_7', 'chat', 1), person('ben', 'chat', 9)];
  const side = speakers({ identity: 'anna', customerAddress: null, participants: members });
  expect(['web_7', 'ben', 'anna'].map(side)).toEqual(['customer', 'colleague', 'mine']);
});
