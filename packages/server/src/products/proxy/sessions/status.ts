// Closing sessions and opening them again, with what that does to the pairs of their participants.
import type { RawBuilder, UpdateQueryBuilder } from 'kysely';
import { holdPair } from '#delivery/delivery.ts';
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { creationMark, newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import type { Tables } from '#storage/schema.ts';
import { cancelTimer } from '#timers/timers.ts';
import { sessionFacts } from './facts.ts';
import { EXPIRY_TIMER } from './lifetime.ts';

type SessionUpdate = UpdateQueryBuilder<Tables, 'proxy_sessions', 'proxy_sessions', ProxySessionRow>;

/** Ends the one active session the condition names, and frees its pairs. Undefined when there is none. */
export async function endSession(
  tx: Transaction,
  reason: string | RawBuilder<string>,
  narrow: (query: SessionUpdate) => SessionUpdate,
): Promise<ProxySessionRow | undefined> {
  const query = tx.db
    .updateTable('proxy_sessions')
    .set({
      status: 'closed',
      closed_reason: reason,
      date_ended: tx.now,
      end_mark: creationMark(newSid('KC')),
      date_updated: tx.now,
    })
    .where('status', 'in', ['open', 'in-progress'])
    .returningAll();
  const session = await narrow(query).executeTakeFirst();
  if (session === undefined) return undefined;
  await tx.db
    .updateTable('proxy_participants')
    .set({ active: 0, date_updated: tx.now })
    .where('session_sid', '=', session.sid)
    .where('active', '=', 1)
    .execute();
  appendEvent(tx, { type: 'session.closed', ...sessionFacts(session) });
  return session;
}

/** Closes a session for the given reason (`api`, `ttl`, …). Nothing happens when it is closed already or gone. */
export async function closeSession(
  tx: Transaction,
  given: { readonly accountSid: string; readonly sessionSid: string; readonly reason: string },
): Promise<void> {
  const ended = await endSession(tx, given.reason, (query) =>
    query.where('sid', '=', given.sessionSid).where('account_sid', '=', given.accountSid),
  );
  if (ended !== undefined) await cancelTimer(tx, EXPIRY_TIMER, ended.sid);
}

/** Holds the pairs of the session, so that no call and no text opens a conversation between them meanwhile. */
async function holdPairs(tx: Transaction, session: ProxySessionRow): Promise<void> {
  const pairs = await tx.db
    .selectFrom('proxy_participants')
    .select(['identifier', 'proxy_identifier'])
    .where('session_sid', '=', session.sid)
    .where('date_deleted', 'is', null)
    .orderBy('identifier')
    .execute();
  for (const { identifier: customer, proxy_identifier: own } of pairs) {
    await holdPair(tx, { accountSid: session.account_sid, customer, own });
  }
}

/**
 * Takes the pairs of a session's participants again. 80801 when one of them is active in another session (Twilio:
 * "Error 80801"), or in an open conversation, which would hear nothing of the customer any more. Two sessions that take
 * a pair at the same moment meet at the index, which refuses the same way.
 */
export async function takePairsAgain(tx: Transaction, session: ProxySessionRow): Promise<void> {
  await holdPairs(tx, session);
  const taken = await tx.db
    .updateTable('proxy_participants')
    .set({ active: 1, date_updated: tx.now })
    .where('session_sid', '=', session.sid)
    .where('date_deleted', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('proxy_participants as holder')
            .select('holder.sid')
            .whereRef('holder.account_sid', '=', 'proxy_participants.account_sid')
            .whereRef('holder.identifier', '=', 'proxy_participants.identifier')
            .whereRef('holder.proxy_identifier', '=', 'proxy_participants.proxy_identifier')
            .where('holder.active', '=', 1),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('participants')
            .select('participants.sid')
            .whereRef('participants.account_sid', '=', 'proxy_participants.account_sid')
            .whereRef('participants.address', '=', 'proxy_participants.identifier')
            .whereRef('participants.proxy_address', '=', 'proxy_participants.proxy_identifier')
            .where('participants.is_open', '=', 1),
        ),
      ),
    )
    .returning('sid')
    .execute();
  if (taken.length < session.participants_count) throw apiError(80801);
}
