// The customer's phone, as a test holds it: what arrived on it, and typing an answer.
import type { TestServer } from './start-server.ts';

/** A text on the phone. */
export interface PhoneMessage {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly contact: string;
  readonly body: string;
}

/** Everything on the phone from and to one contact, oldest first. */
export async function messagesOnPhone(
  server: Pick<TestServer, 'url' | 'account'>,
  phone: string,
  contact: string,
): Promise<PhoneMessage[]> {
  const messages: PhoneMessage[] = [];
  for (;;) {
    const query = new URLSearchParams({ account: server.account.sid, phone, contact, limit: '200' });
    if (messages[0] !== undefined) query.set('before', messages[0].id);
    const answer = await fetch(`${server.url}/handset/api/messages?${query}`);
    if (!answer.ok) throw new Error(`The handset answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as { messages: PhoneMessage[]; hasEarlier: boolean };
    messages.unshift(...page.messages);
    if (!page.hasEarlier) return messages;
  }
}

/** The customer types a text to a number of the contact centre. */
export async function answerFrom(
  server: TestServer,
  phone: string,
  contact: string,
  body: string,
): Promise<void> {
  const answer = await fetch(`${server.url}/handset/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: server.account.sid, phone, contact, body }),
  });
  if (answer.status !== 201) throw new Error(`The handset answered ${answer.status}: ${await answer.text()}`);
}
