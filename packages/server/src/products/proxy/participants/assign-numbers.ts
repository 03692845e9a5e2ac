// Giving participants their addresses of ours: the ones asked for, checked, and the others chosen from the pool.
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyServiceRow, ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { poolNumbers } from '../phone-numbers/pool.ts';
import { isChannel, type NewParticipant } from './new-participant.ts';
import {
  addressIn,
  type Candidate,
  mediumOf,
  refusalOfKind,
  selectNumber,
  usesNumbers,
} from './number-selection.ts';
import { parseOwnAddress } from './own-address.ts';

/** A participant with its address. */
export interface Assigned {
  readonly participant: NewParticipant;
  readonly proxyIdentifier: string;
  readonly proxyIdentifierSid: string | null;
  /** True when the caller asked for this very address. */
  readonly isExplicit: boolean;
}

/** The other side of a session, already in it or about to join. */
export interface Partner {
  readonly identifier: string;
  readonly proxyIdentifier: string | null;
}

/** Where numbers are assigned. */
export interface Assignment {
  readonly service: ProxyServiceRow;
  readonly session: ProxySessionRow;
  readonly partnerOf: (participant: NewParticipant) => Partner | null;
}

function isAsking(participant: NewParticipant): boolean {
  return Boolean(participant.proxyIdentifier || participant.proxyIdentifierSid);
}

/** Why a number that was asked for is in no pool of the account. */
async function refusalOfUnknown(tx: Transaction, accountSid: string, wish: string): Promise<ErrorCode> {
  const owned = await tx.db
    .selectFrom('own_numbers')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .where((eb) => eb.or([eb('sid', '=', wish), eb('phone_number', '=', wish)]))
    .executeTakeFirst();
  return owned === undefined ? 80606 : 80605;
}

/**
 * Checks the addresses that were asked for. A number must be in the pool of this service, reserved or not: 80606
 * when the account does not have it, 80605 when the pool does not, 80201 and 80202 when it cannot serve the session.
 * Pages and mailboxes are in no pool.
 */
async function assignExplicit(
  tx: Transaction,
  { service, session, partnerOf }: Assignment,
  participants: readonly NewParticipant[],
): Promise<Assigned[]> {
  const asking = participants.filter(isAsking);
  if (asking.length === 0) return [];
  const wishes = asking.map(({ proxyIdentifier, proxyIdentifierSid }) => {
    if (proxyIdentifierSid) return { sid: proxyIdentifierSid, address: null };
    const address = parseOwnAddress(proxyIdentifier!);
    if (address === null) throw apiError(80606, undefined, { parameter: 'ProxyIdentifier' });
    return { sid: null, address };
  });
  const found = await tx.db
    .selectFrom('proxy_phone_numbers')
    .innerJoin('own_numbers', 'own_numbers.sid', 'proxy_phone_numbers.sid')
    .select(['own_numbers.sid', 'service_sid', 'own_numbers.phone_number', 'kind'])
    .where('proxy_phone_numbers.account_sid', '=', service.account_sid)
    .where((eb) =>
      eb.or([
        eb('proxy_phone_numbers.sid', 'in', [
          '',
          ...wishes.flatMap(({ sid }) => (sid === null ? [] : [sid])),
        ]),
        eb('proxy_phone_numbers.phone_number', 'in', [
          '',
          ...wishes.flatMap(({ address }) => address?.value ?? []),
        ]),
      ]),
    )
    .execute();
  const assigned: Assigned[] = [];
  for (const [position, participant] of asking.entries()) {
    const { sid, address } = wishes[position]!;
    if (address !== null && !usesNumbers(address.channel)) {
      const proxyIdentifier = participant.proxyIdentifier!;
      assigned.push({ participant, proxyIdentifier, proxyIdentifierSid: null, isExplicit: true });
      continue;
    }
    const number = found.find((row) =>
      sid === null ? row.phone_number === address?.value : row.sid === sid,
    );
    const parameter = sid === null ? 'ProxyIdentifier' : 'ProxyIdentifierSid';
    if (number === undefined) {
      const code = await refusalOfUnknown(tx, service.account_sid, sid ?? address!.value);
      throw apiError(code, undefined, { parameter });
    }
    if (number.service_sid !== service.sid) throw apiError(80605, undefined, { parameter });
    const medium =
      address?.channel ?? mediumOf(participant.identifier, [partnerOf(participant)?.identifier ?? null]);
    const unable = refusalOfKind(number.kind, medium, session.mode);
    if (unable !== null) throw apiError(unable, undefined, { parameter });
    const proxyIdentifier = addressIn(medium, number.phone_number);
    assigned.push({ participant, proxyIdentifier, proxyIdentifierSid: number.sid, isExplicit: true });
  }
  return assigned;
}

/** Addresses each identifier had in this service, the latest first, and whether it has them now. */
async function usesOf(tx: Transaction, service: ProxyServiceRow, identifiers: readonly string[]) {
  return tx.db
    .selectFrom('proxy_participants')
    .select((eb) => [
      'identifier',
      'proxy_identifier',
      eb.fn.max('active').as('active'),
      eb.fn.max('sid').as('latest'),
    ])
    .where('service_sid', '=', service.sid)
    .where('identifier', 'in', identifiers)
    .groupBy(['identifier', 'proxy_identifier'])
    .orderBy('latest', 'desc')
    .execute();
}

function candidatesOf(
  tx: Transaction,
  service: ProxyServiceRow,
  preferred: string | null,
): Promise<Candidate[]> {
  return (
    poolNumbers(tx.db)
      .where('proxy_phone_numbers.service_sid', '=', service.sid)
      // A number the account has given up stays in the list of the pool, and is given to nobody.
      .where('own_numbers.sid', 'is not', null)
      .where((eb) =>
        eb.or([
          eb('proxy_phone_numbers.is_reserved', '=', 0),
          eb('proxy_phone_numbers.phone_number', '=', parseOwnAddress(preferred ?? '')?.value ?? ''),
        ]),
      )
      .execute()
  );
}

/** A pool without unreserved numbers is either empty (80208) or all reserved (80207). */
async function refusalOfPool(tx: Transaction, service: ProxyServiceRow, code: ErrorCode): Promise<ErrorCode> {
  if (code !== 80208) return code;
  const reserved = await tx.db
    .selectFrom('proxy_phone_numbers')
    .select('sid')
    .where('service_sid', '=', service.sid)
    .limit(1)
    .executeTakeFirst();
  return reserved === undefined ? 80208 : 80207;
}

/** Gives every participant an address of ours. Throws the refusal of the first one that cannot have any. */
export async function assignNumbers(
  tx: Transaction,
  assignment: Assignment,
  participants: readonly NewParticipant[],
  hooks: ProxyHooks,
): Promise<Assigned[]> {
  const { service, session, partnerOf } = assignment;
  const assigned = await assignExplicit(tx, assignment, participants);
  const unasking = participants.filter((participant) => !isAsking(participant));
  if (unasking.length === 0) return assigned;
  // A chat channel takes after the address of the person it talks with, so people come first.
  const rest = unasking.toSorted(
    (one, other) => Number(isChannel(one.identifier)) - Number(isChannel(other.identifier)),
  );
  const preferred =
    session.channel_sid === null
      ? null
      : await hooks.preferredNumber(tx, service.account_sid, session.channel_sid);
  const candidates = await candidatesOf(tx, service, preferred);
  const uses = await usesOf(
    tx,
    service,
    rest.map(({ identifier }) => identifier),
  );
  for (const participant of rest) {
    const { identifier } = participant;
    const own = uses.filter((use) => use.identifier === identifier);
    const partner = partnerOf(participant);
    const given = assigned.find((other) => other.participant.identifier === partner?.identifier);
    const choice = selectNumber({
      identifier,
      mode: session.mode,
      geoMatchLevel: service.geo_match_level,
      behavior: service.number_selection_behavior,
      candidates,
      earlier: own.map((use) => use.proxy_identifier),
      taken: new Set(own.filter((use) => use.active === 1).map((use) => use.proxy_identifier)),
      preferred,
      partner: given?.proxyIdentifier ?? partner?.proxyIdentifier ?? null,
    });
    if ('refusal' in choice) throw apiError(await refusalOfPool(tx, service, choice.refusal));
    assigned.push({ participant, ...choice, isExplicit: false });
  }
  return assigned;
}
