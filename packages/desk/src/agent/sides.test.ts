import { describe, expect, it } from 'vitest';
import type { ConversationEntry, MessageEntry, ParticipantEntry } from '#desk/state/conversations.ts';
import { isFromCustomer, urgencyOf, waitingSince } from './sides.ts';

function participant(identity: string | null, type: string, attributes = {}, joined = 0): ParticipantEntry {
  return { sid: `MB${identity}${type}`, identity, type, attributes, joined } as ParticipantEntry;
}

const texting = [participant(null, 'sms'), participant('anna', 'chat'), participant('ben', 'chat')];
const onTheWeb = [
  participant('visitor', 'chat'),
  participant('anna', 'chat'),
  participant('sam', 'chat', { member_type: 'supervisor' }),
];
const inChannel = [
  participant('anna', 'chat', {}, 2),
  participant('web_7', 'chat', {}, 1),
  participant('ben', 'chat', {}, 3),
];

function conversation(...said: (readonly [author: string, date: number])[]): ConversationEntry {
  const messages = said.map(([author, date], index) => ({ author, date, index }) as MessageEntry);
  return { participants: texting, messages } as unknown as ConversationEntry;
}

describe('whose a message is', () => {
  it.each([
    ['a phone number', '+14155550199', texting, true],
    ['the agent', 'anna', texting, false],
    ['a colleague in a text conversation', 'ben', texting, false],
    ['the system', 'system', texting, false],
    ['a visitor of a page', 'visitor', onTheWeb, true],
    ['a supervisor beside a visitor', 'sam', onTheWeb, false],
    ['the member who was in a channel first', 'web_7', inChannel, true],
    ['a colleague in a channel, where nobody is marked', 'ben', inChannel, false],
  ])('%s', (_who, author, participants, expected) => {
    expect(isFromCustomer({ author }, { participants }, 'anna')).toBe(expected);
  });
});

describe('waiting for an answer', () => {
  it('begins with the first words that were not answered', () => {
    expect(waitingSince(conversation(['anna', 1], ['+1', 2], ['+1', 3]), 'anna')).toBe(2);
  });

  it('ends with an answer of anybody on our side', () => {
    expect(waitingSince(conversation(['+1', 2], ['ben', 3]), 'anna')).toBeNull();
    expect(waitingSince(conversation(), 'anna')).toBeNull();
  });

  it('matters more the longer it lasts', () => {
    expect([0, 120_000, 300_000].map(urgencyOf)).toEqual(['fresh', 'waiting', 'overdue']);
  });
});
