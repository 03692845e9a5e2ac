// An account with too many unanswered requests is asked to wait; others are not affected.
import type { ClientRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { answerOf, basic, openRequest, runningServer } from './running-server.ts';

const SERVICES = '/chat/v2/Services';
const BODY = 'FriendlyName=held';

describe.each(databases())('the limit of requests in flight on $name', ({ create }) => {
  const running = runningServer(create, { maxInFlight: 2 });

  /** A request the server has taken and waits for the body of. */
  const hold = async (): Promise<ClientRequest> => {
    const held = openRequest(running.server, SERVICES, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': BODY.length,
        expect: '100-continue',
      },
    });
    const taken = new Promise<void>((resolve, reject) => {
      held.on('continue', resolve);
      held.on('error', reject);
    });
    held.flushHeaders();
    await taken;
    return held;
  };

  it('refuses more with 429/20429 and Retry-After until one is answered', async () => {
    expect((await running.send(SERVICES)).status).toBe(200);
    const held = [await hold(), await hold()];
    const refused = await running.send(SERVICES);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json).toMatchObject({ code: 20429, status: 429 });

    const other = await running.server.addAccount();
    const others = await running.send(SERVICES, { headers: { authorization: basic(other) } });
    expect(others.status).toBe(200);

    const answers = held.map(answerOf);
    for (const request of held) request.end(BODY);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([201, 201]);
    expect((await running.send(SERVICES)).status).toBe(200);
  });

  it('counts a request no more when its connection breaks', async () => {
    expect((await running.send(SERVICES)).status).toBe(200);
    const held = [await hold(), await hold()];
    const broken = held.map((request) => new Promise((resolve) => request.on('close', resolve)));
    for (const request of held) request.on('error', () => {}).destroy();
    await Promise.all(broken);
    await expect.poll(async () => (await running.send(SERVICES)).status).toBe(200);
  });
});
