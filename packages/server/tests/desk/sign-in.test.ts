// Signing in to the desk: who gets a session, how long it lasts, and how often somebody may try.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { addColleague, Browser, browserOf, PASSWORD } from './desk-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(databases())('signing in on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  const open = () => new Browser(server.url);

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url, { isProxyTrusted: true });
    await addColleague(server, 'ann@example.com');
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  it('begins a session with the right password, however the login is written', async () => {
    const browser = open();
    const answer = await browser.signIn(' Ann@Example.com ');
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      identity: 'ann_40example_2Ecom',
      login: 'ann@example.com',
      full_name: 'ann@example.com Example',
      role: 'agent',
      account_sid: server.account.sid,
      agent_sid: expect.stringMatching(/^UA/),
      worker_sid: null,
      workspace_sid: null,
      chat_service_sid: expect.stringMatching(/^IS/),
      expires_at: expect.stringMatching(/Z$/),
      sign_in: { password: true, oidc: null },
    });
    const seen = await browser.ask('GET', '/desk/v1/Session');
    expect([seen.status, seen.json]).toEqual([200, answer.json]);
  });

  it('gives the browser a cookie no script and no other site can use', async () => {
    const plain = (await open().signIn('ann@example.com')).headers.get('set-cookie')!;
    expect(plain).toMatch(/^parley_session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const secure = await open().signIn('ann@example.com', PASSWORD, { 'x-forwarded-proto': 'https' });
    expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('stores nothing a session could be taken over with', async () => {
    const browser = await browserOf(server, 'ann@example.com');
    const rows = await server.context.database.read.selectFrom('desk_sessions').selectAll().execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(browser.cookie!.slice('parley_session='.length));
  });

  it('answers a wrong password and an unknown login alike', async () => {
    const wrong = await open().signIn('ann@example.com', 'not it');
    const unknown = await open().signIn('nobody@example.com', 'not it');
    expect([wrong.status, wrong.json.code, wrong.headers.get('set-cookie')]).toEqual([401, 20003, null]);
    expect([unknown.status, unknown.json]).toEqual([401, wrong.json]);
  });

  it('says how to sign in where nobody is, without a window of the browser for passwords', async () => {
    const answer = await open().ask('GET', '/desk/v1/Session');
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ code: 20003, sign_in: { password: true, oidc: null } });
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it('ends with signing out, in that browser alone', async () => {
    const [here, there] = [
      await browserOf(server, 'ann@example.com'),
      await browserOf(server, 'ann@example.com'),
    ];
    const kept = here.cookie;
    expect((await here.ask('DELETE', '/desk/v1/Session')).status).toBe(204);
    expect(here.cookie).toBeNull();
    here.cookie = kept;
    expect([await here.isIn(), await there.isIn()]).toEqual([false, true]);
  });

  it('ends the session a browser had before', async () => {
    const browser = await browserOf(server, 'ann@example.com');
    const before = new Browser(server.url);
    before.cookie = browser.cookie;
    expect(await before.isIn()).toBe(true);
    await browser.signIn('ann@example.com');
    expect([await before.isIn(), await browser.isIn()]).toEqual([false, true]);
  });

  it('lasts while it is used, but not forever', async () => {
    const { idle, lifetime } = server.context.config.desk;
    const [busy, quiet] = [
      await browserOf(server, 'ann@example.com'),
      await browserOf(server, 'ann@example.com'),
    ];
    const steps = Math.ceil(lifetime / (idle - HOUR));
    for (let step = 1; step < steps; step += 1) {
      await server.advance(idle - HOUR);
      expect(await busy.isIn(), `step ${step} of ${steps}`).toBe(true);
      if (step === 2) expect(await quiet.isIn()).toBe(false);
    }
    await server.advance(idle - HOUR);
    expect(await busy.isIn()).toBe(false);
  });

  it('removes what has ended', async () => {
    await browserOf(server, 'ann@example.com');
    await server.advance(server.context.config.desk.lifetime + HOUR);
    await server.advance(HOUR);
    const { read } = server.context.database;
    expect(await read.selectFrom('desk_sessions').selectAll().execute()).toEqual([]);
    expect(await read.selectFrom('sign_in_tries').selectAll().execute()).toEqual([]);
  });

  it('stops whoever guesses at a login, and lets everybody try again later', async () => {
    await addColleague(server, 'bob@example.com');
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, index) => open().signIn('bob@example.com', `guess ${index}`)),
    );
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), 429, 429]);
    const right = await open().signIn('bob@example.com');
    expect([right.status, right.json.code]).toEqual([429, 20429]);
    const wait = Number(right.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect((await open().signIn('ann@example.com')).status).toBe(201);
    await server.advance(wait * 1_000);
    expect((await open().signIn('bob@example.com')).status).toBe(201);
  });

  it('stops whoever guesses at many logins from one address, but nobody elsewhere', async () => {
    const guess = (index: number, address: string) =>
      open().signIn(`guess-${index}@example.com`, 'guess', { 'x-forwarded-for': address });
    const { database: store } = server.context;
    await guess(0, '203.0.113.7');
    const subject = 'address 203.0.113.7';
    await store.transaction((tx) =>
      tx.db.updateTable('sign_in_tries').set({ tries: 99 }).where('subject', '=', subject).execute(),
    );
    expect((await guess(1, '203.0.113.7')).status).toBe(401);
    expect((await guess(2, '203.0.113.7')).status).toBe(429);
    expect((await guess(3, '203.0.113.8')).status).toBe(401);
    // A home has a whole network of addresses to guess from.
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ff::9', '2001:db8:1:3::1'])
      await guess(4, address);
    const counted = await store.read
      .selectFrom('sign_in_tries')
      .select(['subject', 'tries'])
      .where('subject', 'like', 'address 2001%')
      .orderBy('subject')
      .execute();
    expect(counted.map(({ subject: network, tries }) => [network, Number(tries)])).toEqual([
      ['address 2001:db8:1:2', 2],
      ['address 2001:db8:1:3', 1],
    ]);
  });

  it('is refused to nobody for having been right often', async () => {
    for (let time = 0; time < 12; time += 1) {
      expect((await open().signIn('ann@example.com')).status).toBe(201);
    }
  });

  it('is refused in an account that is not active', async () => {
    const account = await server.addAccount();
    await addColleague({ ...server, account }, 'eve@example.com');
    const browser = await browserOf(server, 'eve@example.com');
    await server.context.database.transaction((tx) =>
      tx.db.updateTable('accounts').set({ status: 'suspended' }).where('sid', '=', account.sid).execute(),
    );
    expect((await open().signIn('eve@example.com')).status).toBe(401);
    const later = new Browser(server.url);
    later.cookie = browser.cookie;
    await server.context.database.transaction(async (tx) => tx.signal('desk-sessions-ended'));
    expect(await later.isIn()).toBe(false);
  });

  it('cannot be set off by another site', async () => {
    const form = { Login: 'ann@example.com', Password: PASSWORD };
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await open().askBare('POST', '/desk/v1/Session', { form, headers });
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    }
  });

  it.each([
    [{ Login: 'ann@example.com' }, 'Password'],
    [{ Password: 'x' }, 'Login'],
    [{ Login: 'a'.repeat(400), Password: 'x' }, 'Login'],
  ])('names the parameter that is missing or unusable: %#', async (form, parameter) => {
    const answer = await open().ask('POST', '/desk/v1/Session', { form: form as Record<string, string> });
    expect([answer.status, answer.json.code]).toEqual([400, 20001]);
    expect(answer.json.message).toContain(parameter);
  });
});
