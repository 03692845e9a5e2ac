import { expect, it } from 'vitest';
import { EMPTY, keepDraft, readDraft } from './drafts.ts';

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    get length() {
      return kept.size;
    },
  } as Storage;
}

it('each conversation and each agent has a draft of its own, until it is empty', () => {
  const kept = storage();
  keepDraft('anna', 'CH1', { body: 'Hello', isNote: false }, kept);
  keepDraft('anna', 'CH2', { body: 'To ask', isNote: true }, kept);
  expect(readDraft('anna', 'CH1', kept)).toEqual({ body: 'Hello', isNote: false });
  expect(readDraft('anna', 'CH2', kept)).toEqual({ body: 'To ask', isNote: true });
  expect(readDraft('ben', 'CH1', kept)).toBe(EMPTY);
  keepDraft('anna', 'CH1', EMPTY, kept);
  keepDraft('anna', 'CH2', EMPTY, kept);
  expect(kept.length).toBe(0);
});

it('what cannot be read or written is no draft', () => {
  const broken = {
    getItem: () => '{',
    setItem: () => {
      throw new Error('full');
    },
  } as unknown as Storage;
  expect(readDraft('anna', 'CH1', broken)).toBe(EMPTY);
  expect(() => keepDraft('anna', 'CH1', { body: 'x', isNote: false }, broken)).not.toThrow();
});
