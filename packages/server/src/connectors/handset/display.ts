// How numbers are written for people.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** An address as people write it: `+1 555 010 0001`, and the channel behind it when it is not a text. */
export function displayAddress(address: string): string {
  const colon = address.indexOf(':');
  const number = address.slice(colon + 1);
  const written = parsePhoneNumberFromString(number)?.formatInternational() ?? number;
  if (colon === -1) return written;
  const channel = address.slice(0, colon);
  return `${written} (${CHANNEL_NAMES[channel] ?? channel})`;
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  rcs: 'RCS',
  sms: 'SMS',
  line: 'LINE',
  email: 'e-mail',
};
