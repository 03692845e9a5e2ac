// What tests of templates and windows begin with: an account, its client, and the phones of its customers.
import type { Twilio } from 'twilio';
import { sdkClient } from '../support/clients.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** An account with its client, the latest one. */
export interface Office {
  readonly server: TestServer;
  readonly account: TestAccount;
  readonly client: Twilio;
}

/** Opens an account of its own, so that tests do not meet. */
export async function openOffice(server: TestServer): Promise<Office> {
  const account = await server.addAccount();
  return { server, account, client: sdkClient(server.url, account) };
}

let lastNumber = 0;

/** A number no test has used before. */
export function freshNumber(): string {
  lastNumber += 1;
  return `+1555${String(3_000_000 + lastNumber)}`;
}

/** A JSON request with the credentials of the account. */
export async function json(office: Office, method: string, path: string, body?: unknown) {
  const { sid, token } = office.account;
  const answer = await fetch(office.server.url + path, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${sid}:${token}`)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as any };
}

/** Makes a template of plain text and returns its SID. */
export async function makeTemplate(
  office: Office,
  body: string,
  variables: Record<string, string> = {},
): Promise<string> {
  const made = await json(office, 'POST', '/content/v1/Content', {
    friendly_name: 'A template',
    language: 'en',
    variables,
    types: { 'twilio/text': { body } },
  });
  if (made.status !== 201) throw new Error(`The template is answered ${JSON.stringify(made)}`);
  return made.body.sid;
}

/** Hands a template in, and says what became of it. */
export async function decide(office: Office, contentSid: string, status: string): Promise<void> {
  const requests = `/content/v1/Content/${contentSid}/ApprovalRequests/whatsapp`;
  const known = await json(office, 'GET', `/content/v1/Content/${contentSid}/ApprovalRequests`);
  if (known.body.whatsapp.status === 'unsubmitted') {
    await json(office, 'POST', requests, { name: 'a_template', category: 'UTILITY' });
  }
  const said = await json(office, 'POST', `${requests}/Status`, { status });
  if (said.status !== 200) throw new Error(`The decision is answered ${JSON.stringify(said)}`);
}

/** The customer writes from a phone. */
export async function writeFrom(office: Office, phone: string, contact: string, body: string): Promise<void> {
  const answer = await fetch(`${office.server.url}/handset/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: office.account.sid, phone, contact, body }),
  });
  if (answer.status !== 201) throw new Error(`The handset answered ${answer.status}: ${await answer.text()}`);
  await office.server.settled();
}

/** The texts that arrived on a phone from one of our addresses. */
export async function arrivedOn(office: Office, phone: string, contact: string): Promise<string[]> {
  await office.server.settled();
  const query = new URLSearchParams({ account: office.account.sid, phone, contact, limit: '200' });
  const answer = await fetch(`${office.server.url}/handset/api/messages?${query}`);
  const { messages } = (await answer.json()) as { messages: { body: string; direction: string }[] };
  return messages.filter(({ direction }) => direction === 'incoming').map(({ body }) => body);
}

/** The code and status of what a promise is refused with. */
export async function refusalOf(promise: Promise<unknown>): Promise<{ code: number; status: number }> {
  try {
    await promise;
  } catch (error) {
    const { code, status } = error as { code: number; status: number };
    return { code, status };
  }
  throw new Error('It was not refused');
}

/** Registers an address of a channel as the account's and returns it. */
export async function addSender(office: Office, address: string): Promise<string> {
  const answer = await json(office, 'POST', '/messaging/v2/Channels/Senders', { sender_id: address });
  if (answer.status >= 300) throw new Error(`The sender is answered ${JSON.stringify(answer)}`);
  return address;
}
