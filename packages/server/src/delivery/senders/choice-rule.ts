// Which sender of a messaging service a message leaves from: a rule without a database.
import { countryOf, parseAddress } from '#kernel/phone.ts';
import type { PoolKind } from '#storage/schema/messaging-services.ts';

/** A sender of the pool. */
export interface Candidate {
  readonly kind: PoolKind;
  readonly address: string;
  /** ISO 3166 alpha-2; of an alphanumeric sender the country it is for, empty for all. */
  readonly country_code: string;
}

/** What the choice depends on. */
export interface Wish {
  readonly to: string;
  readonly hasMedia: boolean;
  /** The address the recipient heard from before, where the service keeps to it. */
  readonly sticky: string | null;
  readonly isAreaCodeMatched: boolean;
  /** Counts the messages of the service: equals take turns by it. */
  readonly turn: number;
}

/** Countries whose carriers take no letters for a sender ("International support for Alphanumeric Sender ID"). */
const WITHOUT_ALPHA: ReadonlySet<string> = new Set([
  'US',
  'CA',
  'PR',
  'CN',
  'BR',
  'MX',
  'AR',
  'CO',
  'CL',
  'NZ',
]);

const AREA_CODE = /^\+1(\d{3})/;

function areaCodeOf(address: string): string | null {
  return AREA_CODE.exec(address)?.[1] ?? null;
}

/** The candidates that pass, or all of them when none does. */
function preferring(
  candidates: readonly Candidate[],
  isBetter: (candidate: Candidate) => boolean,
): readonly Candidate[] {
  const better = candidates.filter(isBetter);
  return better.length > 0 ? better : candidates;
}

function takeTurns(candidates: readonly Candidate[], turn: number): Candidate | null {
  return candidates[turn % Math.max(candidates.length, 1)] ?? null;
}

function chooseNumber(numbers: readonly Candidate[], wish: Wish, country: string | null): Candidate | null {
  const kept = numbers.find(({ address }) => address === wish.sticky);
  if (kept !== undefined) return kept;
  const areaCode = areaCodeOf(wish.to);
  const near =
    wish.isAreaCodeMatched && areaCode !== null
      ? numbers.filter(({ address }) => areaCodeOf(address) === areaCode)
      : [];
  if (near.length > 0) return takeTurns(near, wish.turn);
  return takeTurns(
    preferring(numbers, ({ country_code }) => country_code === country),
    wish.turn,
  );
}

/**
 * Chooses the sender, or null when none can send it ("Messaging Services: Sender selection"): on the recipient's own
 * channel; in texts a short code of the recipient's country first, then letters where carriers take them, then a
 * number: the one the recipient knows, one of the same area code, one of the same country, any. Equals take turns.
 */
export function chooseFrom(pool: readonly Candidate[], wish: Wish): Candidate | null {
  const recipient = parseAddress(wish.to);
  if (recipient === null) return null;
  if (recipient.channel !== 'sms') {
    const ofChannel = pool.filter(
      ({ kind, address }) => kind === 'channel' && parseAddress(address)?.channel === recipient.channel,
    );
    return ofChannel.find(({ address }) => address === wish.sticky) ?? takeTurns(ofChannel, wish.turn);
  }
  const country = countryOf(recipient.value);
  const codes = pool.filter(({ kind, country_code }) => kind === 'short-code' && country_code === country);
  if (codes.length > 0) return takeTurns(codes, wish.turn);
  const takesAlpha = !wish.hasMedia && country !== null && !WITHOUT_ALPHA.has(country);
  const letters = takesAlpha
    ? pool.filter(
        ({ kind, country_code }) => kind === 'alpha' && (country_code === country || country_code === ''),
      )
    : [];
  if (letters.length > 0) {
    return takeTurns(
      preferring(letters, ({ country_code }) => country_code === country),
      wish.turn,
    );
  }
  const numbers = pool.filter(({ kind }) => kind === 'phone-number');
  return chooseNumber(numbers, wish, country);
}
