// Where a recipient's clock may stand: every time zone of the region its number belongs to.
import { countryOf, parseAddress } from '#kernel/phone.ts';
import { zonesOfAreaCode } from './north-american-zones.ts';

const NORTH_AMERICAN = /^\+1(\d{3})\d{7}$/;

const byCountry = new Map<string, readonly string[]>();

/** A locale of the country knows its zones. */
interface CountryLocale {
  getTimeZones?(): string[] | undefined;
}

function zonesOfCountry(country: string): readonly string[] {
  let zones = byCountry.get(country);
  if (zones === undefined) {
    zones = (new Intl.Locale('und', { region: country }) as CountryLocale).getTimeZones?.() ?? [];
    byCountry.set(country, zones);
  }
  return zones;
}

/**
 * The time zones a recipient can be in: those of its area code in North America, else all of its country. `fallback`
 * alone for addresses that say nothing of a place.
 */
export function zonesOf(address: string, fallback: string): readonly string[] {
  const number = parseAddress(address)?.value ?? '';
  const areaCode = NORTH_AMERICAN.exec(number)?.[1];
  const near = areaCode === undefined ? undefined : zonesOfAreaCode(areaCode);
  if (near !== undefined) return near;
  const country = number.startsWith('+') ? countryOf(number) : null;
  const zones = country === null ? [] : zonesOfCountry(country);
  return zones.length > 0 ? zones : [fallback];
}
