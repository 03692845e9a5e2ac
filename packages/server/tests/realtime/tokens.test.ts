// Tokens minted by Twilio's packages are believed exactly when they are genuine, in time and of the account.
import { base64url, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { mintAccessToken, verifyToken } from '#realtime/realtime.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { accessToken, addKey, capabilityToken, MINTS, type TestKey } from './token-fixture.ts';

const SECOND = 1_000;

describe.each(databases())('tokens on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  let key: TestKey;
  const taskRouter = { workspaceSid: newSid('WS'), workerSid: newSid('WK'), role: 'worker' };

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url);
    key = await addKey(server, server.account);
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  const verify = (token: string, now = Date.now()) => verifyToken(server.context.database.read, now, token);
  const refusal = async (token: string, now?: number) => {
    const error = await verify(token, now).then(
      () => null,
      (reason: { code: number; status: number }) => reason,
    );
    return error === null ? null : [error.status, error.code];
  };

  describe.each(MINTS)('of $name', ({ module }) => {
    it.each(['HS256', 'HS384', 'HS512'] as const)('are believed when signed with %s', async (algorithm) => {
      const wish = { accountSid: server.account.sid, key, identity: 'alice', taskRouter, algorithm };
      const token = await verify(accessToken(wish, module));
      expect(token).toMatchObject({
        kind: 'access',
        accountSid: server.account.sid,
        identity: 'alice',
        grants: { taskRouter, chat: null, sync: null },
      });
      expect(Math.abs(token.expiresAt - Date.now() - 3_600 * SECOND)).toBeLessThan(5 * SECOND);
    });

    it('carry the grants of chat and sync', async () => {
      const wish = {
        accountSid: server.account.sid,
        key,
        chatServiceSid: newSid('IS'),
        syncServiceSid: newSid('IS'),
      };
      expect(await verify(accessToken(wish, module))).toMatchObject({
        grants: {
          taskRouter: null,
          chat: { serviceSid: wish.chatServiceSid },
          sync: { serviceSid: wish.syncServiceSid },
        },
      });
    });

    it('are refused once they have expired, to the second', async () => {
      const token = accessToken({ accountSid: server.account.sid, key, ttl: 60 }, module);
      const { expiresAt } = await verify(token);
      expect(await refusal(token, expiresAt - SECOND)).toBeNull();
      expect(await refusal(token, expiresAt)).toEqual([401, 20104]);
    });

    it('are refused before they become valid', async () => {
      const nbf = Math.floor(Date.now() / SECOND) + 600;
      const token = accessToken({ accountSid: server.account.sid, key, nbf }, module);
      expect(await refusal(token)).toEqual([401, 20105]);
      expect(await refusal(token, nbf * SECOND)).toBeNull();
    });

    it('are refused with a wrong secret', async () => {
      const forged = { sid: key.sid, secret: `x${key.secret}` };
      expect(await refusal(accessToken({ accountSid: server.account.sid, key: forged }, module))).toEqual([
        401, 20107,
      ]);
    });

    it('are refused with a key of another account', async () => {
      const other = await server.addAccount();
      expect(await refusal(accessToken({ accountSid: other.sid, key }, module))).toEqual([401, 20103]);
    });

    it('are refused once their key is deleted', async () => {
      const deleted = await addKey(server, server.account);
      const token = accessToken({ accountSid: server.account.sid, key: deleted }, module);
      expect(await refusal(token)).toBeNull();
      await server.context.database.transaction((tx) =>
        tx.db.deleteFrom('api_keys').where('sid', '=', deleted.sid).execute(),
      );
      expect(await refusal(token)).toEqual([401, 20103]);
    });

    it('of TaskRouter capabilities carry the channel and its policies', async () => {
      const url = `https://taskrouter.twilio.com/v1/Workspaces/${taskRouter.workspaceSid}/Activities`;
      const policies = [{ url, method: 'GET', allow: true }];
      const token = await verify(
        capabilityToken(server.account, taskRouter.workspaceSid, taskRouter.workerSid, policies, module),
      );
      expect(token).toMatchObject({
        kind: 'capability',
        accountSid: server.account.sid,
        workspaceSid: taskRouter.workspaceSid,
        channel: taskRouter.workerSid,
      });
      expect(token.kind === 'capability' && token.policies.at(-1)).toEqual({
        url,
        method: 'GET',
        queryFilter: {},
        postFilter: {},
        allow: true,
      });
    });

    it('of TaskRouter capabilities are refused with another auth token', async () => {
      const forged = { sid: server.account.sid, token: newSid('tk').slice(2) };
      const token = capabilityToken(forged, taskRouter.workspaceSid, taskRouter.workerSid, [], module);
      expect(await refusal(token)).toEqual([401, 20107]);
    });
  });

  it('are refused with a key whose secret was not kept', async () => {
    const unable = await addKey(server, server.account, false);
    expect(await refusal(accessToken({ accountSid: server.account.sid, key: unable }))).toEqual([401, 20103]);
  });

  it('are refused when their account is closed', async () => {
    const account = await server.addAccount();
    const theirs = await addKey(server, account);
    await server.context.database.transaction((tx) =>
      tx.db.updateTable('accounts').set({ status: 'closed' }).where('sid', '=', account.sid).execute(),
    );
    expect(await refusal(accessToken({ accountSid: account.sid, key: theirs }))).toEqual([401, 20103]);
    expect(await refusal(capabilityToken(account, newSid('WS'), newSid('WK'), []))).toEqual([401, 20103]);
  });

  it('are refused unsigned, with a foreign algorithm, without an end, and when they are none', async () => {
    const header = { typ: 'JWT', cty: 'twilio-fpa;v=1' };
    const claims = { iss: key.sid, sub: server.account.sid, exp: 4_000_000_000, grants: {} };
    const part = (value: object) => base64url.encode(JSON.stringify(value));
    const unsigned = `${part({ ...header, alg: 'none' })}.${part(claims)}.`;
    expect(await refusal(unsigned)).toEqual([401, 20102]);
    const foreign = `${part({ ...header, alg: 'RS256' })}.${part(claims)}.AAAA`;
    expect(await refusal(foreign)).toEqual([401, 20102]);
    const { exp: _, ...endlessClaims } = claims;
    const endless = await new SignJWT(endlessClaims)
      .setProtectedHeader({ ...header, alg: 'HS256' })
      .sign(new TextEncoder().encode(key.secret));
    expect(await refusal(endless)).toEqual([401, 20104]);
    for (const text of ['', 'a', 'a.b.c', 'opaque-token-value', 'x'.repeat(100_000)]) {
      expect(await refusal(text)).toEqual([401, 20101]);
    }
  });

  it('are refused when they grant nothing that can be read', async () => {
    const sign = (claims: object) =>
      new SignJWT({ iss: key.sid, sub: server.account.sid, exp: 4_000_000_000, ...claims })
        .setProtectedHeader({ alg: 'HS256', cty: 'twilio-fpa;v=1' })
        .sign(new TextEncoder().encode(key.secret));
    expect(await refusal(await sign({}))).toEqual([401, 20106]);
    expect(await refusal(await sign({ grants: { task_router: 'all' } }))).toEqual([401, 20106]);
    expect(await refusal(await sign({ grants: {} }))).toBeNull();
  });

  it('of this server itself are verified like the others and end with the auth token', async () => {
    const { database: db } = server.context;
    const account = await server.addAccount();
    const now = Date.now();
    const token = await mintAccessToken(db.read, now, {
      accountSid: account.sid,
      identity: 'agent',
      grants: {
        taskRouter: { ...taskRouter, role: 'supervisor' },
        chat: { serviceSid: 'IS1' },
        sync: { serviceSid: null },
      },
      ttl: 60,
    });
    expect(await verify(token, now)).toEqual({
      kind: 'access',
      accountSid: account.sid,
      identity: 'agent',
      grants: {
        taskRouter: { ...taskRouter, role: 'supervisor' },
        chat: { serviceSid: 'IS1' },
        sync: { serviceSid: null },
      },
      expiresAt: (Math.floor(now / SECOND) + 60) * SECOND,
    });
    expect(await refusal(token, now + 61 * SECOND)).toEqual([401, 20104]);
    await db.transaction((tx) =>
      tx.db
        .updateTable('accounts')
        .set({ auth_token: newSid('tk').slice(2) })
        .where('sid', '=', account.sid)
        .execute(),
    );
    expect(await refusal(token, now)).toEqual([401, 20107]);
  });
});
