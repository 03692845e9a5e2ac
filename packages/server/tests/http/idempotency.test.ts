// Requests with an idempotency key: done once, answered the same every time.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { basic, runningServer } from './running-server.ts';

const SERVICES = '/chat/v2/Services';
const DAY_MS = 24 * 60 * 60 * 1_000;

describe.each(databases())('idempotency keys on $name', ({ create }) => {
  const running = runningServer(create);
  const named = async (name: string): Promise<{ sid: string }[]> =>
    (await running.send(`${SERVICES}?PageSize=1000`)).json.services.filter(
      (service: { friendly_name: string }) => service.friendly_name === name,
    );

  it.each(['Idempotency-Key', 'I-Twilio-Idempotency-Token'])(
    'gives the first answer again for the same %s',
    async (header) => {
      const name = `again ${header}`;
      const send = () =>
        running.post(SERVICES, `FriendlyName=${name}`, { [header]: `key of ${header}`.replaceAll(' ', '-') });
      const first = await send();
      const second = await send();
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.text).toBe(first.text);
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(second.headers['content-type']).toBe(first.headers['content-type']);
      expect(await named(name)).toHaveLength(1);
    },
  );

  it('refuses another request with the same key with 422/20422 and does nothing', async () => {
    const headers = { 'Idempotency-Key': 'one-body' };
    await running.post(SERVICES, 'FriendlyName=first+body', headers);
    const other = await running.post(SERVICES, 'FriendlyName=second+body', headers);
    expect(other.status).toBe(422);
    expect(other.json).toMatchObject({ code: 20422, status: 422 });
    expect(await named('second body')).toHaveLength(0);
  });

  it('does the work of 100 parallel requests with the same key once', async () => {
    const send = () => running.post(SERVICES, 'FriendlyName=parallel', { 'Idempotency-Key': 'parallel' });
    const answers = await Promise.all(Array.from({ length: 100 }, send));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await named('parallel')).toHaveLength(1);
  });

  it('replays a removal', async () => {
    const { json } = await running.post(SERVICES, 'FriendlyName=removed');
    const remove = () =>
      running.send(`${SERVICES}/${json.sid}`, { method: 'DELETE', headers: { 'Idempotency-Key': 'remove' } });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await running.send(`${SERVICES}/${json.sid}`)).status).toBe(404);
  });

  it('leaves the key of a refused request free', async () => {
    const headers = { 'Idempotency-Key': 'refused' };
    expect((await running.post(SERVICES, 'FriendlyName=', headers)).status).toBe(400);
    expect((await running.post(`${SERVICES}/IS${'0'.repeat(32)}`, 'FriendlyName=x', headers)).status).toBe(
      404,
    );
    expect((await running.post(SERVICES, 'FriendlyName=after+refusal', headers)).status).toBe(201);
  });

  it('keeps the keys of accounts apart', async () => {
    const other = await running.server.addAccount();
    const headers = { 'Idempotency-Key': 'shared' };
    const mine = await running.post(SERVICES, 'FriendlyName=mine', headers);
    const theirs = await running.post(SERVICES, 'FriendlyName=mine', {
      ...headers,
      authorization: basic(other),
    });
    expect([mine.json.account_sid, theirs.json.account_sid]).toEqual([running.server.account.sid, other.sid]);
  });

  it('refuses a key that is not 1 to 255 printable characters', async () => {
    for (const key of ['', 'with space', 'x'.repeat(256)]) {
      const answer = await running.post(SERVICES, 'FriendlyName=bad+key', { 'Idempotency-Key': key });
      expect(answer.status).toBe(400);
      expect(answer.json.code).toBe(20001);
    }
    expect(await named('bad key')).toHaveLength(0);
  });

  it('forgets a key after a day', async () => {
    const send = () => running.post(SERVICES, 'FriendlyName=daily', { 'Idempotency-Key': 'daily' });
    const first = await send();
    await running.server.advance(DAY_MS - 1);
    expect((await send()).json.sid).toBe(first.json.sid);
    await running.server.advance(1);
    expect((await send()).json.sid).not.toBe(first.json.sid);
    expect(await named('daily')).toHaveLength(2);
  });
});
