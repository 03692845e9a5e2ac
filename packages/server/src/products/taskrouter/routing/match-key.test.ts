import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, type JsonObject, parse } from '#kernel/expression/expression.ts';
import { matchKeyOf } from './match-key.ts';

const scalar = fc.constantFrom('a', 'b', '1', 1, 2, true, null);
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }));
const document = fc
  .record({ x: value, y: value, list: value }, { requiredKeys: [] })
  .map((given) => given as JsonObject);
const operand = fc.constantFrom('task.x', 'task.y', 'task.list', "'a'", '1', 'null', 'worker.y');
const clause = fc
  .tuple(operand, fc.constantFrom('==', '!=', 'HAS', 'IN'), operand, fc.constantFrom('x', 'y', 'list'))
  .map(([left, operator, right, attribute]) =>
    operator === 'HAS' ? `worker.${attribute} HAS ${right}` : `${left} ${operator} worker.${attribute}`,
  );
const expression = fc
  .tuple(clause, clause, clause, fc.constantFrom('AND', 'OR'), fc.boolean())
  .map(([a, b, c, operator, isDeep]) =>
    isDeep ? `${a} AND (${b} ${operator} ${c})` : `${a} ${operator} ${b}`,
  );

describe('the key of a target', () => {
  it('is shared by every task and worker that match', () => {
    fc.assert(
      fc.property(expression, document, document, (text, task, worker) => {
        if (!compileExpression(text)({ named: { task, worker } })) return;
        const key = matchKeyOf(parse(text), null);
        expect(key.ofWorker(worker)).toContain(key.ofTask(task));
      }),
      { numRuns: 5_000 },
    );
  });

  it('has the same signature only for tasks that match the same workers', () => {
    fc.assert(
      fc.property(expression, document, document, document, (text, one, other, worker) => {
        const key = matchKeyOf(parse(text), null);
        if (key.signatureOf(one) !== key.signatureOf(other)) return;
        const matches = compileExpression(text);
        expect(matches({ named: { task: one, worker } })).toBe(matches({ named: { task: other, worker } }));
      }),
      { numRuns: 5_000 },
    );
  });

  it('tells workers apart by the attribute the task names', () => {
    const key = matchKeyOf(parse("task.phone == worker.phone AND worker.team == 'red'"), null);
    expect(key.ofTask({ phone: '+1' })).not.toBe(key.ofTask({ phone: '+2' }));
    expect(key.ofWorker({ phone: '+1', team: 'red' })).toEqual([key.ofTask({ phone: '+1' })]);
    expect(key.ofWorker({ phone: '+1', team: 'blue' })).not.toContain(key.ofTask({ phone: '+1' }));
  });

  it('files a worker under every skill he has', () => {
    const key = matchKeyOf(parse('worker.skills HAS task.skill'), null);
    expect(key.ofWorker({ skills: ['a', 'b'] })).toEqual([
      key.ofTask({ skill: 'a' }),
      key.ofTask({ skill: 'b' }),
    ]);
    expect(key.ofWorker({ skills: 'a' })).toEqual([]);
  });

  it('files workers by the field a known worker is named by', () => {
    const key = matchKeyOf(null, { attribute: ['task', 'agent'], field: 'friendly_name' });
    expect(key.ofWorker({ friendly_name: 'Alice' })).toEqual([key.ofTask({ agent: 'Alice' })]);
  });
});
