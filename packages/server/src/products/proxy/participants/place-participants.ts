// Writing participants into a session whose places they have already been given; the database settles who holds a pair.
import { type ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyParticipantRow, ProxyServiceRow, ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { type Assigned, assignNumbers, type Partner } from './assign-numbers.ts';
import { isChannel, type NewParticipant, refuseUnusableIdentifier } from './new-participant.ts';

/** How often a chosen number may be lost to another session before the pool counts as used up. */
const ATTEMPTS = 32;

/** Chat channels must exist, and be of the chat service Proxy forwards to when one is named. */
async function refuseUnknownChannels(
  tx: Transaction,
  service: ProxyServiceRow,
  participants: readonly NewParticipant[],
): Promise<void> {
  const channels = participants.map(({ identifier }) => identifier).filter(isChannel);
  if (channels.length === 0) return;
  const threads = await tx.db
    .selectFrom('threads')
    .select(['sid', 'service_sid'])
    .where('sid', 'in', channels)
    .where('account_sid', '=', service.account_sid)
    .execute();
  for (const channel of channels) {
    const thread = threads.find(({ sid }) => sid === channel);
    if (thread === undefined) throw apiError(80618, undefined, { parameter: 'Identifier' });
    if (service.chat_instance_sid !== null && thread.service_sid !== service.chat_instance_sid) {
      throw invalidParameter(
        'Identifier',
        'the channel is in another chat service than ChatInstanceSid names',
      );
    }
  }
}

/** Writes what can be written; a participant whose pair or place is taken is left out. */
function insertParticipants(
  tx: Transaction,
  session: ProxySessionRow,
  assigned: readonly Assigned[],
): Promise<ProxyParticipantRow[]> {
  const rows = assigned.map(({ participant, proxyIdentifier, proxyIdentifierSid }) => ({
    sid: newSid('KP'),
    account_sid: session.account_sid,
    service_sid: session.service_sid,
    session_sid: session.sid,
    identifier: participant.identifier,
    friendly_name: participant.friendlyName ?? null,
    proxy_identifier: proxyIdentifier,
    proxy_identifier_sid: proxyIdentifierSid,
    active: 1,
    first_index: 0,
    date_deleted: null,
    date_created: tx.now,
    date_updated: tx.now,
  }));
  return tx.db
    .insertInto('proxy_participants')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .execute();
}

/** Remembers what was said in the session's channels before both sides were there: it is history, not for the phone. */
async function beginCarrying(
  tx: Transaction,
  session: ProxySessionRow,
  identifiers: readonly string[],
): Promise<void> {
  const channels = identifiers.filter(isChannel);
  if (channels.length === 0) return;
  await tx.db
    .updateTable('proxy_participants')
    .set(({ selectFrom }) => ({
      first_index: selectFrom('threads')
        .select('next_index')
        .whereRef('threads.sid', '=', 'proxy_participants.identifier')
        .$asScalar()
        .$notNull(),
    }))
    .where('session_sid', '=', session.sid)
    .where('identifier', 'in', channels)
    .where('date_deleted', 'is', null)
    .execute();
}

/** Why a participant could not be written, or null when only the number chosen for it is taken. */
async function refusalOf(
  tx: Transaction,
  session: ProxySessionRow,
  { participant, proxyIdentifier, isExplicit }: Assigned,
): Promise<ApiError | null> {
  const former = await tx.db
    .selectFrom('proxy_participants')
    .select('date_deleted')
    .where('session_sid', '=', session.sid)
    .where('identifier', '=', participant.identifier)
    .executeTakeFirst();
  if (former !== undefined) return apiError(former.date_deleted === null ? 80103 : 80612);
  if (!isExplicit) return null;
  const holder = await tx.db
    .selectFrom('proxy_participants')
    .innerJoin('proxy_sessions', 'proxy_sessions.sid', 'proxy_participants.session_sid')
    .select(['session_sid', 'proxy_participants.service_sid', 'unique_name'])
    .where('proxy_participants.account_sid', '=', session.account_sid)
    .where('identifier', '=', participant.identifier)
    .where('proxy_identifier', '=', proxyIdentifier)
    .where('active', '=', 1)
    .executeTakeFirst();
  return apiError(80604, undefined, {
    identifier: participant.identifier,
    proxyIdentifier,
    serviceSid: holder?.service_sid ?? null,
    sessionSid: holder?.session_sid ?? null,
    sessionUniqueName: holder?.unique_name ?? null,
  });
}

/** Who each newcomer talks with: another newcomer, or whoever is in the session already. */
function partnerAmong(newcomers: readonly NewParticipant[], present: readonly ProxyParticipantRow[]) {
  return (participant: NewParticipant): Partner | null => {
    const newcomer = newcomers.find((other) => other !== participant);
    if (newcomer !== undefined) {
      return { identifier: newcomer.identifier, proxyIdentifier: newcomer.proxyIdentifier ?? null };
    }
    const row = present[0];
    return row === undefined ? null : { identifier: row.identifier, proxyIdentifier: row.proxy_identifier };
  };
}

/**
 * Puts newcomers into a session, each with an address of ours. The pair of a participant and its address is
 * unique over the open sessions of the account, because by it an inbound message finds its session: 409/80604
 * when a pair that was asked for is taken. 80103 and 80612 for somebody who is or was in the session, 80404 and
 * 80616 for identifiers the session cannot take, 80618 for a chat channel that does not exist.
 */
export async function placeParticipants(
  tx: Transaction,
  service: ProxyServiceRow,
  session: ProxySessionRow,
  newcomers: readonly NewParticipant[],
  present: readonly ProxyParticipantRow[],
  hooks: ProxyHooks,
): Promise<ProxyParticipantRow[]> {
  for (const { identifier } of newcomers) refuseUnusableIdentifier(identifier, session.mode);
  await refuseUnknownChannels(tx, service, newcomers);
  const partnerOf = partnerAmong(newcomers, present);
  const placed: ProxyParticipantRow[] = [];
  let waiting = newcomers;
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw apiError(80206);
    const assigned = await assignNumbers(tx, { service, session, partnerOf }, waiting, hooks);
    placed.push(...(await insertParticipants(tx, session, assigned)));
    const lost = assigned.filter(
      ({ participant }) => !placed.some((row) => row.identifier === participant.identifier),
    );
    for (const one of lost) {
      const refusal = await refusalOf(tx, session, one);
      if (refusal !== null) throw refusal;
    }
    waiting = lost.map(({ participant }) => participant);
  }
  const everyone = [...present, ...placed].map(({ identifier }) => identifier);
  await beginCarrying(tx, session, everyone);
  return placed;
}
