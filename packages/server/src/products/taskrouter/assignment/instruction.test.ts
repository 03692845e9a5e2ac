// How the answer to an assignment callback is read.
import { describe, expect, it } from 'vitest';
import { readInstruction } from './instruction.ts';

describe('the answer to an assignment callback', () => {
  it.each(['', '  \n', '{}', ' { } '])('%j leaves the reservation for later', (body) => {
    expect(readInstruction(body)).toEqual({ kind: 'later' });
  });

  it.each(['accept', 'Accept', ' ACCEPT '])('%j accepts', (instruction) => {
    expect(readInstruction(JSON.stringify({ instruction }))).toEqual({ kind: 'accept' });
  });

  it.each([
    [{}, null],
    [{ activity_sid: null }, null],
    [{ activity_sid: '' }, null],
    [{ activity_sid: 'WA1' }, 'WA1'],
  ])('reject with %j sends the worker to %j', (more, activitySid) => {
    expect(readInstruction(JSON.stringify({ instruction: 'reject', ...more }))).toEqual({
      kind: 'reject',
      activitySid,
    });
  });

  it.each([
    ['{"status":"ok"}', 40_005],
    ['{"instruction":null}', 40_005],
    ['[]', 40_005],
    ['"accept"', 40_005],
    ['null', 40_005],
    ['7', 40_005],
    ['{"instruction":7}', 40_151],
    ['{"instruction":""}', 40_151],
    ['{"instruction":"fly"}', 40_151],
    ['{"instruction":"call","to":"client:a"}', 40_151],
    ['{"instruction":"dequeue"}', 40_151],
    ['{"instruction":"redirect"}', 40_151],
    ['{"instruction":"conference"}', 40_151],
    ['{"instruction":"supervise"}', 40_151],
    ['{"instruction":"reject","activity_sid":7}', 40_100],
    ['{"instruction":"reject","activity_sid":{"a":1}}', 40_100],
  ])('%s is of no use', (body, code) => {
    expect(readInstruction(body)).toMatchObject({ kind: 'unusable', code });
  });
});
