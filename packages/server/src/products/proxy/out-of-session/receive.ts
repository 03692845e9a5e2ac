// Texts to a number of a pool that belong to no session: the account's own server says what becomes of them.
import { type CarrierMessageRow, type InboundHandler, sendMessage } from '#delivery/delivery.ts';
import { isPhoneNumber } from '#kernel/phone.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyServiceRow } from '#storage/schema/proxy.ts';
import { type AnswerHandler, type Asked, enqueueWebhook } from '#webhooks/webhooks.ts';
import type { ProxyHooks } from '../hooks.ts';
import { parseOwnAddress } from '../participants/own-address.ts';
import { passThroughSession, sessionOfText } from '../relay/inbound.ts';
import { warn } from '../relay/warn.ts';
import { findService } from '../services/commands.ts';
import { createSession } from '../sessions/commands.ts';
import { readInstruction, UnusableAnswer, type WantedSession } from './answer.ts';
import { formerSession, outOfSessionParameters } from './parameters.ts';
import { closeQueue, joinQueue, leaveQueue, queueOf, type Strangers, waitingIn } from './strangers.ts';

/** Under this name the questions are asked. */
export const OUT_OF_SESSION = 'proxy-out-of-session';

/** A text nobody takes has nobody else to go to, so a receiver that is away for a moment is asked again. */
const ATTEMPTS = 3;
/** As long as every webhook of an inbound text has. */
const ANSWER_LIMIT_MS = 15_000;

/** The service in whose pool the address is. */
function serviceAt(
  tx: Transaction,
  accountSid: string,
  address: string,
): Promise<ProxyServiceRow | undefined> {
  return tx.db
    .selectFrom('proxy_phone_numbers')
    .innerJoin('proxy_services', 'proxy_services.sid', 'proxy_phone_numbers.service_sid')
    .selectAll('proxy_services')
    .where('proxy_phone_numbers.account_sid', '=', accountSid)
    .where('phone_number', '=', parseOwnAddress(address)?.value ?? '')
    .executeTakeFirst();
}

/**
 * Takes a text to a number whose service has an `OutOfSessionCallbackUrl`. Texts of the same person that come in
 * before the answer wait for it: what it makes of the first holds for them.
 */
export const receiveOutOfSession: InboundHandler = async (tx, message) => {
  const service = await serviceAt(tx, message.account_sid, message.to_address);
  const url = service?.out_of_session_callback_url ?? null;
  if (service === undefined || url === null) return false;
  const place = { accountSid: message.account_sid, serviceSid: service.sid, queue: queueOf(message) };
  const waiting = await joinQueue(tx, place, message.sid);
  if (waiting === 1) await ask(tx, place, url, message);
  return true;
};

async function ask(
  tx: Transaction,
  { serviceSid, queue }: Strangers,
  url: string,
  message: CarrierMessageRow,
): Promise<void> {
  await enqueueWebhook(tx, {
    accountSid: message.account_sid,
    subjectSid: message.sid,
    eventType: 'onOutOfSession',
    url,
    parameters: outOfSessionParameters(message, await formerSession(tx.db, message)),
    maxAttempts: ATTEMPTS,
    question: { asker: OUT_OF_SESSION, facts: { serviceSid, queue }, answerLimit: ANSWER_LIMIT_MS },
  });
}

function placeOf({ accountSid, facts }: Asked): Strangers {
  return { accountSid, serviceSid: String(facts['serviceSid']), queue: String(facts['queue']) };
}

/** The text that was asked about, taken out of its row; undefined when it was seen to already. */
async function release(tx: Transaction, asked: Asked): Promise<CarrierMessageRow | undefined> {
  if (!(await leaveQueue(tx, placeOf(asked), asked.subjectSid ?? ''))) return undefined;
  return tx.db
    .selectFrom('carrier_messages')
    .selectAll()
    .where('sid', '=', asked.subjectSid ?? '')
    .where('account_sid', '=', asked.accountSid)
    .executeTakeFirst();
}

/** The sender keeps the number that was written to, whatever the pool would choose. */
async function openSession(
  tx: Transaction,
  hooks: ProxyHooks,
  serviceSid: string,
  message: CarrierMessageRow,
  wanted: WantedSession,
): Promise<void> {
  const { participantIdentifier: identifier, participantProxyIdentifier: proxyIdentifier } = wanted;
  const arePhones = isPhoneNumber(message.from_address) && isPhoneNumber(identifier);
  await createSession(tx, hooks, {
    accountSid: message.account_sid,
    serviceSid,
    uniqueName: wanted.uniqueName,
    mode: wanted.mode ?? (arePhones ? 'voice-and-message' : 'message-only'),
    ttl: wanted.ttl ?? undefined,
    dateExpiry: wanted.dateExpiry,
    participants: [
      { identifier: message.from_address, proxyIdentifier: message.to_address },
      { identifier, proxyIdentifier },
    ],
  });
}

async function passOn(
  tx: Transaction,
  hooks: ProxyHooks,
  serviceSid: string,
  message: CarrierMessageRow,
): Promise<void> {
  const found = await sessionOfText(tx, message);
  if (await passThroughSession(tx, hooks, message, found)) return;
  warn(tx, about(serviceSid, message), found?.session.mode === 'voice-only' ? 80910 : 80902);
}

function about(serviceSid: string, message: CarrierMessageRow) {
  return {
    accountSid: message.account_sid,
    serviceSid,
    sessionSid: null,
    subjectSid: message.sid,
    from: message.from_address,
    to: message.to_address,
  };
}

/** Sees to the rest of the row: through the session, when there is one by now, or by asking about the next text. */
async function goOn(tx: Transaction, hooks: ProxyHooks, place: Strangers): Promise<void> {
  const rest = await waitingIn(tx, place);
  const next = rest[0];
  if (next !== undefined && (await sessionOfText(tx, next)) === undefined) {
    const service = await findService(tx.db, place.accountSid, place.serviceSid);
    const url = service?.out_of_session_callback_url ?? null;
    if (url !== null) return ask(tx, place, url, next);
  }
  for (const message of rest) await passOn(tx, hooks, place.serviceSid, message);
  await closeQueue(tx, place);
}

/** Acts on what a server answered about a text without a session. */
export function outOfSessionAnswers(hooks: ProxyHooks): AnswerHandler {
  return {
    refuse(answer) {
      try {
        readInstruction(answer);
        return null;
      } catch (error) {
        if (error instanceof UnusableAnswer) return { code: 80913, message: error.message };
        throw error;
      }
    },
    async answered(tx, asked, answer) {
      const message = await release(tx, asked);
      const place = placeOf(asked);
      if (message === undefined) return null;
      const instruction = readInstruction(answer);
      if ('replies' in instruction) {
        for (const { to, body, mediaUrls } of instruction.replies) {
          await sendMessage(tx, {
            accountSid: message.account_sid,
            from: message.to_address,
            to: to ?? message.from_address,
            body,
            mediaUrls,
            direction: 'outbound-reply',
          });
        }
      } else {
        const hasSession = (await sessionOfText(tx, message)) !== undefined;
        if (!hasSession) await openSession(tx, hooks, place.serviceSid, message, instruction.session);
        await passOn(tx, hooks, place.serviceSid, message);
      }
      await goOn(tx, hooks, place);
      return null;
    },
    async failed(tx, asked, failure) {
      const message = await release(tx, asked);
      const place = placeOf(asked);
      if (message === undefined) return;
      warn(tx, about(place.serviceSid, message), 80913, failure.message);
      await goOn(tx, hooks, place);
    },
  };
}
