// Why an expression is false.

import { describe, expect, test } from 'vitest';
import { compileExplanation, distanceOf, explainExpression, type Failure } from './explain.ts';

const WORKER = { team: 'red', level: 2, languages: ['en', 'de'], skills: { sms: true } };

/** Failures as short texts: `level > 3 (2, 3)`, and choices as nested lists. */
function shown(failures: readonly Failure[]): unknown[] {
  return failures.map((failure) => {
    if (failure.kind === 'choice') return { [failure.expression]: failure.anyOf.map(shown) };
    if (failure.kind === 'blank') return 'blank';
    return `${failure.expression} (${JSON.stringify(failure.left)}, ${JSON.stringify(failure.right)})`;
  });
}

const why = (text: string) => shown(explainExpression(text, { attributes: WORKER }));

describe('an expression that is true has nothing to explain', () => {
  test.each(['1==1', `team == 'red' OR level > 3`, `NOT team == 'blue'`, `languages HAS 'de' AND level < 3`])(
    '%s',
    (text) => {
      expect(why(text)).toEqual([]);
    },
  );
});

describe('an expression that is false', () => {
  test('names the comparison with the values of both sides', () => {
    expect(explainExpression('level>3', { attributes: WORKER })).toEqual([
      { kind: 'comparison', expression: 'level > 3', left: 2, operator: '>', right: 3 },
    ]);
  });

  test.each([
    [`team == 'red' AND level > 3`, ['level > 3 (2, 3)']],
    [
      `team == 'blue' AND (level > 3 AND 'fr' IN languages)`,
      [`team == 'blue' ("red", "blue")`, 'level > 3 (2, 3)', `'fr' IN languages ("fr", ["en","de"])`],
    ],
    [
      `team == 'blue' OR level > 3`,
      [{ [`team == 'blue' OR level > 3`]: [[`team == 'blue' ("red", "blue")`], ['level > 3 (2, 3)']] }],
    ],
    [`NOT team == 'red'`, [`NOT team == 'red' ("red", "red")`]],
    [`NOT NOT level > 3`, ['level > 3 (2, 3)']],
    [`NOT (team == 'red' OR level > 3)`, [`NOT team == 'red' ("red", "red")`]],
    [
      `NOT (team == 'red' AND level < 3)`,
      [
        {
          [`NOT (team == 'red' AND level < 3)`]: [
            [`NOT team == 'red' ("red", "red")`],
            ['NOT level < 3 (2, 3)'],
          ],
        },
      ],
    ],
    [`missing == 'x'`, [`missing == 'x' (null, "x")`]],
    [`"team" == "blue"`, [`'team' == 'blue' ("red", "blue")`]],
    [' ', ['blank']],
  ])('%s', (text, expected) => {
    expect(why(text)).toEqual(expected);
  });

  test.each([
    ['level > 3', 1],
    [`level > 3 AND team == 'blue'`, 2],
    [`(level > 3 AND team == 'blue') OR languages HAS 'fr'`, 1],
    ['1==1', 0],
    ['', 1],
  ])('%s is %i comparisons away from being true', (text, distance) => {
    expect(distanceOf(explainExpression(text, { attributes: WORKER }))).toBe(distance);
  });

  test('is compiled once for many documents', () => {
    const explain = compileExplanation('worker.level >= task.level');
    const about = (level: number) => explain({ named: { task: { level: 3 }, worker: { level } } });
    expect(shown(about(1))).toEqual(['worker.level >= task.level (1, 3)']);
    expect(about(3)).toEqual([]);
  });
});
