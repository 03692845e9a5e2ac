// How numbers are written for people.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The part of an address behind its channel, as people write it: `+1 555 010 0001`. */
export function displayNumber(address: string): string {
  const number = address.slice(address.indexOf(':') + 1);
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/** An address as people write it, and the channel behind it when it is not a text. */
export function displayAddress(address: string): string {
  const colon = address.indexOf(':');
  if (colon === -1) return displayNumber(address);
  const channel = address.slice(0, colon);
  return `${displayNumber(address)} (${CHANNEL_NAMES[channel] ?? channel})`;
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  rcs: 'RCS',
  sms: 'SMS',
  line: 'LINE',
  email: 'e-mail',
};
