// Addresses of people and of the contact centre: E.164 numbers and channel addresses such as whatsapp:+1….
import { parsePhoneNumberFromString as parseWithType } from 'libphonenumber-js/max';
import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';

const E164 = /^\+[1-9]\d{6,14}$/;
const CHANNEL_ADDRESS = /^(whatsapp|messenger|rcs|sms|line|email|custom):(.{1,180})$/s;

/** Parsed numbers that are kept; with more, all are forgotten. */
const MOST_KEPT = 10_000;

const kept = new Map<string, PhoneNumber | undefined>();

/** What is known of a number: the same ones come with every message, and parsing one costs as much as a statement. */
function numberOf(text: string): PhoneNumber | undefined {
  if (!E164.test(text)) return parsePhoneNumberFromString(text);
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= MOST_KEPT) kept.clear();
  const number = parsePhoneNumberFromString(text);
  kept.set(text, number);
  return number;
}

/** The media a person is reached by. */
export type ChannelKind = 'sms' | 'whatsapp' | 'messenger' | 'rcs' | 'line' | 'email' | 'custom';

/** An address split into its channel and the part after the prefix. */
export interface Address {
  readonly channel: ChannelKind;
  readonly value: string;
}

/**
 * Whether the text is an E.164 number of a length its country can have. Numbers that are possible but not
 * assigned (the 555 numbers of every example) count: Parley is also used where no carrier is.
 */
export function isPhoneNumber(text: string): boolean {
  if (!E164.test(text)) return false;
  const parsed = numberOf(text);
  return parsed === undefined ? false : parsed.isPossible();
}

/** Splits an address, or null when it is neither a phone number nor a channel address. */
export function parseAddress(text: string): Address | null {
  const match = CHANNEL_ADDRESS.exec(text);
  if (match === null) return isPhoneNumber(text) ? { channel: 'sms', value: text } : null;
  const channel = match[1] as ChannelKind;
  const value = match[2] as string;
  const isNumberChannel = channel === 'whatsapp' || channel === 'rcs' || channel === 'sms';
  if (isNumberChannel && !isPhoneNumber(value)) return null;
  return { channel, value };
}

/** The country an E.164 number belongs to (ISO 3166 alpha-2), or null when its code is shared or unknown. */
export function countryOf(phoneNumber: string): string | null {
  const parsed = numberOf(phoneNumber);
  if (parsed === undefined) return null;
  return parsed.country ?? (parsed.countryCallingCode === '1' ? 'US' : null);
}

/** Whether a number is known to be of a fixed line, which gets no texts; in North America numbers do not tell. */
export function isFixedLine(phoneNumber: string): boolean {
  return parseWithType(phoneNumber)?.getType() === 'FIXED_LINE';
}

/** The national part of a number, written as people in its country write it: `(555) 010-0001`. */
export function nationalFormat(phoneNumber: string): string {
  return numberOf(phoneNumber)?.formatNational() ?? phoneNumber;
}
