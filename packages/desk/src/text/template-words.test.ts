// What templates say.
import { describe, expect, it } from 'vitest';
import { filled, gapsOf } from './template-text.ts';

const TEMPLATE = {
  variables: { 1: 'Jane', 2: '4711' },
  types: {
    'twilio/card': { title: 'Order {{2}}', media: ['https://files.example/{{file}}'] },
    'twilio/text': { body: 'Hello {{1}}, order {{2}} is ready. {{2}}' },
  },
};

describe('templates', () => {
  it('have their gaps in the order they are read, each once', () => {
    expect(gapsOf(TEMPLATE)).toEqual(['1', '2', 'file']);
  });

  it('show what has no value yet', () => {
    expect(filled(TEMPLATE, { 1: 'Ann', 2: ' ' })).toBe('Hello Ann, order {{2}} is ready. {{2}}');
  });
});
