// Which address of ours a participant gets when none was asked for.
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { type ChannelKind, countryOf, parseAddress } from '#kernel/phone.ts';
import type { GeoMatchLevel, NumberSelectionBehavior, SessionMode } from '#storage/schema/proxy.ts';
import type { PoolKind } from '../phone-numbers/pool.ts';
import { closeness } from './geo-match.ts';
import { isChannel } from './new-participant.ts';
import { parseOwnAddress } from './own-address.ts';

/** A number that may be chosen. */
export interface Candidate {
  readonly sid: string;
  readonly phone_number: string;
  readonly kind: PoolKind;
  readonly iso_country: string | null;
  readonly is_reserved: number;
  /** Open sessions on it. */
  readonly in_use: number;
}

/** All that decides which number a participant gets. */
export interface Selection {
  readonly identifier: string;
  readonly mode: SessionMode;
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

/**
 * Why a number cannot serve a session of this mode on this medium, or null when it can. Short codes take texts and
 * no calls, and are no addresses of other media.
 */
export function refusalOfKind(
  kind: PoolKind,
  medium: ChannelKind,
  mode: SessionMode,
): (80201 | 80202) | null {
  if (kind === 'phone') return null;
  if (medium !== 'sms') return 80202;
  return mode === 'message-only' ? null : 80201;
}

function wished(selection: Selection, medium: ChannelKind): Choice | null {
  const { preferred, candidates, taken } = selection;
  const address = preferred === null ? null : parseOwnAddress(preferred);
  if (preferred === null || address === null || address.channel !== medium || taken.has(preferred))
    return null;
  if (!usesNumbers(medium)) return { proxyIdentifier: preferred, proxyIdentifierSid: null };
  const number = candidates.find(({ phone_number }) => phone_number === address.value);
  if (number === undefined || refusalOfKind(number.kind, medium, selection.mode) !== null) return null;
  return { proxyIdentifier: preferred, proxyIdentifierSid: number.sid };
}

/** Pages and mailboxes are in no pool: the partner's is the only one that is known. */
function partnersAddress({ partner, taken }: Selection, medium: ChannelKind): Choice {
  const fits = partner !== null && parseAddress(partner)?.channel === medium && !taken.has(partner);
  return fits ? { proxyIdentifier: partner, proxyIdentifierSid: null } : { refusal: 80202 };
}

/** Numbers of the same country; any number for somebody whose country is not known. */
function nearby(selection: Selection, numbers: readonly Candidate[]): readonly Candidate[] {
  const own = parseAddress(selection.identifier)?.value;
  const country = own === undefined ? null : countryOf(own);
  if (own === undefined || country === null) return numbers;
  return numbers.filter(({ iso_country }) => iso_country === country);
}

/** The numbers nearest to the person, as near as the service asks for; all of them when none is that near. */
function nearest(selection: Selection, numbers: readonly Candidate[]): readonly Candidate[] {
  const own = parseAddress(selection.identifier)?.value ?? '';
  const ranked = numbers.map((number) => ({
    number,
    distance: closeness(selection.geoMatchLevel, own, number.phone_number),
  }));
  const least = Math.min(...ranked.map(({ distance }) => distance));
  return ranked.filter(({ distance }) => distance === least).map(({ number }) => number);
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
 * another open session - by nearness, as far as the service asks for it, then stickiness, then the partner's number,
 * then the number with the fewest sessions.
 */
export function selectNumber(selection: Selection): Choice {
  const { candidates, identifier, mode, partner, preferred, taken } = selection;
  const medium = mediumOf(identifier, [preferred, partner]);
  const wish = wished(selection, medium);
  if (wish !== null) return wish;
  if (!usesNumbers(medium)) return partnersAddress(selection, medium);

  const unreserved = candidates.filter(({ is_reserved }) => is_reserved === 0);
  if (unreserved.length === 0) return { refusal: 80208 };
  const able = unreserved.filter(({ kind }) => refusalOfKind(kind, medium, mode) === null);
  if (able.length === 0) return { refusal: refusalOfKind('short-code', medium, mode) ?? 80202 };
  const matching = nearby(selection, able);
  if (matching.length === 0) return { refusal: 80203 };
  const free = matching.filter(({ phone_number }) => !taken.has(addressIn(medium, phone_number)));
  if (free.length === 0) return { refusal: 80206 };

  const ranked = nearest(selection, free).map((number) => {
    const address = addressIn(medium, number.phone_number);
    const rank = [stickiness(selection, address), address === partner ? 0 : 1, number.in_use];
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
