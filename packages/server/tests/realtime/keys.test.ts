// API keys through the official SDK: their secrets are credentials, sign access tokens, and end with the key.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyToken } from '#realtime/realtime.ts';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { accessToken } from './token-fixture.ts';

describe.each(databases())('API keys on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  const list = (sid: string, token: string) =>
    fetch(`${server.url}/api/2010-04-01/Accounts/${server.account.sid}/Keys.json`, {
      headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
    });

  it.each(SDKS)('are made, shown without their secret, renamed and removed by $name', async ({ module }) => {
    const client = sdkClient(server.url, server.account, module);
    const made = await client.newKeys.create({ friendlyName: 'Token server' });
    expect(made).toMatchObject({ friendlyName: 'Token server', secret: expect.stringMatching(/^\w{32}$/) });
    const shown = await client.keys(made.sid).fetch();
    expect(shown.toJSON()).toMatchObject({ sid: made.sid, friendlyName: 'Token server' });
    expect(JSON.stringify(shown.toJSON())).not.toContain(made.secret);
    expect((await client.keys(made.sid).update({ friendlyName: 'Desk' })).friendlyName).toBe('Desk');
    expect((await client.keys.list()).map(({ sid }) => sid)).toContain(made.sid);
    expect((await list(made.sid, made.secret)).status).toBe(200);
    expect((await list(made.sid, `${made.secret}0`)).status).toBe(401);
    const token = accessToken({ accountSid: server.account.sid, key: made });
    const verified = () => verifyToken(server.context.database.read, Date.now(), token);
    expect(await verified()).toMatchObject({ accountSid: server.account.sid });
    await client.keys(made.sid).remove();
    await expect(verified()).rejects.toMatchObject({ status: 401, code: 20103 });
    await expect(client.keys(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('of another account are not found', async () => {
    const other = await server.addAccount();
    const key = await sdkClient(server.url, other).newKeys.create();
    const mine = sdkClient(server.url, server.account).keys(key.sid);
    await expect(mine.fetch()).rejects.toMatchObject({ status: 404 });
    await expect(mine.update({ friendlyName: 'mine' })).rejects.toMatchObject({ status: 404 });
    await expect(mine.remove()).rejects.toMatchObject({ status: 404 });
    expect((await list(key.sid, key.secret)).status).toBe(404);
  });
});
