// An office whose history is looked at: HTTP as a program sends it, numbers of its own, and the customers' phones.
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** An answer, read. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the server makes of it
  readonly json: any;
  readonly text: string;
  readonly headers: Headers;
}

type Form = Readonly<Record<string, string>>;

/** Sends requests in the name of one account. */
export class Office {
  readonly server: TestServer;
  readonly account: TestAccount;

  constructor(server: TestServer, account: TestAccount = server.account) {
    this.server = server;
    this.account = account;
  }

  async send(method: string, path: string, form: Form = {}): Promise<Answer> {
    const { sid, token } = this.account;
    const answer = await fetch(`${this.server.url}${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
      ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
    return {
      status: answer.status,
      json: isJson && text !== '' ? JSON.parse(text) : null,
      text,
      headers: answer.headers,
    };
  }

  /** What the request makes; fails where it is refused. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the server makes of it
  async make(path: string, form: Form): Promise<any> {
    const answer = await this.send('POST', path, form);
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  get(path: string, query: Form = {}): Promise<Answer> {
    return this.send('GET', `${path}?${new URLSearchParams(query)}`);
  }

  /** The items of a list, by the value of one key. */
  async list(path: string, query: Form, key: string): Promise<unknown[]> {
    const { status, json, text } = await this.get(path, query);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    return json[json.meta.key].map((item: Record<string, unknown>) => item[key]);
  }

  /** A conversation over a phone: the customer's address and one of ours. */
  async conversation(customer: string, own: string, form: Form = {}): Promise<string> {
    const { sid } = await this.make('/conversations/v1/Conversations', form);
    await this.make(`/conversations/v1/Conversations/${sid}/Participants`, {
      'MessagingBinding.Address': customer,
      'MessagingBinding.ProxyAddress': own,
    });
    return sid;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the server makes of it
  say(conversationSid: string, body: string, author = 'alice'): Promise<any> {
    return this.make(`/conversations/v1/Conversations/${conversationSid}/Messages`, {
      Author: author,
      Body: body,
    });
  }

  ownNumber(number: string): Promise<unknown> {
    const path = `/api/2010-04-01/Accounts/${this.account.sid}/IncomingPhoneNumbers.json`;
    return this.make(path, { PhoneNumber: number });
  }
}

let numbersTaken = 0;

/** A phone number nobody else in the process has. */
export function freshNumber(): string {
  numbersTaken += 1;
  return `+1415555${String(2_000 + numbersTaken)}`;
}
