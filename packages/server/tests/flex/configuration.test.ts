// The configuration of an instance: what it is by itself, what a change does to it, and who may change it.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestAccount, type TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

describe.each(databases())('the Flex configuration on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  const call = async (account: TestAccount, body?: unknown, query = '') => {
    const answer = await fetch(`${server.url}/flex-api/v1/Configuration${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests look into it
    return { status: answer.status, body: (await answer.json()) as any };
  };

  it('follows from the account until something is set', async () => {
    const account = await server.addAccount();
    const empty = await call(account);
    expect(empty.body).toMatchObject({
      account_sid: account.sid,
      status: 'notstarted',
      flex_instance_sid: `GO${account.sid.slice(2)}`,
      taskrouter_workspace_sid: null,
      // The desk of Twilio does not start without it.
      ui_attributes: { version_compatibility: 'yes' },
      plugin_service_enabled: true,
    });
    const client = sdkClient(server.url, account);
    const workspace = await client.taskrouter.v1.workspaces.create({
      friendlyName: 'Flex',
      template: 'FIFO',
    });
    const chat = await client.chat.v2.services.create({ friendlyName: 'Flex Chat' });
    const configuration = await client.flexApi.v1.configuration().fetch();
    expect(configuration).toMatchObject({
      status: 'ok',
      taskrouterWorkspaceSid: workspace.sid,
      taskrouterOfflineActivitySid: workspace.defaultActivitySid,
      chatServiceInstanceSid: chat.sid,
      flexServiceInstanceSid: chat.sid,
    });
  });

  it('merges objects, replaces the rest, and takes back what is set to null', async () => {
    const account = await server.addAccount();
    await call(account, {
      attributes: { a: 1, b: { c: 2 } },
      crm_enabled: true,
      taskrouter_skills: [{ name: 'x' }],
    });
    const changed = await call(account, {
      account_sid: account.sid,
      attributes: { b: { d: 3 }, a: null },
      taskrouter_skills: [{ name: 'y' }],
      ui_attributes: { theme: 'dark' },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      attributes: { b: { c: 2, d: 3 } },
      crm_enabled: true,
      taskrouter_skills: [{ name: 'y' }],
      ui_attributes: { version_compatibility: 'yes', theme: 'dark' },
    });
    expect(changed.body.attributes).not.toHaveProperty('a');
    expect((await call(account, { crm_enabled: null, attributes: null })).body).toMatchObject({
      crm_enabled: false,
      attributes: {},
    });
    expect((await call(account)).body.taskrouter_skills).toEqual([{ name: 'y' }]);
  });

  it('loses no change when many come together', async () => {
    const account = await server.addAccount();
    const keys = Array.from({ length: 20 }, (_, number) => `key${number}`);
    const answers = await Promise.all(keys.map((key) => call(account, { attributes: { [key]: true } })));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(Object.keys((await call(account)).body.attributes).sort()).toEqual([...keys].sort());
  });

  it('is shown for the version of the desk that asks', async () => {
    const account = await server.addAccount();
    await call(account, { ui_version: '~2.6.0' });
    expect((await call(account)).body.ui_version).toBe('~2.6.0');
    expect((await call(account, undefined, '?UiVersion=2.17.1')).body.ui_version).toBe('2.17.1');
    expect((await call(account)).body.ui_version).toBe('~2.6.0');
  });

  it('is nobody else’s', async () => {
    const [one, other] = [await server.addAccount(), await server.addAccount()];
    await call(one, { attributes: { secret: true } });
    expect((await call(other)).body.attributes).toEqual({});
    expect(await call(other, { account_sid: one.sid })).toMatchObject({ status: 400, body: { code: 20001 } });
  });

  it.each([
    ['a list for an object', { attributes: [1] }],
    ['a SID of another kind', { chat_service_instance_sid: `WS${'0'.repeat(32)}` }],
    ['a flag that is neither', { crm_enabled: 'perhaps' }],
    ['an address that is none', { crm_callback_url: 'nowhere' }],
    ['more than fits', { attributes: { long: 'x'.repeat(1_048_576) } }],
  ])('refuses %s and changes nothing', async (_, change) => {
    const account = await server.addAccount();
    expect(await call(account, { ui_language: 'fr', ...change })).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
    expect((await call(account)).body.ui_language).toBe('en');
  });

  it('outlives the server', async () => {
    const database = await create();
    const first = await startServer(database.url);
    const account = first.account;
    const authorization = `Basic ${btoa(`${account.sid}:${account.token}`)}`;
    await fetch(`${first.url}/flex-api/v1/Configuration`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"ui_language":"de"}',
    });
    await first.stop();
    const second = await startServer(database.url);
    const answer = await fetch(`${second.url}/flex-api/v1/Configuration`, { headers: { authorization } });
    expect(((await answer.json()) as { ui_language: string }).ui_language).toBe('de');
    await second.stop();
    await database.dispose();
  });
});
