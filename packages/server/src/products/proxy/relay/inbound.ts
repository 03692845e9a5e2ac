// The bridge from phones: a text finds its session by the pair of addresses it carries, and goes to the other side.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ChannelCustomer, ProxyHooks } from '../hooks.ts';
import { recordInteractions } from '../interactions/record.ts';
import { queueBehind } from '../out-of-session/strangers.ts';
import { isChannel } from '../participants/new-participant.ts';
import { findActiveSessionByPair, type SessionPair } from '../sessions/find.ts';
import { closeSession } from '../sessions/status.ts';
import { channelCustomers } from './channel-customers.ts';
import { carrierMessagePath, type Recipient } from './forward.ts';
import { hold, mustWait } from './intercept.ts';
import { keepAlive } from './keep-alive.ts';
import { carry, type Passage } from './passage.ts';

/**
 * Who gets the text: the other side, or while that has not joined yet, the chat channel the session is named
 * after. A session is made in two requests often enough for a reply to fall between them.
 */
function recipientOf({ session, sender, partner }: SessionPair): Recipient | null {
  if (partner !== null) {
    const { sid, account_sid, identifier, proxy_identifier } = partner;
    return { sid, account_sid, identifier, proxy_identifier };
  }
  if (session.channel_sid === null || sender.identifier === session.channel_sid) return null;
  const { account_sid, proxy_identifier } = sender;
  return { sid: null, account_sid, identifier: session.channel_sid, proxy_identifier };
}

async function customerOf(
  tx: Transaction,
  hooks: ProxyHooks,
  to: Recipient,
): Promise<ChannelCustomer | undefined> {
  if (!isChannel(to.identifier)) return undefined;
  return (await channelCustomers(tx, hooks, [to])).get(to.identifier);
}

/** The URLs of the files a text came with. */
function mediaUrlsOf(message: CarrierMessageRow): string[] {
  return message.media_urls === null ? [] : (JSON.parse(message.media_urls) as string[]);
}

function passageOf(
  message: CarrierMessageRow,
  { sender }: SessionPair,
  to: Recipient,
  author: string,
): Passage {
  return {
    body: message.body,
    mediaUrls: mediaUrlsOf(message),
    author,
    inbound: {
      participantSid: sender.sid,
      resourceSid: message.sid,
      status: 'received',
      path: carrierMessagePath(message.account_sid, message.sid),
    },
    to,
    from: message.from_address,
    at: message.to_address,
    medium: (parseAddress(message.from_address)?.channel ?? 'sms').toUpperCase(),
  };
}

function closeFor(tx: Transaction, session: ProxySessionRow, reason: string): Promise<unknown> {
  const { account_sid: accountSid, sid: sessionSid } = session;
  return closeSession(tx, { accountSid, sessionSid, reason });
}

/** Carries the text at once; false when it cannot arrive, because the chat channel is gone. */
async function carryNow(tx: Transaction, session: ProxySessionRow, passage: Passage): Promise<boolean> {
  const { interaction, refusal } = await carry(tx, session, passage);
  if (refusal !== null && isChannel(passage.to.identifier)) {
    await closeFor(tx, session, 'channel-removed');
    return false;
  }
  await recordInteractions(tx, [interaction]);
  return true;
}

/** Brings a text into the session of its two addresses; false when it has none, or nobody to go to. */
export async function passThroughSession(
  tx: Transaction,
  hooks: ProxyHooks,
  message: CarrierMessageRow,
  found: SessionPair | undefined,
): Promise<boolean> {
  const to = found === undefined ? null : recipientOf(found);
  if (found === undefined || to === null || found.session.mode === 'voice-only') return false;
  const customer = await customerOf(tx, hooks, to);
  // Somebody opened the session of a channel again that nobody works on any more.
  if (customer?.isOver) {
    await closeFor(tx, found.session, 'channel-over');
    return false;
  }
  const [session] = await keepAlive(tx, [found.session.sid]);
  if (session === undefined) return false;
  const passage = passageOf(message, found, to, customer?.identity ?? message.from_address);
  if (!mustWait(session, found.interceptUrl)) return carryNow(tx, session, passage);
  await hold(tx, hooks, session, [passage]);
  return true;
}

/** The open session of a text's two addresses. */
export function sessionOfText(tx: Transaction, message: CarrierMessageRow): Promise<SessionPair | undefined> {
  const pair = { identifier: message.from_address, proxyIdentifier: message.to_address };
  return findActiveSessionByPair(tx.db, message.account_sid, pair, tx.now);
}

/**
 * Takes a text that belongs to an open session of the account and brings it to the other side. It leaves to the
 * next handler what has no session, and what has nobody to go to. A session whose chat channel was removed, or is
 * over, can bring nothing to anybody any more: it is closed, so that its pair is free for a new conversation.
 */
export function receiveThroughSession(hooks: ProxyHooks): InboundHandler {
  return async (tx, message) => {
    const found = await sessionOfText(tx, message);
    // Earlier texts of the same person may still wait for somebody to say what becomes of them.
    if (found !== undefined && found.outOfSessionUrl !== null && (await queueBehind(tx, found, message))) {
      return true;
    }
    return passThroughSession(tx, hooks, message, found);
  };
}
