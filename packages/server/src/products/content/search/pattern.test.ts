// Unit tests of the translation of search patterns.
import { describe, expect, it } from 'vitest';
import { likePatterns } from './pattern.ts';

describe('a search pattern', () => {
  it.each([
    ['order', ['%order%']],
    ['^Order', ['order%']],
    ['order$', ['%order']],
    ['^order.*update$', ['order%update']],
    ['a.c', ['%a_c%']],
    ['a.+c', ['%a_%c%']],
    ['100%', ['%100\\%%']],
    ['order_1', ['%order\\_1%']],
    ['1\\.5', ['%1.5%']],
    ['a\\|b|c', ['%a|b%', '%c%']],
    ['cost\\$', ['%cost$%']],
  ])('%s becomes %j', (expression, patterns) => {
    expect(likePatterns('ContentName', expression)).toEqual(patterns);
  });

  it.each(['(a+)+$', 'a{1,9}', '[a-z]', 'a*', 'a?', '\\d', 'a\\', 'a^b', 'a$b'])(
    '%s is refused',
    (expression) => {
      expect(() => likePatterns('ContentName', expression)).toThrow('ContentName');
    },
  );
});
