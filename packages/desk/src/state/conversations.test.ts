import { describe, expect, it } from 'vitest';
import type { ConversationEntry, MessageEntry, PendingMessage } from './conversations.ts';
import { conversationsReducer } from './conversations.ts';

const message = (index: number, body = '') => ({ index, body }) as MessageEntry;
const pending = (id: string, index: number | null = null, error: string | null = null) =>
  ({ id, index, error }) as PendingMessage;
const started = conversationsReducer(undefined, {
  type: 'conversation/added',
  conversation: { sid: 'CH1', messages: [], pending: [], lastIndex: null } as unknown as ConversationEntry,
});
const after = (...actions: readonly Parameters<typeof conversationsReducer>[1][]) =>
  actions.reduce(conversationsReducer, started).bySid['CH1']!;
const show = (one: PendingMessage) => ({ type: 'pending/changed', sid: 'CH1', pending: one }) as const;
const arrive = (...messages: MessageEntry[]) => ({ type: 'messages/arrived', sid: 'CH1', messages }) as const;

describe('what is on its way', () => {
  it('stays until its message is there, whichever comes first, the answer or the message', () => {
    expect(after(show(pending('a', 0))).pending).toHaveLength(1);
    expect(after(show(pending('a', 0)), arrive(message(0))).pending).toEqual([]);
    expect(after(show(pending('a')), arrive(message(0)), show(pending('a', 0))).pending).toEqual([]);
  });

  it('keeps its place when it is tried again, and is kept when its conversation is read anew', () => {
    const entry = after(show(pending('a', null, 'no')), show(pending('b')), show(pending('a')), {
      type: 'conversation/added',
      conversation: { sid: 'CH1', messages: [], pending: [] } as unknown as ConversationEntry,
    });
    expect(entry.pending.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('messages', () => {
  it('are in order and each once, whichever way they come', () => {
    const entry = after(
      arrive(message(3), message(4)),
      arrive(message(1), message(2)),
      arrive(message(3, 'new')),
    );
    expect(entry.messages.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
    expect(entry.messages[2]!.body).toBe('new');
    expect(entry.lastIndex).toBe(4);
    const without = after(arrive(message(1), message(2)), { type: 'message/removed', sid: 'CH1', index: 1 });
    expect(without.messages.map(({ index }) => index)).toEqual([2]);
  });
});
