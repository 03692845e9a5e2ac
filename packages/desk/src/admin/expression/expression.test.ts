// The expression editor's rules: what is underlined, and what it offers to write.
import { describe, expect, test } from 'vitest';
import { attributeNames, completionsAt, type ExpressionKind } from './completions.ts';
import { stretchesOf } from './marks.ts';
import { piecesOf } from './tokens.ts';

const vocabulary = { workerNames: ['languages', 'level', 'skills.chat'], taskNames: ['lang', 'vip'] };

function offered(text: string, kind: ExpressionKind = 'worker') {
  const at = text.indexOf('|');
  const found = completionsAt(text.replace('|', ''), at, kind, vocabulary);
  return found?.options.map((option) => option.text) ?? null;
}

describe('completions', () => {
  test.each<[string, ExpressionKind, string[] | null]>([
    ['l|', 'worker', ['languages', 'level']],
    ['skills.|', 'worker', ['skills.chat']],
    ['level >= 3 AND la|', 'worker', ['languages']],
    ['(le|', 'worker', ['level']],
    ['level >|', 'worker', ['>=']],
    ['languages H|', 'worker', ['HAS']],
    [`languages HAS 'de' A|`, 'worker', ['AND']],
    [`languages HAS 'l|`, 'worker', null],
    [`languages HAS |`, 'worker', null],
    ['v|', 'task', ['vip']],
    ['taskrouter.d|', 'task', ['taskrouter.dayOfWeek']],
    ['task.lang IN worker.l|', 'target', ['worker.languages', 'worker.level']],
    ['workers.|', 'skip', ['workers.available', 'workers.unavailable']],
    ['zzz|', 'worker', null],
  ])('%s in a %s expression', (text, kind, expected) => {
    expect(offered(text, kind)).toEqual(expected);
  });

  test('operators are offered once a name is there', () => {
    expect(offered('level |')).toContain('>=');
    expect(offered('level >= 3 |')).toEqual(['AND', 'OR']);
  });

  test('names are those that people and tasks have, the frequent ones first', () => {
    const texts = ['{"level":1,"skills":{"chat":true}}', '{"level":2,"a b":1}', 'broken', '[]'];
    expect(attributeNames(texts)).toEqual(['level', 'skills.chat']);
  });
});

describe('underlining', () => {
  test('pieces are the whole text', () => {
    const text = `level >= 3 AND (languages HAS "d\\"e") OR x.y[0] != null 'open`;
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  test('a comparison is marked along its length, an error at its place', () => {
    const text = `level == '3' AND x`;
    const marked = (start: number, end: number, severity: 'error' | 'warning' = 'warning') =>
      stretchesOf(text, [{ severity, message: '', start, end }])
        .filter(({ mark }) => mark === severity)
        .map((stretch) => stretch.text)
        .join('');
    expect(marked(0, 12)).toBe(`level == '3'`);
    expect(marked(17, 17, 'error')).toBe('x');
    expect(marked(18, 18, 'error')).toBe('x');
  });
});
