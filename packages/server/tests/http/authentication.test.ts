// Who may call: an account with its token, or an API key with its secret, and nobody else.
import { describe, expect, it } from 'vitest';
import { secretHash } from '#http/authentication.ts';
import { newSid } from '#kernel/sid.ts';
import { databases } from '../support/databases.ts';
import type { TestAccount } from '../support/start-server.ts';
import { basic, runningServer } from './running-server.ts';

const SERVICES = '/chat/v2/Services';

describe.each(databases())('authentication on $name', ({ create }) => {
  const running = runningServer(create);
  const statusWith = async (authorization: string) =>
    (await running.send(SERVICES, { headers: { authorization } })).status;
  const addKey = async (account: TestAccount) => {
    const key = { sid: newSid('SK'), token: newSid('ks').slice(2) };
    await running.server.context.database.transaction((tx) =>
      tx.db
        .insertInto('api_keys')
        .values({
          sid: key.sid,
          account_sid: account.sid,
          friendly_name: 'Test key',
          secret_hash: secretHash(key.token),
          date_created: tx.now,
          date_updated: tx.now,
        })
        .execute(),
    );
    return key;
  };

  it('refuses a request without credentials with 401/20003 and says how to give them', async () => {
    const answer = await fetch(running.server.url + SERVICES);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
    expect(await answer.json()).toMatchObject({ code: 20003, status: 401 });
  });

  it('refuses a wrong token, an unknown account and what is not Basic credentials', async () => {
    const { account } = running.server;
    expect(await statusWith(basic({ ...account, token: `${account.token}0` }))).toBe(401);
    expect(await statusWith(basic({ sid: newSid('AC'), token: account.token }))).toBe(401);
    expect(await statusWith(`Bearer ${account.token}`)).toBe(401);
    expect(await statusWith(`Basic ${btoa(account.sid)}`)).toBe(401);
    expect(await statusWith(basic(account))).toBe(200);
  });

  it('takes an API key with its secret for the account it belongs to', async () => {
    const account = await running.server.addAccount();
    const authorization = basic(await addKey(account));
    const created = await running.post(SERVICES, 'FriendlyName=by+key', { authorization });
    expect(created.status).toBe(201);
    expect(created.json.account_sid).toBe(account.sid);
    const own = await running.send(SERVICES, { headers: { authorization: basic(account) } });
    expect(own.json.services.map((service: { sid: string }) => service.sid)).toEqual([created.json.sid]);
    const other = await running.send(`${SERVICES}/${created.json.sid}`);
    expect(other.json).toMatchObject({ code: 20404, status: 404 });
  });

  it('refuses an API key with a wrong secret, or with the account token', async () => {
    const { account } = running.server;
    const key = await addKey(account);
    expect(await statusWith(basic({ ...key, token: 'wrong' }))).toBe(401);
    expect(await statusWith(basic({ ...key, token: account.token }))).toBe(401);
    expect(await statusWith(basic({ ...key, token: secretHash(key.token) }))).toBe(401);
  });

  it('refuses the credentials of a suspended account and of its keys', async () => {
    const account = await running.server.addAccount();
    const key = await addKey(account);
    await running.server.context.database.transaction((tx) =>
      tx.db.updateTable('accounts').set({ status: 'suspended' }).where('sid', '=', account.sid).execute(),
    );
    expect(await statusWith(basic(account))).toBe(401);
    expect(await statusWith(basic(key))).toBe(401);
  });
});
