// Every answer names its request, so that a caller and the log can speak of the same one.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { runningServer } from './running-server.ts';

const REQUEST_ID = /^RQ[0-9a-f]{32}$/;

describe.each(databases())('the request id on $name', ({ create }) => {
  const running = runningServer(create);

  it('is in the Twilio-Request-Id header of every answer, each time another', async () => {
    const answers = await Promise.all([
      running.send('/chat/v2/Services'),
      running.send('/chat/v2/Services'),
      running.send('/chat/v2/Services', { headers: { authorization: 'Basic ' } }),
      running.send('/chat/v2/Nothing'),
      running.send('/flex-api/v1/Insights/Conversations'),
      running.post('/chat/v2/Services', ''),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 404, 501, 400]);
    const ids = answers.map(({ headers }) => String(headers['twilio-request-id']));
    for (const id of ids) expect(id).toMatch(REQUEST_ID);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
