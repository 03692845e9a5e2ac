// Requests no route takes: documented but not built, wrong method, unknown address.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { runningServer } from './running-server.ts';

const unknownSid = (prefix: string) => prefix + '0'.repeat(32);

describe.each(databases())('a request no route takes on $name', ({ create }) => {
  const running = runningServer(create);

  it('is answered 501/20501 when the operation is documented but not built', async () => {
    const answer = await running.send('/flex-api/v1/Insights/Conversations');
    expect(answer.status).toBe(501);
    expect(answer.json).toEqual({
      code: 20501,
      message: expect.stringContaining('ListInsightsConversations'),
      more_info: 'https://www.twilio.com/docs/errors/20501',
      status: 501,
    });
  });

  it('is answered 501/20501 also where the address looks like a member of something built', async () => {
    const numbers = `/api/2010-04-01/Accounts/${running.server.account.sid}/IncomingPhoneNumbers`;
    const unbuilt = await running.send(`${numbers}/TollFree.json`);
    expect(unbuilt.json).toMatchObject({ code: 20501, status: 501 });
    const unknown = await running.send(`${numbers}/PN${'0'.repeat(32)}.json`);
    expect(unknown.json).toMatchObject({ code: 20404, status: 404 });
  });

  it('is answered 404/20404 at an unknown address', async () => {
    const answer = await running.send('/proxy/v1/Nothing');
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({
      code: 20404,
      status: 404,
      message: expect.stringContaining('/v1/Nothing'),
    });
  });

  it('is answered 405/20004 with the methods of the address when it has others', async () => {
    const collection = await running.send('/chat/v2/Services', { method: 'DELETE' });
    expect(collection.status).toBe(405);
    expect(collection.headers.allow).toBe('GET, POST');
    expect(collection.json).toMatchObject({ code: 20004, status: 405 });
    const member = await running.send(`/chat/v2/Services/${unknownSid('IS')}`, { method: 'PUT' });
    expect(member.status).toBe(405);
    expect(member.headers.allow).toBe('DELETE, GET, POST');
  });

  it('tells nothing about addresses of products to callers it does not know', async () => {
    const answer = await running.send('/proxy/v1/Nothing', { headers: { authorization: 'Basic ' } });
    expect(answer.status).toBe(401);
  });
});
