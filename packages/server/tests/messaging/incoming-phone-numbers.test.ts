// The numbers of the contact centre through the 2010 API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { checkAnswer } from '../support/openapi/answer-schema.ts';
import { findOperation } from '../support/openapi/documents.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { api } from './setup.ts';

describe.each(databases())('incoming phone numbers on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  const check = (operation: string, { status, body }: { status: number; body: unknown }) =>
    expect(checkAnswer(findOperation('api_v2010', operation), status, body)).toEqual([]);

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('takes a number over, changes its settings and releases it', async () => {
    const created = await api(server, 'POST', 'IncomingPhoneNumbers.json', {
      PhoneNumber: '+15550100010',
      SmsUrl: 'https://example.com/sms',
    });
    check('CreateIncomingPhoneNumber', created);
    expect(created.body).toMatchObject({
      friendly_name: '(555) 010-0010',
      sms_url: 'https://example.com/sms',
      sms_method: 'POST',
    });
    const path = `IncomingPhoneNumbers/${created.body.sid}.json`;
    const updated = await api(server, 'POST', path, {
      FriendlyName: 'Sales',
      VoiceUrl: 'https://example.com/voice',
      SmsUrl: '',
    });
    check('UpdateIncomingPhoneNumber', updated);
    expect(updated.body).toMatchObject({
      friendly_name: 'Sales',
      voice_url: 'https://example.com/voice',
      sms_url: '',
    });
    const fetched = await api(server, 'GET', path);
    check('FetchIncomingPhoneNumber', fetched);
    expect(fetched.body).toMatchObject({
      friendly_name: 'Sales',
      voice_url: 'https://example.com/voice',
      sms_url: '',
    });
    const listed = await api(server, 'GET', 'IncomingPhoneNumbers.json', { PhoneNumber: '+15550100010' });
    check('ListIncomingPhoneNumber', listed);
    expect(listed.body.incoming_phone_numbers).toHaveLength(1);
    expect((await api(server, 'DELETE', path)).status).toBe(204);
    expect((await api(server, 'GET', path)).status).toBe(404);
  });

  it('gives one number to one account, however many ask at once', async () => {
    const other = await server.addAccount();
    const answers = await Promise.all(
      [server.account, other, server.account, other].map((account) =>
        api(server, 'POST', 'IncomingPhoneNumbers.json', { PhoneNumber: '+15550100011' }, account),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 400, 400, 400]);
    for (const answer of answers) if (answer.status === 400) expect(answer.body.code).toBe(21422);
  });

  it.each([
    [{}, 20001],
    [{ PhoneNumber: '555' }, 21421],
    [{ PhoneNumber: '+15550100012', SmsUrl: 'ftp://example.com' }, 20001],
    [{ PhoneNumber: '+15550100012', SmsMethod: 'PATCH' }, 20001],
    [{ AreaCode: '12' }, 20001],
  ])('refuses %j with %i', async (form, code) => {
    const answer = await api(server, 'POST', 'IncomingPhoneNumbers.json', form as Record<string, string>);
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('finds a number in an area code', async () => {
    const client = sdkClient(server.url, server.account);
    const [first, second] = [
      await client.incomingPhoneNumbers.create({ areaCode: '415' }),
      await client.incomingPhoneNumbers.create({ areaCode: '415' }),
    ];
    expect([first.phoneNumber, second.phoneNumber]).toEqual(['+14155550100', '+14155550101']);
    const listed = await client.incomingPhoneNumbers.list({ phoneNumber: '+1415' });
    expect(listed.map((number) => number.sid).sort()).toEqual([first.sid, second.sid].sort());
  });
});
