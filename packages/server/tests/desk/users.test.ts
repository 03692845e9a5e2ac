// People who may sign in: added, changed and removed by admins, with effect at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorkspace } from '../taskrouter/workspace-fixture.ts';
import { addColleague, Browser, browserOf } from './desk-fixture.ts';

describe.each(databases())('users of the desk on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  let admin: Browser;
  let adminSid: string;

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url);
    ({ sid: adminSid } = await addColleague(server, 'admin@example.com', { role: 'admin' }));
    admin = await browserOf(server, 'admin@example.com');
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  const add = (form: Record<string, string>) => admin.ask('POST', '/desk/v1/Users', { form });
  const change = (sid: string, form: Record<string, string>) =>
    admin.ask('POST', `/desk/v1/Users/${sid}`, { form });

  it('are added, listed, changed and removed; a password is never shown', async () => {
    const made = await add({
      Login: 'Eve@Example.com',
      Password: 'long enough it is',
      Role: 'supervisor',
      FullName: 'Eve',
    });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      sid: expect.stringMatching(/^UA/),
      account_sid: server.account.sid,
      login: 'eve@example.com',
      full_name: 'Eve',
      role: 'supervisor',
      worker_sid: null,
      has_password: true,
      date_created: expect.any(String),
      date_updated: expect.any(String),
      url: `${server.url}/desk/v1/Users/${made.json.sid}`,
    });
    const listed = await admin.ask('GET', '/desk/v1/Users');
    expect(listed.json.users.map(({ login }: { login: string }) => login)).toEqual([
      'admin@example.com',
      'eve@example.com',
    ]);
    expect(JSON.stringify(listed.json)).not.toContain('scrypt');
    expect((await change(made.json.sid, { FullName: 'Eva' })).json.full_name).toBe('Eva');
    expect((await admin.ask('DELETE', `/desk/v1/Users/${made.json.sid}`)).status).toBe(204);
    expect((await admin.ask('GET', `/desk/v1/Users/${made.json.sid}`)).status).toBe(404);
  });

  it('have passwords that are costly to guess from what is stored', async () => {
    const made = await add({ Login: 'kept@example.com', Password: 'long enough it is' });
    const { password_hash: hash } = await server.context.database.read
      .selectFrom('agents')
      .select('password_hash')
      .where('sid', '=', made.json.sid)
      .executeTakeFirstOrThrow();
    expect(hash).toMatch(/^scrypt\$16384\$8\$5\$[\w+/]{22}==\$[\w+/]{43}=$/);
  });

  it('have logins and workers of their own', async () => {
    const workspace = await makeWorkspace(server);
    const worker = await workspace.addWorker('Uma');
    const first = await add({ Login: 'uma', WorkerSid: worker });
    expect([first.status, first.json.worker_sid]).toEqual([201, worker]);
    for (const form of [{ Login: ' UMA ' }, { Login: 'other', WorkerSid: worker }]) {
      const answer = await add(form);
      expect([answer.status, answer.json.code]).toEqual([409, 20409]);
    }
    const other = (await add({ Login: 'other' })).json.sid;
    expect((await change(other, { Login: 'uma' })).status).toBe(409);
    expect((await change(other, { WorkerSid: worker })).status).toBe(409);
    expect((await change(first.json.sid, { WorkerSid: '' })).json.worker_sid).toBeNull();
    const made = await Promise.all([1, 2, 3, 4].map(() => add({ Login: 'once' })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each([
    [{}, 'Login'],
    [{ Login: 'with a space' }, 'Login'],
    [{ Login: 'fay', Password: 'short' }, 'Password'],
    [{ Login: 'fay', Role: 'owner' }, 'Role'],
    [{ Login: 'fay', FullName: 'x'.repeat(300) }, 'FullName'],
    [{ Login: 'fay', WorkerSid: `WK${'0'.repeat(32)}` }, 'WorkerSid'],
  ])('are refused with the name of the unusable parameter: %#', async (form, parameter) => {
    const answer = await add(form as Record<string, string>);
    expect([answer.status, answer.json.code]).toEqual([400, 20001]);
    expect(answer.json.message).toContain(parameter);
  });

  it.each([
    ['another password', { Password: 'quite another one' }],
    ['another role', { Role: 'supervisor' }],
  ])('are signed out everywhere with %s', async (what, form) => {
    const login = `${what.replaceAll(' ', '-')}@example.com`;
    const { sid } = await addColleague(server, login);
    const [here, there] = [await browserOf(server, login), await browserOf(server, login)];
    await change(sid, { FullName: 'Somebody' });
    expect([await here.isIn(), await there.isIn()]).toEqual([true, true]);
    expect((await change(sid, form as Record<string, string>)).status).toBe(200);
    expect([await here.isIn(), await there.isIn()]).toEqual([false, false]);
  });

  it('are shut out the moment they are removed', async () => {
    const { sid } = await addColleague(server, 'gone@example.com');
    const browser = await browserOf(server, 'gone@example.com');
    await admin.ask('DELETE', `/desk/v1/Users/${sid}`);
    expect(await browser.isIn()).toBe(false);
    expect((await new Browser(server.url).signIn('gone@example.com')).status).toBe(401);
  });

  it('sign in with the new password and no longer with the old one', async () => {
    const { sid } = await addColleague(server, 'new@example.com');
    await change(sid, { Password: 'the new password' });
    const browser = new Browser(server.url);
    expect((await browser.signIn('new@example.com')).status).toBe(401);
    expect((await browser.signIn('new@example.com', 'the new password')).status).toBe(201);
  });

  it('include an admin always, also when two admins remove each other at once', async () => {
    for (const answer of [
      await change(adminSid, { Role: 'agent' }),
      await admin.ask('DELETE', `/desk/v1/Users/${adminSid}`),
    ]) {
      expect([answer.status, answer.json.code]).toEqual([409, 20409]);
    }
    const second = await addColleague(server, 'second@example.com', { role: 'admin' });
    const other = await browserOf(server, 'second@example.com');
    const answers = await Promise.all([
      admin.ask('DELETE', `/desk/v1/Users/${second.sid}`),
      other.ask('DELETE', `/desk/v1/Users/${adminSid}`),
    ]);
    const admins = await server.context.database.read
      .selectFrom('agents')
      .select('sid')
      .where('role', '=', 'admin')
      .execute();
    expect(admins, answers.map(({ status }) => status).join()).toHaveLength(1);
  });
});
