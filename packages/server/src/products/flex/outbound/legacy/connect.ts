// The Proxy session between a Flex channel and its customer's phone.
import { readAttributes } from '#kernel/attributes.ts';
import { createSession } from '#products/proxy/proxy.ts';
import type { Transaction } from '#storage/database.ts';
import { findThreadBySid, holdThread, updateThread } from '#threads/threads.ts';
import { flexProxyHooks } from '../../proxy-hooks.ts';

/** What is joined. */
export interface Line {
  readonly accountSid: string;
  readonly proxyServiceSid: string;
  readonly threadSid: string;
  readonly uniqueName: string;
  readonly to: string;
  readonly from: string;
  readonly customerName: string;
}

/**
 * Joins channel and phone, and tells the channel which session it is. 409/80604 when the pair of addresses is in
 * another open session.
 */
export async function connect(tx: Transaction, line: Line): Promise<string> {
  const { accountSid, threadSid, to, from, customerName: friendlyName } = line;
  const session = await createSession(tx, flexProxyHooks, {
    accountSid,
    serviceSid: line.proxyServiceSid,
    uniqueName: line.uniqueName,
    mode: 'message-only',
    participants: [
      { identifier: to, proxyIdentifier: from, friendlyName },
      { identifier: threadSid, proxyIdentifier: from, friendlyName },
    ],
  });
  const thread = await findThreadBySid(tx.db, accountSid, threadSid);
  if (thread === undefined) return session.sid;
  const held = await holdThread(tx, thread);
  const attributes = { ...readAttributes(held.attributes), proxySession: session.sid };
  await updateThread(tx, held, { attributes: JSON.stringify(attributes) });
  return session.sid;
}
