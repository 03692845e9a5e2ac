// Canned responses: made, found by shortcut, changed and removed; one shortcut stands for one answer.
import { beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { Office } from './desk-data-fixture.ts';

const PATH = '/desk/v1/CannedResponses';

describe.each(databases())('canned responses on $name', ({ create }) => {
  let server: TestServer;
  let office: Office;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    office = new Office(server, await server.addAccount());
  });

  it('keep what they were made of, and change in what is given only', async () => {
    const made = await office.make(PATH, {
      Name: 'Greeting',
      Body: 'Hello {{customer.name}}',
      Shortcut: 'Hello',
      Language: 'en',
    });
    expect(made).toEqual({
      sid: expect.stringMatching(/^CR[0-9a-f]{32}$/),
      account_sid: office.account.sid,
      name: 'Greeting',
      body: 'Hello {{customer.name}}',
      shortcut: 'hello',
      language: 'en',
      date_created: expect.stringMatching(/Z$/),
      date_updated: made.date_created,
      url: `${server.url}${PATH}/${made.sid}`,
    });
    await office.make(`${PATH}/${made.sid}`, { Body: 'Good day' });
    expect((await office.get(`${PATH}/${made.sid}`)).json).toMatchObject({
      name: 'Greeting',
      body: 'Good day',
      shortcut: 'hello',
    });
    expect(await office.list(PATH, { Shortcut: 'HELLO' }, 'sid')).toEqual([made.sid]);
    expect(await office.list(PATH, { Shortcut: 'bye' }, 'sid')).toEqual([]);
    expect((await office.send('DELETE', `${PATH}/${made.sid}`)).status).toBe(204);
    expect((await office.get(`${PATH}/${made.sid}`)).status).toBe(404);
  });

  it('never share a shortcut within an account, however both are asked for at once', async () => {
    const form = { Name: 'x', Body: 'x', Shortcut: 'hi' };
    const answers = await Promise.all([1, 2, 3].map(() => office.send('POST', PATH, form)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.json.code).toBe(99110);
    const other = await office.make(PATH, { ...form, Shortcut: '' });
    const refused = await office.send('POST', `${PATH}/${other.sid}`, { Shortcut: 'HI' });
    expect([refused.status, refused.json.code]).toEqual([409, 99110]);
    const stranger = new Office(server, await server.addAccount());
    expect((await stranger.send('POST', PATH, form)).status).toBe(201);
  });
});
