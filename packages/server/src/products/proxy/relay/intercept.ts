// Messages that wait until the account's own server has been asked whether they may pass (Twilio: "Proxy
// Webhooks", InterceptCallbackUrl). They wait in a row, so that they pass in the order in which they came in.
import { sql } from 'kysely';
import { isoDate } from '#kernel/dates.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow, ProxyWaitingRow } from '#storage/schema/proxy.ts';
import { type AnswerHandler, type Asked, enqueueWebhook } from '#webhooks/webhooks.ts';
import type { ProxyHooks } from '../hooks.ts';
import { dataOf, recordInteractions } from '../interactions/record.ts';
import { callbackAddress } from '../interactions/resource-address.ts';
import { isChannel } from '../participants/new-participant.ts';
import { findService } from '../services/commands.ts';
import { closeSession } from '../sessions/status.ts';
import { carry, type Passage, recordStopped } from './passage.ts';
import { type Warned, warn } from './warn.ts';

/** Under this name the questions are asked. */
export const INTERCEPT = 'proxy-intercept';

/** The status by which a server blocks a message; any other lets it pass. */
const BLOCKED = 403;

/** Whether messages of the session wait: somebody is asked about them, or the first of them still is. */
export function mustWait(session: ProxySessionRow, interceptUrl: string | null): boolean {
  return interceptUrl !== null || session.waiting > 0;
}

/** Puts messages into the session's row, and asks about the first one when nobody is asked yet. */
export async function hold(
  tx: Transaction,
  hooks: ProxyHooks,
  session: ProxySessionRow,
  passages: readonly Passage[],
): Promise<void> {
  const held = await tx.db
    .updateTable('proxy_sessions')
    .set({ waiting: sql<number>`waiting + ${passages.length}` })
    .where('sid', '=', session.sid)
    .returningAll()
    .executeTakeFirst();
  if (held === undefined) return;
  const rows = passages.map((passage) => ({
    sid: newSid('KI'),
    account_sid: session.account_sid,
    service_sid: session.service_sid,
    queue: session.sid,
    data: JSON.stringify(passage),
    date_created: tx.now,
  }));
  await tx.db.insertInto('proxy_waiting').values(rows).execute();
  if (held.waiting === passages.length) await goOn(tx, hooks, held);
}

/** What the server is told of the message it is asked about. */
function parametersOf(row: ProxyWaitingRow, { publicUrl }: ProxyHooks): Record<string, string> {
  const { body, mediaUrls, inbound } = JSON.parse(row.data) as Passage;
  const created = isoDate(row.date_created)!;
  const parameters = {
    interactionSid: row.sid,
    interactionSessionSid: row.queue,
    interactionServiceSid: row.service_sid,
    interactionAccountSid: row.account_sid,
    interactionType: 'Message',
    interactionDateCreated: created,
    interactionDateUpdated: created,
    interactionData: dataOf({ body, mediaUrls }),
    inboundParticipantSid: inbound.participantSid,
    inboundResourceSid: inbound.resourceSid,
    inboundResourceType: 'message',
    inboundResourceStatus: inbound.status,
    inboundResourceUrl: callbackAddress(publicUrl, inbound.path),
  };
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

async function ask(tx: Transaction, hooks: ProxyHooks, url: string, row: ProxyWaitingRow): Promise<void> {
  await enqueueWebhook(tx, {
    accountSid: row.account_sid,
    subjectSid: row.sid,
    eventType: 'onInteractionIntercept',
    url,
    parameters: parametersOf(row, hooks),
    question: { asker: INTERCEPT, facts: { sessionSid: row.queue } },
  });
}

/** Takes the message out of the row; undefined when it, or its session, is gone. */
async function release(tx: Transaction, { subjectSid, facts }: Asked) {
  const sid = subjectSid ?? '';
  const session = await tx.db
    .updateTable('proxy_sessions')
    .set({ waiting: sql<number>`waiting - 1` })
    .where('sid', '=', String(facts['sessionSid']))
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('proxy_waiting').select('proxy_waiting.sid').where('proxy_waiting.sid', '=', sid)),
    )
    .returningAll()
    .executeTakeFirst();
  if (session === undefined) return undefined;
  const row = await tx.db
    .deleteFrom('proxy_waiting')
    .where('sid', '=', sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { row, session };
}

function about({ account_sid, service_sid, queue, sid }: ProxyWaitingRow, { from, at }: Passage): Warned {
  const place = { accountSid: account_sid, serviceSid: service_sid, sessionSid: queue, subjectSid: sid };
  return { ...place, from, to: at };
}

/** Carries on what waited. A channel that is gone ends the session, as it does for messages that do not wait. */
async function pass(tx: Transaction, session: ProxySessionRow, row: ProxyWaitingRow): Promise<void> {
  const passage = JSON.parse(row.data) as Passage;
  const { interaction, refusal } = await carry(tx, session, passage);
  await recordInteractions(tx, [{ ...interaction, sid: row.sid }]);
  if (refusal === null || !isChannel(passage.to.identifier)) return;
  const { account_sid: accountSid, sid: sessionSid } = session;
  await closeSession(tx, { accountSid, sessionSid, reason: 'channel-removed' });
  warn(tx, about(row, passage), 80902, `The chat channel is gone: ${refusal.message}`);
}

async function stop(tx: Transaction, session: ProxySessionRow, row: ProxyWaitingRow): Promise<void> {
  const passage = JSON.parse(row.data) as Passage;
  await recordStopped(tx, session, passage, row.sid);
  warn(tx, about(row, passage), 80909);
}

/** Asks about the next message in the row; where nobody is to be asked any more, all of them pass. */
async function goOn(tx: Transaction, hooks: ProxyHooks, session: ProxySessionRow): Promise<void> {
  if (session.waiting <= 0) return;
  const rows = await tx.db
    .selectFrom('proxy_waiting')
    .selectAll()
    .where('account_sid', '=', session.account_sid)
    .where('queue', '=', session.sid)
    .orderBy('sid')
    .execute();
  const service = await findService(tx.db, session.account_sid, session.service_sid);
  const url = service?.intercept_callback_url ?? null;
  if (url !== null) {
    if (rows[0] !== undefined) await ask(tx, hooks, url, rows[0]);
    return;
  }
  for (const row of rows) await pass(tx, session, row);
  await tx.db
    .deleteFrom('proxy_waiting')
    .where('account_sid', '=', session.account_sid)
    .where('queue', '=', session.sid)
    .execute();
  await tx.db.updateTable('proxy_sessions').set({ waiting: 0 }).where('sid', '=', session.sid).execute();
}

/**
 * Acts on what a server answered: 403 stops the message, anything else lets it pass, and so does no answer in time.
 * Either way the next message in the row has its turn.
 */
export function interceptAnswers(hooks: ProxyHooks): AnswerHandler {
  return {
    refuse: () => null,
    async answered(tx, asked, { status }) {
      const found = await release(tx, asked);
      if (found === undefined) return null;
      const { row, session } = found;
      if (status === BLOCKED) await stop(tx, session, row);
      else await pass(tx, session, row);
      await goOn(tx, hooks, session);
      return status === BLOCKED ? '80909: The message was blocked' : null;
    },
    async failed(tx, asked, failure) {
      const found = await release(tx, asked);
      if (found === undefined) return;
      const { row, session } = found;
      await pass(tx, session, row);
      warn(tx, about(row, JSON.parse(row.data) as Passage), 80908, failure.message);
      await goOn(tx, hooks, session);
    },
  };
}
