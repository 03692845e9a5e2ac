// Why texts to numbers of pools went nowhere: a warning each, so that nobody has to guess.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { parseOwnAddress } from '../participants/own-address.ts';
import { type WarningCode, warn } from '../relay/warn.ts';
import { type FormerSession, formerSession } from './parameters.ts';

type Unhandled = StoredEvent<'carrier-message.unhandled'>;

/** The services in whose pools these addresses are, by account and number. */
async function servicesAt(
  db: Reader,
  places: readonly { readonly accountSid: string; readonly address: string }[],
): Promise<(accountSid: string, address: string) => string | undefined> {
  const numberIn = (address: string) => parseOwnAddress(address)?.value ?? '';
  const numbers = await db
    .selectFrom('proxy_phone_numbers')
    .select(['account_sid', 'phone_number', 'service_sid'])
    .where('account_sid', 'in', [...new Set(places.map(({ accountSid }) => accountSid))])
    .where('phone_number', 'in', [...new Set(places.map(({ address }) => numberIn(address)))])
    .execute();
  return (accountSid, address) =>
    numbers.find(
      ({ account_sid, phone_number }) => account_sid === accountSid && phone_number === numberIn(address),
    )?.service_sid;
}

/** What a text of somebody who had this session last has run into. */
function codeOf(former: FormerSession | undefined): WarningCode {
  if (former === undefined) return 80903;
  const { session, sender } = former;
  const isOpen = session.status === 'open' || session.status === 'in-progress';
  if (sender.active === 1 && isOpen && session.mode === 'voice-only') return 80910;
  if (session.closed_reason === 'ttl' || session.closed_reason === 'expired') return 80904;
  return 80902;
}

async function warnOfText(tx: Transaction, message: CarrierMessageRow, serviceSid: string) {
  const former = await formerSession(tx.db, message);
  const sessionSid = former?.session.sid ?? null;
  const { account_sid: accountSid, sid: subjectSid, from_address: from, to_address: to } = message;
  warn(tx, { accountSid, serviceSid, sessionSid, subjectSid, from, to }, codeOf(former));
}

async function warnOfUnhandled(tx: Transaction, events: readonly Unhandled[]): Promise<void> {
  const serviceOf = await servicesAt(
    tx.db,
    events.map(({ accountSid, data }) => ({ accountSid, address: data.to })),
  );
  const own = events.filter(({ accountSid, data }) => serviceOf(accountSid, data.to) !== undefined);
  if (own.length === 0) return;
  const sids = own.map(({ subjectSid }) => subjectSid);
  const messages = await tx.db.selectFrom('carrier_messages').selectAll().where('sid', 'in', sids).execute();
  for (const message of messages) {
    await warnOfText(tx, message, serviceOf(message.account_sid, message.to_address)!);
  }
}

/**
 * Told of STOP, START and HELP. Somebody in an open session who says one of them is not heard by the other side
 * (80901).
 */
export const warnOfWord: InboundHandler = async (tx, message) => {
  const { account_sid: accountSid, sid: subjectSid, from_address: from, to_address: to } = message;
  const speaker = await tx.db
    .selectFrom('proxy_participants')
    .select(['service_sid', 'session_sid'])
    .where('account_sid', '=', accountSid)
    .where('identifier', '=', from)
    .where('proxy_identifier', '=', to)
    .where('active', '=', 1)
    .executeTakeFirst();
  if (speaker === undefined) return false;
  const { service_sid: serviceSid, session_sid: sessionSid } = speaker;
  warn(tx, { accountSid, serviceSid, sessionSid, subjectSid, from, to }, 80901);
  return true;
};

/** Warns of texts that went nowhere: 80902, 80903, 80904 and 80910. */
export const unclaimedTexts: Processor = {
  name: 'proxy-unclaimed',
  handles: ['carrier-message.unhandled'],
  process: (tx, events) => warnOfUnhandled(tx, events as readonly Unhandled[]),
};
