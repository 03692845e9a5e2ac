// The bridge from phones: a text finds its session by the pair of addresses it carries, and goes to the other side.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Transaction } from '#storage/database.ts';
import { actFor, carrierOrigin } from '#threads/threads.ts';
import type { ProxyHooks } from '../hooks.ts';
import { recordInteractions } from '../interactions/record.ts';
import { isChannel } from '../participants/new-participant.ts';
import { findActiveSessionByPair, type SessionPair } from '../sessions/find.ts';
import { closeSession } from '../sessions/status.ts';
import { customerIdentities } from './customer-identities.ts';
import { carrierMessagePath, forward, type Recipient } from './forward.ts';
import { keepAlive } from './keep-alive.ts';

/**
 * Who gets the text: the other side, or while that has not joined yet, the chat channel the session is named
 * after. A session is made in two requests often enough for a reply to fall between them.
 */
function recipientOf({ session, sender, partner }: SessionPair): Recipient | null {
  if (partner !== null) return partner;
  if (session.channel_sid === null || sender.identifier === session.channel_sid) return null;
  const { account_sid, proxy_identifier } = sender;
  return { sid: null, account_sid, identifier: session.channel_sid, proxy_identifier };
}

async function authorFor(tx: Transaction, hooks: ProxyHooks, to: Recipient, sender: string): Promise<string> {
  if (!isChannel(to.identifier)) return sender;
  const identities = await customerIdentities(tx, hooks, [to]);
  return identities.get(to.identifier) ?? sender;
}

function mediaOf(message: CarrierMessageRow): string[] {
  return message.media_urls === null ? [] : (JSON.parse(message.media_urls) as string[]);
}

/**
 * Takes a text that belongs to an open session of the account and brings it to the other side. It leaves to the
 * next handler what has no session, and what has nobody to go to. A session whose chat channel was removed can
 * bring nothing any more: it is closed, so that its pair is free for a new conversation.
 */
export function receiveThroughSession(hooks: ProxyHooks): InboundHandler {
  return async (tx, message) => {
    const pair = { identifier: message.from_address, proxyIdentifier: message.to_address };
    const found = await findActiveSessionByPair(tx.db, message.account_sid, pair, tx.now);
    const to = found === undefined ? null : recipientOf(found);
    if (found === undefined || to === null || found.session.mode === 'voice-only') return false;
    const [session] = await keepAlive(tx, [found.session.sid]);
    if (session === undefined) return false;

    const content = { body: message.body, mediaUrls: mediaOf(message) };
    const author = await authorFor(tx, hooks, to, message.from_address);
    actFor(tx, carrierOrigin((parseAddress(message.from_address)?.channel ?? 'sms').toUpperCase()));
    const { leg, refusal } = await forward(tx, to, { ...content, author, sourceSid: message.sid });
    if (refusal !== null && isChannel(to.identifier)) {
      const { account_sid: accountSid, sid: sessionSid } = session;
      await closeSession(tx, { accountSid, sessionSid, reason: 'channel-removed' });
      return false;
    }
    const inbound = {
      participantSid: found.sender.sid,
      resourceSid: message.sid,
      status: 'received',
      path: carrierMessagePath(message.account_sid, message.sid),
    };
    await recordInteractions(tx, [{ session, ...content, inbound, outbound: leg }]);
    return true;
  };
}
