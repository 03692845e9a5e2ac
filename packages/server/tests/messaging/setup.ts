// What tests of texts begin with: a server, a number of the contact centre, and requests as clients make them.
import type { TestServer } from '../support/start-server.ts';

export const OWN = '+15550100001';
export const CUSTOMER = '+15550100077';

/** A form request of the 2010 API, below the account. */
export async function api(
  server: TestServer,
  method: string,
  path: string,
  form: Record<string, string | string[]> = {},
  account = server.account,
) {
  const body = new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item) => [name, item]),
    ),
  );
  const isPost = method === 'POST';
  const query = isPost || body.size === 0 ? '' : `?${body}`;
  const answer = await fetch(`${server.url}/api/2010-04-01/Accounts/${account.sid}/${path}${query}`, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${account.token === '' ? '' : account.sid}:${account.token}`)}`,
    },
    ...(isPost ? { body } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Gives the account a number. */
export async function addNumber(server: TestServer, phoneNumber = OWN) {
  const { body } = await api(server, 'POST', 'IncomingPhoneNumbers.json', { PhoneNumber: phoneNumber });
  return body;
}

/** A request of the page /handset. */
export async function handset(server: TestServer, path: string, body?: unknown) {
  const answer = await fetch(`${server.url}/handset/api/${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** The texts a phone shows in one thread. */
export async function textsOn(server: TestServer, phone: string, contact = OWN): Promise<string[]> {
  const query = new URLSearchParams({ account: server.account.sid, phone, contact, limit: '200' });
  const { body } = await handset(server, `messages?${query}`);
  return body.messages.map((message: { body: string }) => message.body);
}

/** A request below a product, with a form. */
export async function request(
  server: TestServer,
  method: string,
  path: string,
  form: Record<string, string | string[]> = {},
  account = server.account,
) {
  const body = new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item) => [name, item]),
    ),
  );
  const isPost = method === 'POST';
  const query = isPost || body.size === 0 ? '' : `?${body}`;
  const answer = await fetch(`${server.url}/${path}${query}`, {
    method,
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}` },
    ...(isPost ? { body } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** The customer types a text on the phone; resolves once everything that follows has come to rest. */
export async function write(server: TestServer, body: string, phone = CUSTOMER, contact = OWN) {
  const answer = await handset(server, 'messages', { account: server.account.sid, phone, contact, body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  await server.settled();
}

/** The code and status a request of the SDK is refused with. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const { status, code } = error as { status: number; code: number };
    return `${status}/${code}`;
  }
  return 'accepted';
}
