// A server that is told to stop answers what it has taken, takes nothing more, and has kept what it answered.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { answerOf, openRequest, sendRaw } from './running-server.ts';

const SERVICES = '/chat/v2/Services';
const BODY = 'FriendlyName=last';

describe.each(databases())('stopping on $name', ({ create }) => {
  it('finishes a request whose body was still coming, and refuses new connections', async () => {
    const database = await create();
    const server = await startServer(database.url);
    const last = openRequest(server, SERVICES, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': BODY.length,
        expect: '100-continue',
      },
    });
    const answer = answerOf(last);
    const taken = new Promise((resolve) => last.on('continue', resolve));
    last.flushHeaders();
    await taken;
    last.write(BODY.slice(0, 5));

    let isStopped = false;
    const stopped = server.stop().then(() => {
      isStopped = true;
    });
    await expect.poll(() => sendRaw(server, SERVICES).catch((error) => error.code)).toBe('ECONNREFUSED');
    expect(isStopped).toBe(false);
    last.end(BODY.slice(5));
    const { status, json } = await answer;
    expect(status).toBe(201);
    await stopped;

    const again = await startServer(database.url);
    const kept = await again.context.database.read
      .selectFrom('chat_services')
      .select('friendly_name')
      .where('sid', '=', json.sid)
      .executeTakeFirst();
    expect(kept?.friendly_name).toBe('last');
    await again.stop();
    await database.dispose();
  });
});
