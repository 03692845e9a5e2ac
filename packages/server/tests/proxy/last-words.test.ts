// What was written before a session ended still crosses it, however late the relay comes to it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSession } from '#products/proxy/proxy.ts';
import type { Transaction } from '#storage/database.ts';
import { postMessage } from '#threads/threads.ts';
import { databases } from '../support/databases.ts';
import { ProxyServer } from './proxy-server.ts';

describe.each(databases())('last words on $name', (kind) => {
  let proxy: ProxyServer;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
  });
  afterAll(() => proxy.stop());

  /** A channel connected to a customer, and the two acts to be done in one transaction or the other order. */
  async function connected() {
    const number = proxy.freshNumber();
    const { api } = await proxy.service([number]);
    const customer = proxy.freshNumber(212);
    const channel = await proxy.flexChannel(number, 'sms_jane');
    const session = await api.sessions.create({
      mode: 'message-only',
      uniqueName: channel.sid,
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: channel.sid, ProxyIdentifier: number },
      ] as never,
    });
    const { accountSid } = proxy;
    return {
      customer,
      say: (tx: Transaction) =>
        postMessage(tx, { accountSid, threadSid: channel.sid, author: 'agent', body: 'Goodbye!' }),
      close: (tx: Transaction) => closeSession(tx, { accountSid, sessionSid: session.sid, reason: 'api' }),
      interactions: () => api.sessions(session.sid).interactions.list(),
    };
  }

  it('carries a goodbye that was posted before the session closed', async () => {
    const { customer, say, close, interactions } = await connected();
    await proxy.server.context.database.transaction(async (tx) => {
      await say(tx);
      await close(tx);
    });
    await proxy.server.settled();
    expect((await proxy.textsTo(customer)).map((text) => text.body)).toEqual(['Goodbye!']);
    expect(await interactions()).toHaveLength(1);
  });

  it('carries nothing that was posted after it', async () => {
    const { customer, say, close, interactions } = await connected();
    await proxy.server.context.database.transaction(async (tx) => {
      await close(tx);
      await say(tx);
    });
    await proxy.server.settled();
    expect(await proxy.textsTo(customer)).toEqual([]);
    expect(await interactions()).toEqual([]);
  });
});
