import { describe, expect, it } from 'vitest';
import { Whispers, whisperedWord } from './whispers.ts';

function listening(): { whispers: Whispers; heard: unknown[] } {
  const whispers = new Whispers();
  const heard: unknown[] = [];
  whispers.on('typing', (fact) => heard.push(fact));
  return { whispers, heard };
}

describe('whispers', () => {
  it('travel as words among signals, whatever they hold', () => {
    const { whispers, heard } = listening();
    const fact = { identity: 'Jürgen ~ "O\'Neil" 👋', n: 1 };
    const word = whisperedWord('typing', fact)!;
    expect(word).toMatch(/^\S+$/);
    const signals = whispers.sift(['event:message.added', word, 'timer@5']);
    expect(heard).toEqual([fact]);
    expect([...signals]).toEqual(['event:message.added', 'timer@5']);
  });

  it('reach those who listen to their topic only', () => {
    const { whispers, heard } = listening();
    whispers.sift([whisperedWord('weather', 'rain')!]);
    expect(heard).toEqual([]);
  });

  it('are not told when they are too long, and not taken when they cannot be read', () => {
    const { whispers, heard } = listening();
    expect(whisperedWord('typing', 'x'.repeat(4_000))).toBeNull();
    expect(whispers.sift(['~', '~bm9uc2Vuc2U', '~W10']).size).toBe(0);
    expect(heard).toEqual([]);
  });
});
