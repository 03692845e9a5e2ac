// Texts as Twilio itself would tell Parley of them: posted to the address of the host `webhooks`, signed by the
// official library.
import { createRequire } from 'node:module';
import { newSid } from '#kernel/sid.ts';
import type { ProxyServer } from './proxy-server.ts';

const require = createRequire(import.meta.url);
const { getExpectedTwilioSignature } = require('twilio') as {
  getExpectedTwilioSignature(token: string, url: string, params: Record<string, unknown>): string;
};

/** How a text is told, where it is not told the usual way. */
export interface Telling {
  readonly method?: 'GET' | 'POST';
  readonly accountSid?: string;
  readonly token?: string;
  /** The signature, or what makes one of the right one. */
  readonly signature?: string | ((right: string) => string);
  readonly headers?: Record<string, string>;
  /** Parameters beside those of every text; undefined takes one away. */
  readonly more?: Record<string, string | undefined>;
}

/** The address of a service for texts. */
export function addressOf(proxy: ProxyServer, serviceSid: string, accountSid = proxy.accountSid): string {
  return `${proxy.server.url}/webhooks/v1/Accounts/${accountSid}/Proxy/${serviceSid}/Webhooks/Message`;
}

/** Tells the server of a text, and waits for what that sets off. */
export async function tellText(
  proxy: ProxyServer,
  serviceSid: string,
  [from, to, body]: readonly [from: string, to: string, body: string],
  telling: Telling = {},
): Promise<{ status: number; type: string | null; text: string }> {
  const { method = 'POST', token = proxy.server.account.token, headers = {}, signature } = telling;
  const given: Record<string, string | undefined> = {
    MessageSid: newSid('SM'),
    AccountSid: proxy.accountSid,
    From: from,
    To: to,
    Body: body,
    NumMedia: '0',
    ...telling.more,
  };
  const form = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const address = addressOf(proxy, serviceSid, telling.accountSid);
  const query = new URLSearchParams(form).toString();
  const url = method === 'GET' ? `${address}?${query}` : address;
  const right = getExpectedTwilioSignature(token, url, method === 'GET' ? {} : form);
  const sent = typeof signature === 'function' ? signature(right) : (signature ?? right);
  const answer = await fetch(url, {
    method,
    headers: { ...(sent === '' ? {} : { 'x-twilio-signature': sent }), ...headers },
    ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
  });
  const text = await answer.text();
  await proxy.server.settled();
  return { status: answer.status, type: answer.headers.get('content-type'), text };
}
