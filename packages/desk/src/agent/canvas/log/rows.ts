// The lines of the log: messages, notes and what is on its way, in order of time, with dividers between them.
import type { MessageEntry, PendingMessage } from '#desk/state/conversations.ts';
import type { Side } from '../../speakers.ts';
import type { Note } from '../notes/note.ts';

/** Messages of one author within this time stand together. */
const TOGETHER_MS = 5 * 60_000;

interface Grouped {
  /** First and last of a group of one author. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export type LogRow = { readonly key: string } & (
  | { readonly kind: 'day'; readonly date: number }
  | { readonly kind: 'unread' }
  | ({ readonly kind: 'message'; readonly message: MessageEntry; readonly side: Side } & Grouped)
  | ({ readonly kind: 'pending'; readonly pending: PendingMessage } & Grouped)
  | { readonly kind: 'note'; readonly note: Note }
);

interface RowsOf {
  readonly messages: readonly MessageEntry[];
  readonly notes: readonly Note[];
  readonly pending: readonly PendingMessage[];
  readonly hasEarlier: boolean;
  readonly sideOf: (author: string) => Side;
  /** The agent's own identity: what is on its way is his. */
  readonly identity: string;
  /** The line of what is new stands before the first message of others after this index; null for no line. */
  readonly unreadAfter: number | null;
}

interface Item {
  readonly date: number;
  readonly author: string;
  readonly row: LogRow;
}

/** Tells whether two moments are of one local day, with one calendar look-up a day. */
function dayOf(): (date: number) => number {
  let begins = 0;
  let ends = -1;
  return (date) => {
    if (date >= begins && date < ends) return begins;
    const day = new Date(date);
    day.setHours(0, 0, 0, 0);
    begins = day.getTime();
    day.setDate(day.getDate() + 1);
    ends = day.getTime();
    return begins;
  };
}

function itemsOf({ messages, notes, pending, hasEarlier, sideOf, identity }: RowsOf): Item[] {
  const items: Item[] = messages.map((message) => ({
    date: message.date,
    author: message.author,
    row: {
      key: `m${message.index}`,
      kind: 'message',
      message,
      side: sideOf(message.author),
      isFirst: true,
      isLast: true,
    },
  }));
  const begins = hasEarlier ? (messages[0]?.date ?? Number.POSITIVE_INFINITY) : 0;
  // Notes are few; each goes before the first message that is newer.
  for (const note of notes) {
    if (note.date < begins) continue;
    const later = items.findIndex(({ date }) => date > note.date);
    const item: Item = { date: note.date, author: '', row: { key: note.sid, kind: 'note', note } };
    if (later < 0) items.push(item);
    else items.splice(later, 0, item);
  }
  for (const one of pending) {
    const date = Math.max(one.date, items.at(-1)?.date ?? 0);
    items.push({
      date,
      author: identity,
      row: { key: `p${one.id}`, kind: 'pending', pending: one, isFirst: true, isLast: true },
    });
  }
  return items;
}

function belongTogether(one: Item | undefined, other: Item | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.row.kind === 'note' || other.row.kind === 'note') return false;
  return one.author === other.author && other.date - one.date < TOGETHER_MS;
}

/** The lines of the log. */
export function logRows(of: RowsOf): LogRow[] {
  const items = itemsOf(of);
  const startOf = dayOf();
  const rows: LogRow[] = [];
  let day = -1;
  let isLineDrawn = of.unreadAfter === null;
  for (const [place, item] of items.entries()) {
    const begins = startOf(item.date);
    let isDivided = false;
    if (begins !== day) {
      day = begins;
      isDivided = true;
      rows.push({ key: `d${begins}`, kind: 'day', date: begins });
    }
    const { row } = item;
    if (
      !isLineDrawn &&
      row.kind === 'message' &&
      row.message.index > of.unreadAfter! &&
      row.side !== 'mine'
    ) {
      isLineDrawn = true;
      isDivided = true;
      rows.push({ key: 'unread', kind: 'unread' });
    }
    if (row.kind !== 'message' && row.kind !== 'pending') {
      rows.push(row);
      continue;
    }
    const next = items[place + 1];
    const isNextOfDay = next !== undefined && startOf(next.date) === begins;
    startOf(item.date);
    rows.push({
      ...row,
      isFirst: isDivided || !belongTogether(items[place - 1], item),
      isLast: !isNextOfDay || !belongTogether(item, next),
    });
  }
  return rows;
}
