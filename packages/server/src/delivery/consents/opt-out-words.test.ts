// Which texts count as words.
import { describe, expect, it } from 'vitest';
import { maybeOptOutWord, optOutTypeOf } from './opt-out-words.ts';

describe('opt-out words', () => {
  it.each([
    'STOP',
    'stop',
    ' Stop. ',
    'STOP!!',
    'stop  all',
    'unsubscribe',
    'Cancel',
    'end',
    'quit',
    'optout',
  ])('takes %j for a refusal', (text) => expect(optOutTypeOf(text, false)).toBe('STOP'));

  it.each(['START', 'unstop', 'start\n'])('takes %j for a wish to be texted again', (text) =>
    expect(optOutTypeOf(text, false)).toBe('START'),
  );

  it.each(['help', 'INFO?'])('takes %j for a call for help', (text) =>
    expect(optOutTypeOf(text, false)).toBe('HELP'),
  );

  it('takes YES for a wish only after a refusal, because it answers most questions', () => {
    expect(optOutTypeOf('Yes', false)).toBeNull();
    expect(optOutTypeOf('Yes', true)).toBe('START');
  });

  it.each([null, '', 'please stop sending', 'stopping', 'the end', '🛑', 'x'.repeat(2_000)])(
    'takes %j for an ordinary text',
    (text) => {
      expect(optOutTypeOf(text, true)).toBeNull();
      expect(maybeOptOutWord(text)).toBe(false);
    },
  );

  it('takes the own words of a service besides the usual ones', () => {
    const own = { stopWords: ['ARRET', 'NE PLUS'], startWords: ['OUI'], helpWords: [] };
    expect(optOutTypeOf(' arret! ', false, own)).toBe('STOP');
    expect(optOutTypeOf('ne  plus', false, own)).toBe('STOP');
    expect(optOutTypeOf('oui', false, own)).toBe('START');
    expect(optOutTypeOf('STOP', false, own)).toBe('STOP');
    expect(optOutTypeOf('arret', false)).toBeNull();
  });
});
