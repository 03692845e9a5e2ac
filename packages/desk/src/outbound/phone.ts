// Phone numbers as people read and type them.
import {
  AsYouType,
  type CountryCode,
  type PhoneNumber,
  parsePhoneNumberFromString as parse,
} from 'libphonenumber-js/min';
import { bareAddress } from './channels.ts';

/** North American numbers that no area code is known of count as those of the United States. */
const NORTH_AMERICA = '1';

/** The country a number is of, as Intl names it; null when its code is shared by several. */
export function countryOf(number: string): CountryCode | null {
  const parsed = parse(bareAddress(number));
  return parsed?.country ?? (parsed?.countryCallingCode === NORTH_AMERICA ? 'US' : null);
}

/** The name of a country in the reader's language. */
export function countryName(country: string): string {
  return new Intl.DisplayNames(undefined, { type: 'region' }).of(country) ?? country;
}

/** A number as it is written between countries; anything else as it is. */
export function formatNumber(address: string): string {
  const bare = bareAddress(address);
  return bare.startsWith('+') ? (parse(bare)?.formatInternational() ?? bare) : bare;
}

/**
 * The number somebody means who types in this country; null when it is none. Numbers of a possible length count, as
 * they do for the server: not every carrier tells which ones it gave out.
 */
export function numberFrom(text: string, country: CountryCode | null): string | null {
  const parsed: PhoneNumber | undefined = parse(text, country ?? undefined);
  return parsed?.isPossible() ? parsed.number : null;
}

/** What was typed so far, spaced as its country does it. */
export function formatAsTyped(text: string, country: CountryCode | null): string {
  return new AsYouType(country ?? undefined).input(text);
}
