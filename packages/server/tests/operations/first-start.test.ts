// The first start with the demo and with HTTPS: what `credentials.json` names can be used as it stands there.
import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certs } from '../../../cli/src/certs/certs.ts';
import { sdkClient } from '../support/clients.ts';
import { messagesOnPhone } from '../support/handset.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';

const CUSTOMER = 'whatsapp:+14155550199';

describe('the first start', () => {
  let server: ServerProcess;
  let credentials: { baseUrl: string; secureUrl: string; phoneNumbers: string[] };

  beforeAll(async () => {
    server = await serverProcess({ PARLEY_SEED: 'true', PARLEY_TLS_PORT: '0' });
    await certs(['--data', server.dataFolder], { out: () => {}, error: () => {} });
    await server.start();
    credentials = JSON.parse(await readFile(join(server.dataFolder, 'credentials.json'), 'utf8'));
  });
  afterAll(() => server.dispose());

  it('names the address of HTTPS beside the plain one', async () => {
    expect(credentials.baseUrl).toBe(server.url());
    const { secureUrl } = credentials;
    expect(secureUrl).toMatch(/^https:\/\/[^/]+:\d+$/);
    const ca = await readFile(join(server.dataFolder, 'certs', 'ca.crt'), 'utf8');
    const status = await new Promise((resolve, reject) => {
      get(`${secureUrl}/healthz`, { ca }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
  });

  it('makes numbers that reach the handset over WhatsApp as well', async () => {
    const url = server.url();
    const from = `whatsapp:${credentials.phoneNumbers[0]}`;
    const asked = await fetch(`${url}/handset/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: server.account.sid, phone: CUSTOMER, contact: from, body: 'Hello?' }),
    });
    expect(asked.status, await asked.text()).toBe(201);
    await sdkClient(url, server.account).messages.create({ from, to: CUSTOMER, body: 'Hello!' });
    const arrived = async () => {
      const messages = await messagesOnPhone({ url, account: server.account }, CUSTOMER, from);
      return messages.map(({ body }) => body);
    };
    await expect.poll(arrived, { timeout: 20_000 }).toEqual(['Hello?', 'Hello!']);
  });
});
