// How long free words may still be written to a customer of WhatsApp or Messenger.
import { words } from '#desk/words/canvas.ts';

/** A window as the Content API tells it. */
export interface WindowRecord {
  readonly is_counted: boolean;
  readonly is_open: boolean;
  readonly last_inbound_at: string | null;
  readonly closes_at: string | null;
}

export interface WindowState {
  /** `free`: no window is counted; `closing`: it is time to hurry. */
  readonly kind: 'free' | 'open' | 'closing' | 'closed' | 'never';
  /** What is left, in milliseconds. */
  readonly left: number;
}

const HURRY_MS = 60 * 60_000;
const FREE: WindowState = { kind: 'free', left: Number.POSITIVE_INFINITY };

/** The window at a moment. */
export function windowAt(record: WindowRecord | null, now: number): WindowState {
  if (record === null || !record.is_counted) return FREE;
  if (record.closes_at === null) {
    return record.is_open ? FREE : { kind: record.last_inbound_at === null ? 'never' : 'closed', left: 0 };
  }
  const left = Date.parse(record.closes_at) - now;
  if (left <= 0) return { kind: 'closed', left: 0 };
  return { kind: left < HURRY_MS ? 'closing' : 'open', left };
}

/** A time that is left, in words: hours and minutes, in the last five minutes seconds too. */
export function leftInWords(left: number): string {
  const seconds = Math.ceil(left / 1_000);
  if (seconds <= 60) return words.seconds(seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 5) return `${words.minutes(minutes)} ${words.seconds(seconds % 60)}`;
  if (minutes < 60) return words.minutes(minutes);
  return words.hours(Math.floor(minutes / 60), minutes % 60);
}
