// Whom the agent means by what he typed: a number, an address of a channel, or the beginning of a name.
import type { CountryCode } from 'libphonenumber-js/min';
import { addressOn, type Channel, channelOf } from './channels.ts';
import { countryOf, numberFrom } from './phone.ts';

/** What the text in the field stands for. */
export type Recipient =
  | { readonly kind: 'nobody' }
  /** A name, or a number that is not complete. */
  | { readonly kind: 'search'; readonly looksLikeNumber: boolean }
  /** A conversation cannot be begun by e-mail. */
  | { readonly kind: 'email' }
  | {
      readonly kind: 'address';
      /** As the API takes it, on the channel that is meant. */
      readonly address: string;
      readonly channel: Channel;
      readonly country: string | null;
    };

const NUMBER = /^[+\d\s().\-/]+$/;
const MAIL = /^(email:)?[^\s@:]+@[^\s@:]+$/;
/** Shorter ones are still being typed. */
const SHORTEST = 4;

/** Whether the text is a phone number, complete or not. */
export function looksLikeNumber(text: string): boolean {
  return NUMBER.test(text.trim()) && /\d/.test(text);
}

/** The recipient of a message on this channel; a channel named in the text goes before it. */
export function recipientFrom(text: string, channel: Channel, country: CountryCode | null): Recipient {
  const typed = text.trim();
  if (typed === '') return { kind: 'nobody' };
  if (MAIL.test(typed)) return { kind: 'email' };
  const named = /^(sms|whatsapp|messenger):/.test(typed) ? channelOf(typed) : null;
  const rest = named === null ? typed : typed.slice(typed.indexOf(':') + 1).trim();
  const meant = named ?? channel;
  if (meant === 'messenger') {
    const isPageScoped = named !== null ? /^[\w.-]+$/.test(rest) : /^\d{10,20}$/.test(rest);
    return isPageScoped
      ? { kind: 'address', address: `messenger:${rest}`, channel: 'messenger', country: null }
      : { kind: 'search', looksLikeNumber: looksLikeNumber(rest) };
  }
  if (!looksLikeNumber(rest)) return { kind: 'search', looksLikeNumber: false };
  const number = rest.replace(/\D/g, '').length < SHORTEST ? null : numberFrom(rest, country);
  if (number === null) return { kind: 'search', looksLikeNumber: true };
  return { kind: 'address', address: addressOn(meant, number), channel: meant, country: countryOf(number) };
}
