// The wire habits every product shares.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from './support/databases.ts';
import { startServer, type TestServer } from './support/start-server.ts';

describe.each(databases())('http on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  const basic = () => `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('refuses a request without credentials with 401/20003', async () => {
    const answer = await fetch(`${server.url}/proxy/v1/Services`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 20003, status: 401 });
    expect(answer.headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/);
  });

  it('answers 501 for a documented operation that is not built', async () => {
    const answer = await fetch(`${server.url}/sync/v1/Services`, { headers: { authorization: basic() } });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ code: 20501, status: 501 });
  });

  it('answers 404/20404 for an unknown path', async () => {
    const answer = await fetch(`${server.url}/proxy/v1/Nothing`, { headers: { authorization: basic() } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 20404, status: 404 });
  });
});
