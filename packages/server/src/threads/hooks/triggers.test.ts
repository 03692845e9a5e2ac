// Which messages set a trigger off.
import { describe, expect, it } from 'vitest';
import { isTriggered } from './triggers.ts';

describe('triggers', () => {
  it.each([
    ['help', 'help'],
    ['help', 'I need HELP!'],
    ['HELP', 'please,help'],
    ['call me', 'You can Call me, maybe'],
    ['größe', 'Welche GRÖSSE? Größe 7'],
    ['помощь', 'Нужна помощь.'],
    ['#42', 'order #42 please'],
    [' stop ', 'stop'],
    ['a', 'ab a'],
  ])('%j is in %j', (word, body) => expect(isTriggered([word], body)).toBe(true));

  it.each([
    ['help', 'helpful'],
    ['help', 'unhelp'],
    ['help', 'help2'],
    ['помощь', 'помощью'],
    ['call me', 'call  me'],
    ['help', ''],
    ['help', null],
    ['a.c', 'abc'],
  ])('%j is not in %j', (word, body) => expect(isTriggered([word], body)).toBe(false));

  it('takes any of several', () => {
    expect(isTriggered(['agent', 'human'], 'a human please')).toBe(true);
    expect(isTriggered([], 'a human please')).toBe(false);
  });
});
