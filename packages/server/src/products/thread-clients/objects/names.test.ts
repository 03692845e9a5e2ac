import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import {
  conversationObjects,
  objectSid,
  shownByName,
  shownBySid,
  uniqueNameOf,
  userObjects,
} from './names.ts';
import { logNumberOfUser, userNumbers, userUpTo } from './numbers.ts';

const KINDS = ['conversation', 'messages', 'participants', 'userInfo', 'myConversations'] as const;

describe('names of objects', () => {
  it('tell what an object shows, and of whom', () => {
    for (const shown of KINDS) {
      const of = newSid(shown === 'userInfo' || shown === 'myConversations' ? 'US' : 'CH');
      expect(shownByName(uniqueNameOf(shown, of))).toEqual([{ shown, of }]);
      expect(shownBySid(objectSid(shown, of))).toContainEqual({ shown, of });
      expect(shownByName(objectSid(shown, of))).toContainEqual({ shown, of });
    }
    const names = [conversationObjects(newSid('CH')), userObjects(newSid('US'))].flatMap(Object.values);
    expect(new Set(names).size).toBe(KINDS.length);
  });

  it('give the two maps of a user different SIDs', () => {
    const of = newSid('US');
    expect(objectSid('userInfo', of)).not.toBe(objectSid('myConversations', of));
  });

  it('mean nothing where they are none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(shownByName(text)).toEqual([]);
      }),
    );
  });
});

describe('numbers of a map of a user', () => {
  it('grow with those of the log, and say when all of one has been told', () => {
    const wanted = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(wanted, ([number, items]) => {
        const numbers = userNumbers(number, items);
        expect(numbers[0]).toBeGreaterThan(userUpTo(number - 1));
        expect(numbers.at(-1)).toBe(userUpTo(number));
        expect(new Set(numbers).size).toBe(items);
        expect(numbers.map(logNumberOfUser)).toEqual([...Array(items - 1).fill(null), number]);
      }),
    );
  });
});
