// The page /handset in a browser: what a customer's phone does, seen and used as people do.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNumber, api, handset, OWN } from '../messaging/setup.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const HOSTILE = '<img src=x onerror="window.isHit = true"><script>window.isHit = true</script>';

describe.skipIf(BROWSER === undefined)('the page /handset', () => {
  let database: TestDatabase;
  let server: TestServer;
  let browser: Browser;
  const problems: string[] = [];

  const open = async (width: number, scheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load'))
        problems.push(message.text());
    });
    await page.goto(`${server.url}/handset`);
    await page.getByText('Live', { exact: true }).waitFor();
    return page;
  };
  const addPhone = async (page: Page, number: string) => {
    await page.getByLabel('Customer’s number').pressSequentially(number);
    await page.getByRole('button', { name: 'Add' }).click();
  };
  const text = (to: string, body: string) =>
    api(server, 'POST', 'Messages.json', { To: to, From: OWN, Body: body });

  beforeAll(async () => {
    database = await databases()[0]!.create();
    server = await startServer(database.url);
    await addNumber(server);
    browser = await chromium.launch({
      executablePath: BROWSER as string,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await database.dispose();
  });

  it.each([390, 1_200])(
    'adds a number, shows a text as it arrives, answers it and stops at %i px',
    async (width) => {
      const phone = `+15550101${width === 390 ? '301' : '302'}`;
      const page = await open(width);
      await addPhone(page, phone.slice(1));
      await page.getByRole('heading', { name: `+1 555 010 1${phone.slice(-3)}` }).waitFor();
      await page.getByRole('heading', { name: 'No messages' }).waitFor();

      await text(phone, 'Your parcel is ready');
      const thread = page.getByRole('list', { name: 'Conversations' }).getByRole('link');
      await thread.filter({ hasText: 'Your parcel is ready' }).click();
      const log = page.getByRole('region', { name: 'Messages' });
      await log.getByText('Your parcel is ready').waitFor();
      await text(phone, 'Open until 18:00');
      await log.getByText('Open until 18:00').waitFor();
      await expect.poll(() => page.locator('#announcer').textContent()).toBe('New message: Open until 18:00');

      const box = page.getByRole('textbox', { name: 'Message' });
      await box.fill('On my way');
      await box.press('Enter');
      await log.getByText('On my way').waitFor();
      await expect.poll(() => log.locator('[data-direction=outgoing][data-state=done]').count()).toBe(1);
      expect(await box.inputValue()).toBe('');
      expect((await api(server, 'GET', 'Messages.json', { From: phone })).body.messages).toMatchObject([
        { direction: 'inbound', body: 'On my way' },
      ]);

      await page.getByRole('button', { name: 'STOP' }).click();
      await log.getByText('You are unsubscribed').waitFor();
      expect((await text(phone, 'Wait!')).body.code).toBe(21610);
      expect(await log.getByRole('listitem').filter({ hasText: 'STOP' }).count()).toBeGreaterThan(0);
      await page.context().close();
    },
  );

  it('shows hostile texts as text', async () => {
    const page = await open(1_200);
    await handset(server, 'phones', { address: 'custom:<img src=x onerror=alert(1)>' });
    await text('+15550101310', HOSTILE);
    const phones = page.getByRole('navigation').getByRole('link');
    await phones.filter({ hasText: '555 010 1310' }).click();
    await page.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click();
    const log = page.getByRole('region', { name: 'Messages' });
    await log.getByText(HOSTILE).waitFor();
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill(HOSTILE);
    await box.press('Enter');
    await expect.poll(() => log.getByText(HOSTILE).count()).toBe(2);
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

  it('lets a phone fail from its settings', async () => {
    const page = await open(1_200);
    await addPhone(page, '15550101320');
    await page.getByRole('heading', { name: '+1 555 010 1320' }).waitFor();
    await page.getByRole('button', { name: 'Phone settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'When a text arrives' });
    await dialog.getByRole('radio', { name: 'Fails' }).check();
    await dialog.getByLabel('Error code', { exact: true }).selectOption('30005');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Failing: texts do not arrive').waitFor();
    const { body } = await text('+15550101320', 'lost');
    await server.settled();
    const message = await api(server, 'GET', `Messages/${body.sid}.json`);
    expect(message.body).toMatchObject({ status: 'undelivered', error_code: 30005 });
    await page.context().close();
  });

  it('is used with the keyboard alone, and gives the focus back', async () => {
    const page = await open(1_200);
    await text('+15550101330', 'keyboard');
    const phone = page.getByRole('navigation').getByRole('link').filter({ hasText: '555 010 1330' });
    await phone.focus();
    await page.keyboard.press('Enter');
    const thread = page
      .getByRole('list', { name: 'Conversations' })
      .getByRole('link')
      .filter({ hasText: 'keyboard' });
    await thread.focus();
    await page.keyboard.press('Enter');
    const box = page.getByRole('textbox', { name: 'Message' });
    await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type('typed');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two lines');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Messages' }).getByText('typed\ntwo lines').waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() =>
        thread
          .or(page.locator('#thread-list a'))
          .first()
          .evaluate((element) => element === document.activeElement),
      )
      .toBe(true);
    await page.context().close();
  });

  it.each([
    [390, 'light'],
    [1_200, 'dark'],
  ] as const)('names all that can be operated and fits at %i px, %s', async (width, scheme) => {
    const page = await open(width, scheme);
    await text('+15550101340', 'x'.repeat(300));
    await page.getByRole('navigation').getByRole('link').filter({ hasText: '555 010 1340' }).click();
    await page.getByRole('list', { name: 'Conversations' }).getByRole('link').click();
    await page.getByRole('region', { name: 'Messages' }).getByText('xxxxx').first().waitFor();
    expect(await page.evaluate(findFlaws)).toEqual([]);
    await page.context().close();
  });

  it('puts the phone beside the list where there is room, and over it where there is none', async () => {
    const page = await open(1_200);
    await addPhone(page, '15550101345');
    await page.getByRole('heading', { name: '+1 555 010 1345' }).waitFor();
    const list = await page.locator('.phones').boundingBox();
    const device = await page.locator('.device').boundingBox();
    expect(device!.x).toBeGreaterThan(list!.x + list!.width);
    expect(device!.y + device!.height).toBeLessThanOrEqual(844);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.phones').waitFor({ state: 'hidden' });
    expect(await page.locator('.device').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await page.getByRole('button', { name: 'All phones' }).click();
    await page.locator('.phones').waitFor({ state: 'visible' });
    await page.context().close();
  });

  it('sends a text again that could not be sent, once', async () => {
    const page = await open(390);
    await addPhone(page, '15550101350');
    await page.getByRole('button', { name: 'New message' }).first().click();
    const box = page.getByRole('textbox', { name: 'Message' });
    await page.context().setOffline(true);
    await box.fill('in a tunnel');
    await box.press('Enter');
    await page.getByText('The server cannot be reached.').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.locator('[data-direction=outgoing][data-state=done]').count()).toBe(1);
    const { body } = await api(server, 'GET', 'Messages.json', { From: '+15550101350' });
    expect(body.messages).toHaveLength(1);
    await page.context().close();
  });

  it('ran without an error in the console', () => {
    expect(problems).toEqual([]);
  });
});

/** Runs in the page: what an accessibility audit would say first. */
function findFlaws(): string[] {
  const flaws: string[] = [];
  const isShown = (element: Element) => (element as HTMLElement).checkVisibility();
  const nameOf = (element: Element) => {
    const labels = (element as HTMLInputElement).labels ?? [];
    const label = [...labels].map((entry) => entry.textContent).join('');
    return (element.getAttribute('aria-label') ?? (label || element.textContent) ?? '').trim();
  };
  for (const element of document.querySelectorAll('button, a, input, select, textarea')) {
    if (isShown(element) && nameOf(element) === '')
      flaws.push(`without a name: ${element.outerHTML.slice(0, 80)}`);
    const box = element.getBoundingClientRect();
    if (isShown(element) && element.matches('button, a') && Math.min(box.width, box.height) < 24) {
      flaws.push(`too small: ${element.outerHTML.slice(0, 80)}`);
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  flaws.push(...ids.filter((id, position) => ids.indexOf(id) !== position).map((id) => `twice: ${id}`));
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const id = element.getAttribute(attribute) as string;
      if (!ids.includes(id)) flaws.push(`${attribute} leads nowhere: ${id}`);
    }
  }
  if (document.documentElement.lang === '') flaws.push('no language');
  if (document.querySelectorAll('h1').length !== 1) flaws.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) flaws.push('not one main');
  if (document.documentElement.scrollWidth > innerWidth) flaws.push('wider than the window');
  return flaws;
}
