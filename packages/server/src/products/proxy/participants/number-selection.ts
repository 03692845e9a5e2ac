// Which address of ours a participant gets when none was asked for.
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { type ChannelKind, countryOf, parseAddress } from '#kernel/phone.ts';
import type { GeoMatchLevel, NumberSelectionBehavior } from '#storage/schema/proxy.ts';
import { isChannel } from './new-participant.ts';

/** A number that may be chosen. */
export interface Candidate {
  readonly sid: string;
  readonly phone_number: string;
  readonly iso_country: string | null;
  readonly is_reserved: number;
  /** Open sessions on it. */
  readonly in_use: number;
}

/** All that decides which number a participant gets. */
export interface Selection {
  readonly identifier: string;
  readonly geoMatchLevel: GeoMatchLevel;
  readonly behavior: NumberSelectionBehavior;
  /** Unreserved numbers of the pool, and the preferred one. */
  readonly candidates: readonly Candidate[];
  /** Addresses of ours this identifier had in earlier sessions, the latest first. */
  readonly earlier: readonly string[];
  /** Addresses of ours this identifier has in open sessions. */
  readonly taken: ReadonlySet<string>;
  /** The address customers of this conversation know, if there is one. */
  readonly preferred: string | null;
  /** The address of ours that the other participant of the session has. */
  readonly partner: string | null;
}

/** The address chosen, with the SID of its number when it is one; or why there is none. */
export type Choice =
  | { readonly proxyIdentifier: string; readonly proxyIdentifierSid: string | null }
  | { readonly refusal: ErrorCode };

const NUMBER_CHANNELS: ReadonlySet<ChannelKind> = new Set(['sms', 'whatsapp', 'rcs']);

/** The medium a participant is reached by; a chat channel speaks the medium of the addresses around it. */
export function mediumOf(identifier: string, around: readonly (string | null)[]): ChannelKind {
  if (!isChannel(identifier)) return parseAddress(identifier)?.channel ?? 'sms';
  for (const address of around) {
    const channel = address === null || isChannel(address) ? undefined : parseAddress(address)?.channel;
    if (channel !== undefined) return channel;
  }
  return 'sms';
}

/** Whether numbers are the addresses of this medium. */
export function usesNumbers(medium: ChannelKind): boolean {
  return NUMBER_CHANNELS.has(medium);
}

/** A number as it is written in this medium: `+1…`, `whatsapp:+1…`. */
export function addressIn(medium: ChannelKind, phoneNumber: string): string {
  return medium === 'sms' ? phoneNumber : `${medium}:${phoneNumber}`;
}

/** The three digits after +1, within which calls are local in North America. */
function areaCodeOf(phoneNumber: string): string | null {
  return /^\+1(\d{3})\d{7}$/.exec(phoneNumber)?.[1] ?? null;
}

function wished(selection: Selection, medium: ChannelKind): Choice | null {
  const { preferred, candidates, taken } = selection;
  const address = preferred === null ? null : parseAddress(preferred);
  if (preferred === null || address === null || address.channel !== medium || taken.has(preferred))
    return null;
  if (!usesNumbers(medium)) return { proxyIdentifier: preferred, proxyIdentifierSid: null };
  const number = candidates.find(({ phone_number }) => phone_number === address.value);
  return number === undefined ? null : { proxyIdentifier: preferred, proxyIdentifierSid: number.sid };
}

/** Pages and mailboxes are in no pool: the partner's is the only one that is known. */
function partnersAddress({ partner, taken }: Selection, medium: ChannelKind): Choice {
  const fits = partner !== null && parseAddress(partner)?.channel === medium && !taken.has(partner);
  return fits ? { proxyIdentifier: partner, proxyIdentifierSid: null } : { refusal: 80202 };
}

/** Numbers of the same country; of the same area code where the service asks for that and there are some. */
function nearby(selection: Selection, numbers: readonly Candidate[]): readonly Candidate[] {
  const own = parseAddress(selection.identifier)?.value;
  const country = own === undefined ? null : countryOf(own);
  if (own === undefined || country === null) return numbers;
  return numbers.filter(({ iso_country }) => iso_country === country);
}

function withinArea(selection: Selection, numbers: readonly Candidate[]): readonly Candidate[] {
  const area = areaCodeOf(parseAddress(selection.identifier)?.value ?? '');
  if (selection.geoMatchLevel === 'country' || area === null) return numbers;
  const local = numbers.filter(({ phone_number }) => areaCodeOf(phone_number) === area);
  return local.length > 0 ? local : numbers;
}

/** Lower is better: the number used last comes first when sticking to it, and last when avoiding it. */
function stickiness({ earlier, behavior }: Selection, address: string): number {
  const position = earlier.indexOf(address);
  if (behavior === 'prefer-sticky') return position === -1 ? earlier.length : position;
  return position === -1 ? -1 : earlier.length - position;
}

/**
 * Chooses the number of a participant (Twilio: "Proxy: Phone Number Management"): the preferred one even when it
 * is reserved; else the best of the unreserved ones of the same country that this identifier does not use in
 * another open session - by stickiness, then the partner's number, then the number with the fewest sessions.
 *
 * `overlay` and `radius` are read as `area-code`: which areas overlap or lie near is not in the numbers.
 */
export function selectNumber(selection: Selection): Choice {
  const medium = mediumOf(selection.identifier, [selection.preferred, selection.partner]);
  const wish = wished(selection, medium);
  if (wish !== null) return wish;
  if (!usesNumbers(medium)) return partnersAddress(selection, medium);

  const unreserved = selection.candidates.filter(({ is_reserved }) => is_reserved === 0);
  if (unreserved.length === 0) return { refusal: 80208 };
  const matching = nearby(selection, unreserved);
  if (matching.length === 0) return { refusal: 80203 };
  const free = matching.filter(({ phone_number }) => !selection.taken.has(addressIn(medium, phone_number)));
  if (free.length === 0) return { refusal: 80206 };

  const ranked = withinArea(selection, free).map((number) => {
    const address = addressIn(medium, number.phone_number);
    const rank = [stickiness(selection, address), address === selection.partner ? 0 : 1, number.in_use];
    return { number, address, rank };
  });
  ranked.sort(
    (one, other) =>
      one.rank.map((value, at) => value - other.rank[at]!).find((difference) => difference !== 0) ??
      (one.number.sid < other.number.sid ? -1 : 1),
  );
  const { number, address } = ranked[0]!;
  return { proxyIdentifier: address, proxyIdentifierSid: number.sid };
}
