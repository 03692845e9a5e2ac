// Which window of time is meant, and which are refused.
import { describe, expect, it } from 'vitest';
import type { ApiError } from '#kernel/errors.ts';
import { readWindow, type WindowInput } from './window.ts';

const at = (text: string) => Date.parse(`2026-06-${text}Z`);
const NOW = at('15T12:34:56');
const windowOf = (input: WindowInput, now = NOW) => {
  const { from, to, lastMinuteEnd } = readWindow(input, now);
  return [from, to, lastMinuteEnd].map((moment) => new Date(moment).toISOString().slice(8, 19));
};
const refusalOf = (input: WindowInput) => {
  try {
    readWindow(input, NOW);
    return null;
  } catch (error) {
    const { status, code, message, details } = error as ApiError;
    return { status, code, message, parameter: details?.['parameter'] };
  }
};

describe('a window', () => {
  it('is the last 15 minutes when nothing is said, from the start of a minute to the present', () => {
    expect(windowOf({})).toEqual(['15T12:19:00', '15T12:34:56', '15T12:35:00']);
  });

  it('holds the minute that has only just begun', () => {
    expect(windowOf({ Minutes: 1 }, at('15T12:34:00'))).toEqual([
      '15T12:33:00',
      '15T12:34:00',
      '15T12:35:00',
    ]);
  });

  it('is as many minutes long as asked', () => {
    expect(windowOf({ Minutes: 60 })).toEqual(['15T11:34:00', '15T12:34:56', '15T12:35:00']);
  });

  it('goes from a date to the present', () => {
    expect(windowOf({ StartDate: at('14T01:02:03') })).toEqual(['14T01:02:00', '15T12:34:56', '15T12:35:00']);
  });

  it('goes to the end of the minute of its end, or to that end where it is a whole minute', () => {
    const StartDate = at('14T01:02:03');
    expect(windowOf({ StartDate, EndDate: at('14T02:00:01') })).toEqual([
      '14T01:02:00',
      '14T02:01:00',
      '14T02:01:00',
    ]);
    expect(windowOf({ StartDate, EndDate: at('14T02:00:00') })).toEqual([
      '14T01:02:00',
      '14T02:00:00',
      '14T02:00:00',
    ]);
  });

  it('begins 15 minutes before an end without a start', () => {
    expect(windowOf({ EndDate: at('14T02:00:00') })).toEqual(['14T01:45:00', '14T02:00:00', '14T02:00:00']);
  });

  it('ends at the present when its end is in the future', () => {
    expect(windowOf({ EndDate: at('20T00:00:00') })).toEqual(['15T12:19:00', '15T12:34:56', '15T12:35:00']);
  });

  it('reaches back 30 days', () => {
    const limit = NOW - 30 * 86_400_000;
    expect(refusalOf({ StartDate: limit })).toBeNull();
    expect(refusalOf({ StartDate: limit - 1 })).toMatchObject({ code: 14241, parameter: 'StartDate' });
    expect(refusalOf({ Minutes: 43_200 })).toBeNull();
    expect(refusalOf({ Minutes: 43_201 })).toMatchObject({ status: 400, code: 14241, parameter: 'Minutes' });
    expect(refusalOf({ EndDate: limit })).toMatchObject({ status: 400, code: 14241 });
  });

  it.each([
    ['an end before the start', { StartDate: at('14T02:00:00'), EndDate: at('14T01:00:00') }, 'EndDate'],
    ['a start in the future', { StartDate: NOW + 1 }, 'StartDate'],
    ['minutes with a start', { Minutes: 5, StartDate: at('14T02:00:00') }, 'Minutes'],
    ['minutes with an end', { Minutes: 5, EndDate: at('14T02:00:00') }, 'Minutes'],
  ])('is refused with %s', (_what, input, parameter) => {
    expect(refusalOf(input)).toMatchObject({
      status: 400,
      code: 20001,
      message: expect.stringContaining(parameter),
    });
  });
});
