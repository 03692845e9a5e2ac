// Another password for whoever is signed in with one: who may choose it, what ends, and how often it may be tried.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { addColleague, Browser, browserOf, PASSWORD } from './desk-fixture.ts';

const PATH = '/desk/v1/Session/Password';
const NEXT = 'another password of the tests';

describe.each(databases())('changing one’s password on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  const change = (browser: Browser, next = NEXT, current = PASSWORD) =>
    browser.ask('POST', PATH, { form: { CurrentPassword: current, NewPassword: next } });
  const open = () => new Browser(server.url);
  const somebody = async (login: string): Promise<Browser> => {
    await addColleague(server, login);
    return browserOf(server, login);
  };
  const triesOf = async (): Promise<number[]> => {
    const rows = await server.context.database.read.selectFrom('sign_in_tries').select('tries').execute();
    return rows.map(({ tries }) => Number(tries));
  };

  it('ends every other session, and this one goes on under another cookie', async () => {
    const here = await somebody('ann@example.com');
    const there = await browserOf(server, 'ann@example.com');
    const former = open();
    former.cookie = here.cookie;
    const answer = await change(here);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ login: 'ann@example.com', has_password: true });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(/^parley_session=[\w-]{43};.*HttpOnly; SameSite=Strict/);
    expect([await here.isIn(), await there.isIn(), await former.isIn()]).toEqual([true, false, false]);
    expect((await open().signIn('ann@example.com')).status).toBe(401);
    expect((await open().signIn('ann@example.com', NEXT)).status).toBe(201);
  });

  it('takes the current password, or changes nothing', async () => {
    const browser = await somebody('bob@example.com');
    const answer = await change(browser, NEXT, 'not it');
    expect([answer.status, answer.json.code]).toEqual([400, 20001]);
    expect(answer.json.message).toContain('CurrentPassword');
    expect(await browser.isIn()).toBe(true);
    expect((await open().signIn('bob@example.com')).status).toBe(201);
  });

  it('is tried as seldom as signing in, and counts for it', async () => {
    const browser = await somebody('cid@example.com');
    await change(browser, NEXT, 'not it');
    await server.context.database.transaction((tx) =>
      tx.db.updateTable('sign_in_tries').set({ tries: 9 }).where('subject', 'like', 'login %').execute(),
    );
    const guesses = await Promise.all([change(browser, NEXT, 'a guess'), change(browser, NEXT, 'another')]);
    expect(guesses.map(({ status }) => status).sort()).toEqual([400, 429]);
    const right = await change(browser);
    expect([right.status, right.json.code]).toEqual([429, 20429]);
    expect((await open().signIn('cid@example.com')).status).toBe(429);
    await server.advance(Number(right.headers.get('retry-after')) * 1_000);
    expect((await change(browser)).status).toBe(200);
    // Of the login and of the address: whoever was right gets his tries back.
    expect((await triesOf()).filter((tries) => tries === 0)).toHaveLength(2);
  });

  it('is done once where it is tried twice at the same time', async () => {
    const browsers = [await somebody('dan@example.com'), await browserOf(server, 'dan@example.com')] as const;
    const passwords = ['the first of the two', 'the second of the two'] as const;
    const answers = await Promise.all([change(browsers[0], passwords[0]), change(browsers[1], passwords[1])]);
    expect(answers.map(({ status, json }) => `${status} ${json.code ?? ''}`).sort()).toEqual([
      '200 ',
      '409 20409',
    ]);
    const winner = answers[0].status === 200 ? 0 : 1;
    expect([await browsers[winner].isIn(), await browsers[1 - winner]!.isIn()]).toEqual([true, false]);
    expect((await open().signIn('dan@example.com', passwords[winner])).status).toBe(201);
    expect((await open().signIn('dan@example.com', passwords[1 - winner]!)).status).toBe(401);
  });

  it('is refused to people who sign in elsewhere, who are told so', async () => {
    const browser = await somebody('eve@example.com');
    await server.context.database.transaction(async (tx) => {
      await tx.db
        .updateTable('agents')
        .set({ password_hash: null })
        .where('login', '=', 'eve@example.com')
        .execute();
      tx.signal('desk-sessions-ended');
    });
    expect((await browser.ask('GET', '/desk/v1/Session')).json).toMatchObject({ has_password: false });
    const answer = await change(browser);
    expect([answer.status, answer.json.code]).toEqual([409, 20409]);
    expect(answer.json.message).toContain('without a password');
  });

  it('names what is missing or unusable, and counts no try for it', async () => {
    const browser = await somebody('fay@example.com');
    const before = await triesOf();
    const mistakes: [Record<string, string>, string][] = [
      [{ NewPassword: NEXT }, 'CurrentPassword'],
      [{ CurrentPassword: PASSWORD }, 'NewPassword'],
      [{ CurrentPassword: PASSWORD, NewPassword: 'x'.repeat(9) }, 'NewPassword'],
      [{ CurrentPassword: PASSWORD, NewPassword: 'x'.repeat(1_025) }, 'NewPassword'],
      [{ CurrentPassword: PASSWORD, NewPassword: PASSWORD }, 'NewPassword'],
      [{ CurrentPassword: 'x'.repeat(1_025), NewPassword: NEXT }, 'CurrentPassword'],
    ];
    for (const [form, parameter] of mistakes) {
      const answer = await browser.ask('POST', PATH, { form });
      expect([answer.status, answer.json.code], parameter).toEqual([400, 20001]);
      expect(answer.json.details).toEqual({ parameter });
    }
    expect(await triesOf()).toEqual(before);
    expect(await browser.isIn()).toBe(true);
  });

  it('is for nobody but the desk of somebody who is signed in', async () => {
    const form = { CurrentPassword: PASSWORD, NewPassword: NEXT };
    const browser = await somebody('gil@example.com');
    expect((await change(open())).status).toBe(401);
    expect((await browser.askBare('POST', PATH, { form })).status).toBe(401);
    const headers = { origin: 'https://evil.example' };
    expect((await browser.ask('POST', PATH, { form, headers })).status).toBe(403);
    const { sid, token } = server.account;
    const program = { authorization: `Basic ${btoa(`${sid}:${token}`)}` };
    expect((await open().ask('POST', PATH, { form, headers: program })).status).toBe(401);
    expect((await open().signIn('gil@example.com')).status).toBe(201);
  });
});
