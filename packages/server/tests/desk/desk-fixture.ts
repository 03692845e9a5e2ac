// Browsers at a server with people who may sign in: each keeps its cookie and sends what a page of this site would.
import { addAgent, hashPassword } from '#products/desk/desk.ts';
import type { DeskRole } from '#storage/schema/desk.ts';
import type { TestServer } from '../support/start-server.ts';

/** The password of everybody in the tests. */
export const PASSWORD = 'a password of the tests';

/** People sign in a thousand times in the tests, and hashes carry what they cost. */
const CHEAP = { N: 2, r: 1, p: 1 };

let hash: Promise<string> | null = null;

/** Somebody who may sign in. */
export interface Colleague {
  readonly sid: string;
  readonly login: string;
}

/** Adds somebody to an account of the server. */
export async function addColleague(
  { context, account }: Pick<TestServer, 'context' | 'account'>,
  login: string,
  { role = 'agent', workerSid = null }: { role?: DeskRole; workerSid?: string | null } = {},
): Promise<Colleague> {
  hash ??= hashPassword(PASSWORD, CHEAP);
  const passwordHash = await hash;
  const agent = await context.database.transaction((tx) =>
    addAgent(tx, {
      accountSid: account.sid,
      login,
      fullName: `${login} Example`,
      passwordHash,
      role,
      workerSid,
    }),
  );
  return agent!;
}

/** An answer, read. */
export interface Seen {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test asks about
  readonly json: any;
  readonly headers: Headers;
}

/** What a request has beside its method and path. */
export interface Asking {
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

/** A browser: it keeps the cookie it was given last. */
export class Browser {
  readonly url: string;
  cookie: string | null = null;

  constructor(url: string) {
    this.url = url;
  }

  /** Asks as the desk does, with the header of the desk. */
  ask(method: string, path: string, asking: Asking = {}): Promise<Seen> {
    return this.askBare(method, path, { ...asking, headers: { 'x-parley-desk': '1', ...asking.headers } });
  }

  /** Asks as any page could. */
  async askBare(method: string, path: string, { form, headers = {} }: Asking = {}): Promise<Seen> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(this.cookie === null ? {} : { cookie: this.cookie }), ...headers },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    const given = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('parley_session='));
    if (given !== undefined) {
      const value = given.split(';', 1)[0]!;
      this.cookie = value === 'parley_session=' ? null : value;
    }
    const text = await answer.text();
    const isJson = text !== '' && answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, json: isJson ? JSON.parse(text) : text, headers: answer.headers };
  }

  signIn(login: string, password = PASSWORD, headers: Record<string, string> = {}): Promise<Seen> {
    return this.ask('POST', '/desk/v1/Session', { form: { Login: login, Password: password }, headers });
  }

  /** Whether somebody is signed in here. */
  async isIn(): Promise<boolean> {
    return (await this.ask('GET', '/desk/v1/Session')).status === 200;
  }
}

/** A browser in which somebody is signed in. */
export async function browserOf(server: Pick<TestServer, 'url'>, login: string): Promise<Browser> {
  const browser = new Browser(server.url);
  const { status } = await browser.signIn(login);
  if (status !== 201) throw new Error(`${login} cannot sign in: ${status}`);
  return browser;
}
