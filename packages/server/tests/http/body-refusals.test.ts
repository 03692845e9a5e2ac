// Bodies the server does not read: too large, of another content type, or not well formed.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { runningServer } from './running-server.ts';

const SERVICES = '/chat/v2/Services';
const LIMIT = 4 * 1_048_576;

describe.each(databases())('request bodies on $name', ({ create }) => {
  const running = runningServer(create);
  const countServices = async () => (await running.send(SERVICES)).json.services.length;

  it('refuses more than four megabytes with 413/20413', async () => {
    const answer = await running.post(SERVICES, `FriendlyName=big&Rest=${'x'.repeat(LIMIT)}`);
    expect(answer.status).toBe(413);
    expect(answer.json).toMatchObject({ code: 20413, status: 413 });
    expect(await countServices()).toBe(0);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
    'refuses %s where a form is documented with 415/20415',
    async (type) => {
      const headers = { 'content-type': type };
      const answer = await running.send(SERVICES, {
        method: 'POST',
        headers,
        body: '{"FriendlyName":"json"}',
      });
      expect(answer.status).toBe(415);
      expect(answer.json).toMatchObject({ code: 20415, status: 415 });
      expect(await countServices()).toBe(0);
    },
  );

  it('refuses a NUL character, naming the parameter', async () => {
    const answer = await running.post(SERVICES, 'FriendlyName=a%00b');
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 20001, message: expect.stringContaining('FriendlyName') });
    expect(await countServices()).toBe(0);
  });

  it('takes an empty body with and without a content type as no parameters', async () => {
    const withType = await running.post(SERVICES, '');
    const without = await running.send(SERVICES, { method: 'POST' });
    for (const answer of [withType, without]) {
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: 20001, message: expect.stringContaining('FriendlyName') });
    }
  });
});
