// Why texts do not arrive: the codes a phone can be told to fail with, in words.
import { channelOf } from './phone-of.ts';

/** A code and what it stands for. */
interface Failure {
  readonly code: number;
  readonly words: string;
  /** Texts, or the channels beside them. */
  readonly medium: 'text' | 'channel';
}

/** Codes receipts of carriers carry ("Error and warning dictionary"). */
export const FAILURES: readonly Failure[] = [
  { code: 30003, words: 'Unreachable', medium: 'text' },
  { code: 30004, words: 'Blocked', medium: 'text' },
  { code: 30005, words: 'Unknown number', medium: 'text' },
  { code: 30006, words: 'Landline', medium: 'text' },
  { code: 30007, words: 'Filtered by the carrier', medium: 'text' },
  { code: 30008, words: 'Unknown error', medium: 'text' },
  { code: 63024, words: 'Invalid recipient', medium: 'channel' },
  { code: 63016, words: 'Outside the 24-hour window', medium: 'channel' },
  { code: 63003, words: 'Recipient not found', medium: 'channel' },
  { code: 63018, words: 'Rate limit of the channel', medium: 'channel' },
  { code: 63032, words: 'Limited by WhatsApp', medium: 'channel' },
];

/** Which kind of code fails texts to an address. */
export function mediumOf(address: string): Failure['medium'] {
  return channelOf(address) === 'sms' ? 'text' : 'channel';
}

/** The code that addresses of a kind fail with until they are told another one. */
export function usualFailure(medium: Failure['medium']): number {
  return medium === 'text' ? 30003 : 63024;
}

/** Which kind of address a code fails. */
export function mediumOfCode(code: number): Failure['medium'] {
  return code < 60_000 ? 'text' : 'channel';
}
