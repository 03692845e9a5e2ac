import { describe, expect, it } from 'vitest';
import { type CannedResponse, filled, fittingResponses, openVariables, shortcutAt } from './canned.ts';

const response = (name: string, shortcut: string | null, body = ''): CannedResponse => ({
  sid: name,
  name,
  body,
  shortcut,
  language: null,
});

describe('a shortcut', () => {
  it('is a word after a slash, before the caret', () => {
    expect(shortcutAt('/hel', 4)).toEqual({ query: 'hel', start: 0, end: 4 });
    expect(shortcutAt('Well, /', 7)).toEqual({ query: '', start: 6, end: 7 });
    expect(shortcutAt('/grüß', 5)?.query).toBe('grüß');
  });

  it('is not in an address, a fraction or behind the caret', () => {
    expect(shortcutAt('https://x', 9)).toBeNull();
    expect(shortcutAt('1/2', 3)).toBeNull();
    expect(shortcutAt('/hello there', 12)).toBeNull();
  });
});

it('responses are found by shortcut, name and words, the closest first', () => {
  const all = [
    response('Other greeting', 'hello2'),
    response('Greeting', 'hello'),
    response('Say hello to all', null),
    response('Bye', 'bye', 'We hope to hear from you, hello again'),
  ];
  expect(fittingResponses(all, 'hello').map(({ name }) => name)).toEqual([
    'Greeting',
    'Other greeting',
    'Say hello to all',
    'Bye',
  ]);
  expect(fittingResponses(all, 'nothing')).toEqual([]);
  expect(fittingResponses(all, '')).toHaveLength(4);
});

it('variables are filled with what is known; the rest stays and is told', () => {
  const facts = {
    customer: { name: 'Jane', address: null },
    agent: { name: 'Anna' },
    task: { order: 4711, nested: { city: 'Bonn' }, empty: '' },
  };
  const body = 'Hi {{customer.name}}, {{ agent.name }} here: {{task.order}} {{task.nested.city}}';
  expect(filled(body, facts)).toBe('Hi Jane, Anna here: 4711 Bonn');
  const open = filled('{{customer.address}} {{task.empty}} {{task.constructor}} {{else}}', facts);
  expect(openVariables(open).map(({ text }) => text)).toEqual([
    '{{customer.address}}',
    '{{task.empty}}',
    '{{task.constructor}}',
    '{{else}}',
  ]);
});
