// What templates say.
import { describe, expect, it } from 'vitest';
import { filled, gapsOf, placeholdersIn, wordsOf } from './template-words.ts';

const TYPES = {
  'twilio/card': { title: 'Order {{2}}', media: ['https://files.example/{{file}}'] },
  'twilio/text': { body: 'Hello {{1}}, order {{2}} is ready. {{2}}' },
};

describe('templates', () => {
  it('have their gaps in the order they are read, each once', () => {
    expect(gapsOf(TYPES)).toEqual(['1', '2', 'file']);
  });

  it('show what has no value yet', () => {
    expect(filled(wordsOf(TYPES), { 1: 'Ann', 2: ' ' })).toBe('Hello Ann, order {{2}} is ready. {{2}}');
  });

  it('have no placeholders but those the server fills in', () => {
    expect(placeholdersIn('{{1}} {{name}} {{1}}', '{{2}} {{not ok}} {{ 3 }}')).toEqual(['1', 'name', '2']);
  });
});
