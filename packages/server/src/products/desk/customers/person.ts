// Who is behind an address: the same phone number is the same person, on whichever channel.
import { parseAddress } from '#kernel/phone.ts';

const MAIL = /^[^\s@:]+@[^\s@:]+$/;
/** As long as an address or identity can be. */
const LONGEST = 256;

/** The address a person is known by: a phone number, a mail address in lower case, or what it is on its channel. */
export function personOf(address: string): string {
  const given = address.trim().slice(0, LONGEST).toWellFormed();
  const parsed = parseAddress(given);
  if (parsed === null) return MAIL.test(given) ? given.toLowerCase() : given;
  switch (parsed.channel) {
    case 'sms':
    case 'whatsapp':
    case 'rcs':
      return parsed.value;
    case 'email':
      return parsed.value.toLowerCase();
    default:
      return given;
  }
}

/** The channel of an address; `chat` for what is the identity of a user. */
export function channelOf(address: string): string {
  if (MAIL.test(address)) return 'email';
  return parseAddress(address)?.channel ?? 'chat';
}
