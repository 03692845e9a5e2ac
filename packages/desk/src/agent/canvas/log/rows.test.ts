import { describe, expect, it } from 'vitest';
import type { MessageEntry, PendingMessage } from '#desk/state/conversations.ts';
import { logRows } from './rows.ts';

const NOON = new Date(2026, 4, 4, 12).getTime();
const MINUTE = 60_000;

const message = (index: number, author: string, date: number) => ({ index, author, date }) as MessageEntry;
const sent = (id: string, date: number) => ({ id, date }) as PendingMessage;
const base = {
  notes: [],
  pending: [],
  hasEarlier: false,
  identity: 'anna',
  unreadAfter: null,
  sideOf: (author: string) => (author === 'anna' ? ('mine' as const) : ('customer' as const)),
};
const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

describe('the lines of the log', () => {
  it('group one author within minutes and divide days', () => {
    const rows = logRows({
      ...base,
      messages: [
        message(0, '+1', NOON - 24 * 60 * MINUTE),
        message(1, '+1', NOON),
        message(2, '+1', NOON + MINUTE),
        message(3, '+1', NOON + 7 * MINUTE),
        message(4, 'anna', NOON + 7 * MINUTE),
      ],
    });
    expect(rows.map((row) => row.kind)).toEqual([
      'day',
      'message',
      'day',
      'message',
      'message',
      'message',
      'message',
    ]);
    const groups = rows.flatMap((row) => (row.kind === 'message' ? [[row.isFirst, row.isLast]] : []));
    expect(groups).toEqual([
      [true, true],
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('draw the line of what is new before the first message of others that was not read', () => {
    const messages = [message(0, '+1', NOON), message(1, 'anna', NOON), message(2, '+1', NOON + 1)];
    expect(keys(logRows({ ...base, messages, unreadAfter: 0 })).slice(1)).toEqual([
      'm0',
      'm1',
      'unread',
      'm2',
    ]);
    expect(keys(logRows({ ...base, messages, unreadAfter: 2 }))).not.toContain('unread');
  });

  it('put notes in place by time, but none before what is loaded', () => {
    const note = (sid: string, date: number) => ({ sid, date }) as never;
    const messages = [message(5, '+1', NOON), message(6, '+1', NOON + 2 * MINUTE)];
    const notes = [
      note('old', NOON - MINUTE),
      note('between', NOON + MINUTE),
      note('after', NOON + 3 * MINUTE),
    ];
    expect(keys(logRows({ ...base, messages, notes, hasEarlier: true })).slice(1)).toEqual([
      'm5',
      'between',
      'm6',
      'after',
    ]);
    expect(keys(logRows({ ...base, messages, notes }))[1]).toBe('old');
  });

  it('end with what is on its way, whatever the clocks say', () => {
    const rows = logRows({
      ...base,
      messages: [message(0, '+1', NOON)],
      pending: [sent('a', NOON - MINUTE), sent('b', NOON)],
    });
    expect(keys(rows).slice(1)).toEqual(['m0', 'pa', 'pb']);
  });

  it('are made of ten thousand messages between two frames', () => {
    const messages = Array.from({ length: 10_000 }, (_, index) =>
      message(index, '+1', NOON + index * MINUTE),
    );
    logRows({ ...base, messages });
    const began = performance.now();
    logRows({ ...base, messages });
    expect(performance.now() - began).toBeLessThan(100);
  });
});
