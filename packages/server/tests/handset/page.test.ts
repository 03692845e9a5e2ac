// The page /handset in a browser: what customers' phones do, side by side, seen and used as people do.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '#connectors/handset/busy-day/picture.ts';
import { json } from '../content/content-fixture.ts';
import { addNumber, api, handset, OWN } from '../messaging/setup.ts';
import { BROWSER, launchBrowser } from '../support/browser.ts';
import { sdkClient } from '../support/clients.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** Browsers on a machine with other work take their time. */
const eventually = (look: () => unknown) => expect.poll(look, { timeout: 15_000 });
const HOSTILE = '<img src=x onerror="window.isHit = true"><script>window.isHit = true</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>window.isHit = true</script></svg>';
const WHATSAPP = `whatsapp:${OWN}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Skipped where no Chromium is installed: the page is nothing without a browser.
describe.skipIf(BROWSER === undefined)('the page /handset', () => {
  let database: TestDatabase;
  let server: TestServer;
  let browser: Browser;
  const problems: string[] = [];

  const open = async (
    width: number,
    { scheme = 'light', hash = '' }: { scheme?: 'light' | 'dark'; hash?: string } = {},
  ): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load'))
        problems.push(message.text());
    });
    await page.goto(`${server.url}/handset${hash}`);
    await page.locator('#connection[data-state=live]').waitFor();
    await page.locator('main:not([aria-busy])').waitFor();
    return page;
  };
  const addPhone = async (page: Page, number: string) => {
    const field = page.getByLabel('Customer’s number');
    if (!(await field.isVisible())) await page.getByRole('button', { name: 'Customers' }).click();
    await field.pressSequentially(number);
    await page.getByRole('button', { name: 'Add' }).click();
  };
  const phoneOf = (page: Page, name: string) => page.getByRole('region', { name: `Phone of ${name}` });
  const placesOf = (...places: [string, string?][]) =>
    `#${new URLSearchParams(places.flatMap(([phone, contact]) => [['phone', phone], ...(contact ? [['with', contact]] : [])]))}`;
  const text = (to: string, body: string, From = to.startsWith('whatsapp:') ? WHATSAPP : OWN) =>
    api(server, 'POST', 'Messages.json', { To: to, From, Body: body });
  const statusOf = async (sid: string) => {
    await server.settled();
    const { body } = await api(server, 'GET', `Messages/${sid}.json`);
    return [body.status, body.error_code];
  };
  const faultsOf = async (page: Page) => {
    const session = await page.context().newCDPSession(page);
    // The page's policy lets nobody else bring a script in.
    await session.send('Runtime.evaluate', { expression: axe });
    const { result } = await session.send('Runtime.evaluate', {
      expression:
        'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))',
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value as string[];
  };

  beforeAll(async () => {
    database = await databases()[0]!.create();
    server = await startServer(database.url);
    await addNumber(server);
    const office = { server, account: server.account, client: sdkClient(server.url, server.account) };
    await json(office, 'POST', '/messaging/v2/Channels/Senders', { sender_id: WHATSAPP });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await database.dispose();
  });

  it.each([390, 1_200])(
    'adds a number, shows a text as it arrives, answers it and stops at %i px',
    async (width) => {
      const number = `+15550101${width === 390 ? '301' : '302'}`;
      const page = await open(width);
      await addPhone(page, number.slice(1));
      const phone = phoneOf(page, `+1 555 010 1${number.slice(-3)}`);
      await phone.getByRole('heading', { name: 'No messages' }).waitFor();

      await text(number, 'Your parcel is ready');
      const thread = phone.getByRole('list', { name: 'Conversations' }).getByRole('link');
      await thread.filter({ hasText: 'Your parcel is ready' }).click();
      const log = phone.getByRole('region', { name: 'Messages with' });
      await log.getByText('Your parcel is ready').waitFor();
      await text(number, 'Open until 18:00');
      await log.getByText('Open until 18:00').waitFor();
      await eventually(() => phone.getByRole('log').textContent()).toBe('New message: Open until 18:00');

      const box = phone.getByRole('textbox', { name: 'Message' });
      await box.fill('On my way');
      await box.press('Enter');
      await log.getByText('On my way').waitFor();
      await eventually(() => log.locator('[data-direction=outgoing][data-state=done]').count()).toBe(1);
      expect(await box.inputValue()).toBe('');
      expect((await api(server, 'GET', 'Messages.json', { From: number })).body.messages).toMatchObject([
        { direction: 'inbound', body: 'On my way' },
      ]);

      await phone.getByRole('button', { name: 'STOP' }).click();
      await log.getByText('You are unsubscribed').waitFor();
      expect((await text(number, 'Wait!')).body.code).toBe(21610);
      await page.context().close();
    },
  );

  it('has phones side by side, which stay after a reload and are moved between with the keyboard', async () => {
    const [one, two] = ['+15550101401', '+15550101402'];
    await handset(server, 'phones', { address: one, name: 'Maya Chen' });
    await handset(server, 'phones', { address: two, name: 'Omar Vega' });
    await text(one, 'for Maya');
    await text(two, 'for Omar');
    await server.settled();
    const page = await open(1_440, { hash: placesOf([one, OWN], [two]) });
    const [maya, omar] = [phoneOf(page, 'Maya Chen'), phoneOf(page, 'Omar Vega')];
    await maya.getByRole('region', { name: 'Messages with' }).getByText('for Maya').waitFor();
    await omar.getByRole('link').filter({ hasText: 'for Omar' }).click();
    await omar.getByRole('region', { name: 'Messages with' }).getByText('for Omar').waitFor();
    const [left, right] = [(await maya.boundingBox())!, (await omar.boundingBox())!];
    expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
    expect(right.y).toBe(left.y);

    await page.goto(`${server.url}/handset`);
    await maya.getByRole('region', { name: 'Messages with' }).getByText('for Maya').waitFor();
    await omar.getByRole('region', { name: 'Messages with' }).getByText('for Omar').waitFor();

    const isIn = (phone: typeof maya) =>
      phone.evaluate((element) => element.contains(document.activeElement));
    await page.keyboard.press('Alt+Digit1');
    await eventually(() => isIn(maya)).toBe(true);
    await page.keyboard.press('F6');
    await eventually(() => isIn(omar)).toBe(true);
    await omar.getByRole('textbox', { name: 'Message' }).focus();
    await page.keyboard.type('typed');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two lines');
    await page.keyboard.press('Enter');
    await omar.getByRole('region', { name: 'Messages with' }).getByText('typed\ntwo lines').waitFor();
    await page.keyboard.press('Escape');
    const threads = omar.getByRole('list', { name: 'Conversations' }).getByRole('link');
    await eventually(() => threads.first().evaluate((link) => link === document.activeElement)).toBe(true);

    await maya.getByRole('button', { name: 'Put the phone away' }).click();
    await maya.waitFor({ state: 'detached' });
    await eventually(() => isIn(omar)).toBe(true);
    await page.context().close();
  });

  it('sends a picture, gets a file that is not run, and answers a template by its button', async () => {
    const [number, address] = ['+15550101410', 'whatsapp:+15550101410'];
    const page = await open(1_200, { hash: placesOf([number, WHATSAPP]) });
    const phone = page.getByRole('region', { name: /^Phone of/ });
    const log = phone.getByRole('region', { name: 'Messages with' });
    const chooser = page.waitForEvent('filechooser');
    await phone.getByRole('button', { name: 'Attach files' }).click();
    await (await chooser).setFiles([
      { name: 'lamp.png', mimeType: 'image/png', buffer: picture('page') },
      { name: 'note.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
    ]);
    await phone.getByRole('button', { name: 'Leave out note.pdf' }).click();
    await phone.getByRole('button', { name: 'Send' }).click();
    await log.locator('[data-state=done] img[src^="blob:"]').waitFor();
    const { body } = await api(server, 'GET', 'Messages.json', { From: address });
    expect(body.messages).toMatchObject([{ num_media: '1', direction: 'inbound' }]);

    const uploaded = await handsetFile(SVG, 'logo.svg', 'image/svg+xml');
    await handset(server, 'messages', { phone: address, contact: WHATSAPP, files: [uploaded] });
    const saved = page.waitForEvent('download');
    await log.getByRole('button', { name: 'Save logo.svg' }).click();
    expect((await saved).suggestedFilename()).toBe('logo.svg');
    expect(await log.locator('img').count()).toBe(1);

    const office = { server, account: server.account, client: sdkClient(server.url, server.account) };
    const template = await json(office, 'POST', '/content/v1/Content', {
      friendly_name: 'Day',
      language: 'en',
      types: { 'twilio/quick-reply': { body: 'Which day?', actions: [{ title: 'Friday', id: 'f' }] } },
    });
    const sent = await api(server, 'POST', 'Messages.json', {
      To: address,
      From: WHATSAPP,
      ContentSid: template.body.sid,
    });
    await log.getByRole('button', { name: 'Friday' }).click();
    await eventually(
      async () => (await api(server, 'GET', 'Messages.json', { From: address })).body.messages[0].body,
    ).toBe('Friday');
    // It was on the screen, and WhatsApp was told so.
    await eventually(() => statusOf(sent.body.sid)).toEqual(['read', null]);
    await page.context().close();
  });

  const handsetFile = async (bytes: string, name: string, type: string) => {
    const query = new URLSearchParams({ phone: '+15550101410', name, type });
    const answer = await fetch(`${server.url}/handset/api/files?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    return ((await answer.json()) as { id: string }).id;
  };

  it('lets a phone fail from its settings, and switches it off and on', async () => {
    const number = '+15550101320';
    const page = await open(1_200, { hash: placesOf([number]) });
    await addPhone(page, number.slice(1));
    const phone = phoneOf(page, '+1 555 010 1320');
    await phone.getByRole('button', { name: 'Phone settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Phone settings' });
    await dialog.getByLabel('Fail the next messages').fill('1');
    await dialog.getByLabel('Text error code').selectOption('30005');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('Next 1 fails').waitFor();
    expect(await statusOf((await text(number, 'lost')).body.sid)).toEqual(['undelivered', 30005]);
    await phone.getByText('Next 1 fails').waitFor({ state: 'detached' });

    await phone.getByRole('button', { name: 'Switched on' }).click();
    await phone.getByRole('button', { name: 'Switch on', exact: true }).waitFor();
    const waiting = (await text(number, 'are you there?')).body.sid;
    expect(await statusOf(waiting)).toEqual(['sent', null]);
    await phone.getByRole('button', { name: 'Switch on', exact: true }).click();
    await phone.getByRole('link').filter({ hasText: 'are you there?' }).waitFor();
    expect(await statusOf(waiting)).toEqual(['delivered', null]);
    await page.context().close();
  });

  it('plays a busy day with a made-up customer beside it, and stops it', async () => {
    const page = await open(1_200);
    await page.getByRole('button', { name: 'New customer' }).first().click();
    await page.getByRole('region', { name: /^Phone of \p{L}+ \p{L}+/u }).waitFor();
    await page.getByRole('button', { name: 'Busy day' }).click();
    const dialog = page.getByRole('dialog', { name: 'Busy day' });
    await dialog.getByLabel('Customers').fill('3');
    await dialog.getByRole('checkbox').first().check();
    await dialog.getByRole('button', { name: 'Start' }).click();
    const strip = page.getByRole('region', { name: 'Busy day' });
    await strip.getByText('1 of 3 came').waitFor();
    await strip.getByRole('button', { name: 'Stop' }).click();
    await strip.waitFor({ state: 'hidden' });
    expect((await handset(server, 'busy-day')).body.busyDay).toBeNull();
    await page.context().close();
  });

  it('shows hostile texts as text', async () => {
    await handset(server, 'phones', { address: 'custom:<img src=x onerror=alert(1)>', name: HOSTILE });
    await text('+15550101310', HOSTILE);
    const page = await open(1_200, { hash: placesOf(['+15550101310', OWN]) });
    const log = page.getByRole('region', { name: 'Messages with' });
    await log.getByText(HOSTILE).waitFor();
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill(HOSTILE);
    await box.press('Enter');
    await eventually(() => log.getByText(HOSTILE).count()).toBe(2);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('body script').count()).toBe(0);
    expect(await page.evaluate('window.isHit')).toBeUndefined();
    await page.context().close();
  });

  it('refuses what is no number beside the field', async () => {
    const page = await open(390);
    await addPhone(page, '123');
    await page.getByRole('alert').filter({ hasText: 'no number' }).waitFor();
    const field = page.getByLabel('Customer’s number');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.context().close();
  });

  it('sends a text again that could not be sent, once', async () => {
    const page = await open(390, { hash: placesOf(['+15550101350', OWN]) });
    const box = page.getByRole('textbox', { name: 'Message' });
    await page.context().setOffline(true);
    await box.fill('in a tunnel');
    await box.press('Enter');
    await page.getByText('The server cannot be reached.').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await eventually(() => page.locator('[data-direction=outgoing][data-state=done]').count()).toBe(1);
    const { body } = await api(server, 'GET', 'Messages.json', { From: '+15550101350' });
    expect(body.messages).toHaveLength(1);
    await page.context().close();
  });

  it.each([
    [390, 'dark'],
    [1_440, 'light'],
  ] as const)('has no fault an audit finds and fits at %i px, %s', async (width, scheme) => {
    await text('+15550101340', 'x'.repeat(300));
    await text('+15550101340', 'Hello');
    await handset(server, 'messages', { phone: '+15550101340', contact: OWN, body: 'Hi' });
    await handset(server, 'messages', { phone: 'whatsapp:+15550101341', contact: WHATSAPP, body: 'Hi' });
    await handset(server, 'messages', { phone: 'messenger:15550101342', contact: 'messenger:7', body: 'Hi' });
    const hash = placesOf(['+15550101342', 'messenger:7'], ['+15550101341', WHATSAPP], ['+15550101340', OWN]);
    const page = await open(width, { scheme, hash });
    await page.getByText('xxxxx').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.getByRole('button', { name: 'Customers' }).click();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Busy day' }).click();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('ran without an error in the console', () => {
    expect(problems).toEqual([]);
  });
});
