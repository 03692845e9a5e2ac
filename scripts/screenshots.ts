// Takes the pictures of the documentation from a server of its own, with a short conversation in it.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { outboundClient } from '@parley/outbound';
import { chromium } from 'playwright-core';

const CUSTOMER = '+14155550199';
const root = join(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const data = await mkdtemp(join(tmpdir(), 'parley-screenshots-'));

const server = spawn(process.execPath, [join(root, 'packages/server/src/main.ts')], {
  env: { ...process.env, PORT: '0', PARLEY_DATA: data },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

async function ready(): Promise<void> {
  for await (const line of createInterface({ input: server.stdout! })) {
    if (line.includes('credentials.json')) return;
  }
  throw new Error('The server ended before it was ready');
}

/** An agent and the customer exchange a few texts. */
async function talk(): Promise<string> {
  const { baseUrl, accountSid, authToken, phoneNumbers, chatServiceSid } = JSON.parse(
    await readFile(join(data, 'credentials.json'), 'utf8'),
  );
  const client = outboundClient(accountSid, authToken, baseUrl);
  const post = (path: string, body: unknown) =>
    fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}`,
      },
      body: JSON.stringify(body),
    }).then((answer) => answer.json());
  const { chatChannel } = await post('/functions/create-direct-to-task-sms-chat', {
    fromNumber: phoneNumbers[0],
    toName: 'Jane',
    toNumber: CUSTOMER,
  });
  const { messages } = client.chat.v2.services(chatServiceSid).channels(chatChannel.sid);
  const arrived = async (count: number) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const query = new URLSearchParams({ phone: CUSTOMER, contact: phoneNumbers[0] });
      const shown = await fetch(`${baseUrl}/handset/api/messages?${query}`).then((answer) => answer.json());
      if (shown.messages?.length >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const customerSays = (body: string) =>
    post('/handset/api/messages', { phone: CUSTOMER, contact: phoneNumbers[0], body });
  await messages.create({
    from: 'Anna',
    body: 'Hello Jane, this is Anna from Lakeside Bikes. Your bike is ready.',
  });
  await arrived(1);
  await customerSays('That was quick! Until when are you open today?');
  await messages.create({ from: 'Anna', body: 'Until seven. Shall I keep it at the counter for you?' });
  await arrived(3);
  await customerSays('Great, I am on my way!');
  return baseUrl;
}

try {
  await ready();
  const baseUrl = await talk();
  await mkdir(images, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.goto(`${baseUrl}/handset`);
  await page.getByText('Great, I am on my way!').last().click();
  await page.getByText('Until seven.').last().waitFor();
  await page.screenshot({ path: join(images, 'handset.png') });
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  await rm(data, { recursive: true, force: true });
}
