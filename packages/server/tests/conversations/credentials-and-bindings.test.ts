// Push credentials and bindings: stored, listed and removed; what is secret stays inside.
import { describe, expect, it } from 'vitest';
import { ensureUser, registerBinding, requireService } from '#threads/threads.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

const SECRETS = {
  certificate: 'certificate 1f6b',
  privateKey: 'private key 1f6b',
  apiKey: 'api key 1f6b',
  secret: 'server key 1f6b',
};

describe.each(databases())('push notifications on $name', ({ create }) => {
  let server: TestServer;

  useServer(create, (started) => {
    server = started;
  });

  /** A client registers its device; it does so in its own protocol. */
  const register = (account: TestAccount, serviceSid: string, identity: string, credentialSid?: string) =>
    server.context.database.transaction(async (tx) => {
      const service = await requireService(tx.db, account.sid, serviceSid);
      const { user } = await ensureUser(tx, service, { identity });
      return registerBinding(tx, user, {
        endpoint: `phone of ${identity}`,
        bindingType: identity === 'anna' ? 'apn' : 'fcm',
        credentialSid: credentialSid ?? null,
        messageTypes: ['new_message', 'added_to_channel'],
      });
    });

  it('never shows what is secret in a credential', async () => {
    const account = await server.addAccount();
    const { credentials } = sdkClient(server.url, account).conversations.v1;
    const made = await credentials.create({ type: 'apn', friendlyName: 'Phones', sandbox: true, ...SECRETS });
    await sdkClient(server.url, account).conversations.v1.credentials(made.sid).update({ sandbox: false });
    for (const path of ['/v1/Credentials', `/v1/Credentials/${made.sid}`]) {
      const answer = await fetch(`${server.url}/conversations${path}`, {
        headers: { authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}` },
      });
      const text = await answer.text();
      expect(text).toContain(made.sid);
      expect(text).not.toContain('1f6b');
    }
  });

  it('keeps the secrets an update does not name', async () => {
    const account = await server.addAccount();
    const { v1 } = sdkClient(server.url, account).conversations;
    const made = await v1.credentials.create({ type: 'apn', ...SECRETS });
    const updated = await v1.credentials(made.sid).update({ friendlyName: 'Tablets', secret: 'other' });
    expect(updated).toMatchObject({ friendlyName: 'Tablets', type: 'apn', sandbox: 'False' });
    const row = await server.context.database.read
      .selectFrom('push_credentials')
      .select('secrets')
      .where('sid', '=', made.sid)
      .executeTakeFirstOrThrow();
    expect(JSON.parse(row.secrets)).toEqual({ ...SECRETS, secret: 'other' });
  });

  it('lists the bindings of a service by type and by identity', async () => {
    const account = await server.addAccount();
    const { v1 } = sdkClient(server.url, account).conversations;
    const { sid } = await v1.services.create({ friendlyName: 'Pushed' });
    await register(account, sid, 'anna');
    await register(account, sid, 'ben');
    const { bindings } = v1.services(sid);
    const identities = async (filter: object) => (await bindings.list(filter)).map((found) => found.identity);
    expect(await identities({})).toEqual(['anna', 'ben']);
    expect(await identities({ bindingType: ['apn'] })).toEqual(['anna']);
    expect(await identities({ identity: ['ben', 'nobody'] })).toEqual(['ben']);
    const [binding] = await bindings.list({ identity: ['ben'] });
    expect(binding).toMatchObject({
      bindingType: 'fcm',
      messageTypes: ['new_message', 'added_to_conversation'],
    });
  });

  it('keeps one binding for a device that registers again', async () => {
    const account = await server.addAccount();
    const { v1 } = sdkClient(server.url, account).conversations;
    const { sid } = await v1.services.create({ friendlyName: 'Pushed' });
    const first = await register(account, sid, 'anna');
    expect((await register(account, sid, 'anna')).sid).toBe(first.sid);
    expect(await v1.services(sid).bindings.list()).toHaveLength(1);
    expect(await v1.services(sid).bindings(first.sid).remove()).toBe(true);
    expect(await v1.services(sid).bindings.list()).toEqual([]);
  });

  it('removes a credential with the bindings that were registered with it', async () => {
    const account = await server.addAccount();
    const { v1 } = sdkClient(server.url, account).conversations;
    const { sid } = await v1.services.create({ friendlyName: 'Pushed' });
    const credential = await v1.credentials.create({ type: 'fcm', secret: 'key' });
    await register(account, sid, 'anna', credential.sid);
    await register(account, sid, 'ben');
    await v1.credentials(credential.sid).remove();
    expect((await v1.services(sid).bindings.list()).map(({ identity }) => identity)).toEqual(['ben']);
    await expect(v1.credentials(credential.sid).fetch()).rejects.toMatchObject({ code: 20404 });
  });

  it('hides credentials and bindings from other accounts', async () => {
    const account = await server.addAccount();
    const { v1 } = sdkClient(server.url, account).conversations;
    const { sid } = await v1.services.create({ friendlyName: 'Pushed' });
    const credential = await v1.credentials.create({ type: 'fcm', secret: 'key' });
    const binding = await register(account, sid, 'anna');
    const other = sdkClient(server.url, await server.addAccount()).conversations.v1;
    await expect(other.credentials(credential.sid).remove()).rejects.toMatchObject({ status: 404 });
    await expect(other.services(sid).bindings(binding.sid).remove()).rejects.toMatchObject({ status: 404 });
    expect(await other.credentials.list()).toEqual([]);
    expect(await v1.services(sid).bindings.list()).toHaveLength(1);
  });
});
