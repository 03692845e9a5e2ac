// The first-run checklist.
import { describe, expect, test } from 'vitest';
import { type Facts, isSkilled, progressOf, stepsOf } from './steps.ts';

const done: Facts = {
  senders: 2,
  workers: { all: 3, skilled: 2 },
  workflows: 1,
  inbound: 1,
  users: 4,
  templates: { all: 1, approved: 1 },
  canned: 3,
  callers: 1,
  findings: 0,
};

const stateOf = (facts: Facts, id: string) => stepsOf(facts).find((step) => step.id === id);

describe('the checklist', () => {
  test('is done when everything is there; a back-up cannot be seen and does not count', () => {
    expect(progressOf(stepsOf(done))).toEqual({ done: 9, all: 9 });
    expect(stateOf(done, 'backup')?.state).toBe('optional');
  });

  test('workers count when one of them has skills', () => {
    expect(stateOf({ ...done, workers: { all: 2, skilled: 0 } }, 'workers')).toMatchObject({
      state: 'open',
      text: '2 workers, none with skills in their attributes',
    });
    expect(isSkilled('{"languages":["de"]}')).toBe(true);
    expect(isSkilled('{"contact_uri":"client:anna","full_name":"Anna"}')).toBe(false);
    expect(isSkilled('{')).toBe(false);
  });

  test('what is not known is neither done nor open', () => {
    expect(stepsOf({}).filter(({ state }) => state === 'done' || state === 'open')).toEqual([]);
  });

  test('a template that waits for its approval is not one to send', () => {
    expect(stateOf({ ...done, templates: { all: 1, approved: 0 } }, 'templates')?.state).toBe('optional');
    expect(stateOf({ ...done, findings: 2 }, 'reconciler')).toMatchObject({
      state: 'open',
      text: '2 findings',
    });
  });
});
