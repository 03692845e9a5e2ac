// How high a line of the log is, roughly: good guesses keep the scroll bar calm until lines are measured.
import type { LogRow } from './rows.ts';

const LINE = 20;
const LETTERS_A_LINE = 62;
const BUBBLE = 17;
const GAP = 8;
const MEDIA = 178;

function textHeight(body: string): number {
  if (body === '') return 0;
  let lines = 0;
  for (const line of body.split('\n', 200)) lines += Math.max(1, Math.ceil(line.length / LETTERS_A_LINE));
  return lines * LINE;
}

function estimate(row: LogRow): number {
  switch (row.kind) {
    case 'day':
    case 'unread':
      return 44;
    case 'note':
      return 52 + textHeight(row.note.body);
    case 'pending':
      return BUBBLE + textHeight(row.pending.body) + (row.isFirst ? GAP : 0);
    default: {
      const { message, isFirst } = row;
      const media = message.media.length === 0 ? 0 : MEDIA * Math.ceil(message.media.length / 2);
      return BUBBLE + textHeight(message.body) + media + (isFirst ? GAP : 0);
    }
  }
}

const estimates = new WeakMap<LogRow, number>();

/** Pixels. Asked of every line that was not measured yet whenever one was, so it is thought about once. */
export function estimatedHeight(row: LogRow): number {
  const known = estimates.get(row);
  if (known !== undefined) return known;
  const height = estimate(row);
  estimates.set(row, height);
  return height;
}
