// Beginning conversations at the desk: both ways, from nobody known to the answer, and everything that can stand in
// the way.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';
import { expectUsable } from './support/pages.ts';

const ANNAS = '+14155550101';
const BENS = '+14155550102';
const WAIT = { timeout: 20_000 };

/** The parts of the page. */
const parts = (page: Page) => ({
  to: page.getByRole('combobox', { name: 'To' }),
  name: page.getByRole('textbox', { name: 'Name' }),
  from: page.getByRole('combobox', { name: 'From' }),
  text: page.getByRole('textbox', { name: 'Text' }),
  look: page.getByRole('region', { name: 'Before you send' }),
  send: (label: string) => page.getByRole('button', { name: label, exact: true }),
});

async function write(page: Page, to: string, body: string): Promise<void> {
  await parts(page).to.fill(to);
  await parts(page).text.fill(body);
}

async function isShown(...all: readonly Locator[]): Promise<void> {
  for (const one of all) await one.first().waitFor();
}

describe.skipIf(BROWSER === undefined)('outbound', () => {
  let desk: DeskFixture;
  let anna: Page;
  let ben: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    desk = await startDesk();
    anna = await desk.signIn('anna', `/?to=${encodeURIComponent('+14155550211')}&name=Jane%20Doe`);
    ben = await desk.signIn('ben', '/new');
    collectProblems(anna, problems);
    collectProblems(ben, problems);
  });
  closeAfterwards(() => desk);

  const calls = async (to: string) =>
    (await desk.api('GET', `/outbound/v1/Conversations?To=${encodeURIComponent(to)}`)).conversations;
  const onPhone = async (phone: string, contact: string): Promise<string[]> => {
    const query = new URLSearchParams({ phone, contact });
    const answer = await fetch(`${desk.url}/handset/api/messages?${query}`);
    const { messages = [] } = (await answer.json()) as { messages?: { body: string }[] };
    return messages.map(({ body }) => body);
  };

  it('opens now from a link, goes available, sends a double press once, and shows the answer', async () => {
    const { to, name, text, look, send } = parts(anna);
    await isShown(anna.getByRole('heading', { name: 'New message' }));
    expect(new URL(anna.url()).pathname).toBe('/new');
    await expect.poll(() => to.inputValue()).toBe('+1 415 555 0211');
    await expect.poll(() => name.inputValue()).toBe('Jane Doe');
    expect(await send('Go available, send and open').isDisabled()).toBe(true);
    await isShown(anna.getByText('Write something first.'));
    await text.fill('Hello Jane, your bike is ready.');
    await isShown(
      look.getByText('Has not opted out'),
      look.getByText('Sent from +1 415 555 0101'),
      look.getByText('In no open conversation'),
      anna.getByText('You are offline'),
    );
    await send('Go available, send and open').dblclick();
    await expect.poll(() => new URL(anna.url()).pathname, WAIT).toMatch(/^\/tasks\/WR/);
    await expect
      .poll(() => onPhone('+14155550211', ANNAS), WAIT)
      .toEqual(['Hello Jane, your bike is ready.']);
    const made = await calls('+14155550211');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ mode: 'open-now', customer_name: 'Jane Doe', author: 'anna' });
    await desk.customerSays('+14155550211', ANNAS, 'Great, on my way');
    await isShown(anna.getByText('Great, on my way'));
  });

  it('sends and waits, and the answer comes back as work to the agent who wrote', async () => {
    await anna.goto(`${desk.url}/new`);
    const { to, send } = parts(anna);
    await write(anna, '415 555 0212', 'Is Friday fine?');
    await parts(anna).name.fill('Joe');
    await anna.getByRole('radio', { name: 'Send and wait for the reply' }).check();
    await send('Send and wait').click();
    await isShown(anna.getByText('Sent to Joe'), anna.getByText('The reply comes back to you as a new task'));
    await expect.poll(() => to.inputValue()).toBe('');
    const list = anna.getByRole('region', { name: 'Waiting for a reply' });
    await list.getByRole('button', { name: /Joe/ }).click();
    await isShown(anna.getByRole('dialog').getByText('Is Friday fine?'));
    await anna.keyboard.press('Escape');
    const [waiting] = await calls('+14155550212');
    expect(waiting).toMatchObject({ status: 'waiting', task_sid: null });
    await desk.customerSays('+14155550212', ANNAS, 'Friday it is');
    await expect.poll(async () => (await calls('+14155550212'))[0].status, WAIT).toBe('answered');
    const [{ task_sid: taskSid }] = await calls('+14155550212');
    const tasks = `/taskrouter/v1/Workspaces/${desk.credentials.workspaceSid}/Tasks/${taskSid}/Reservations`;
    await expect
      .poll(async () => (await desk.api('GET', tasks)).reservations[0]?.worker_name, WAIT)
      .toBe('Anna');
  });

  it('lets one of two agents win a customer, and tells the other with whom he is', async () => {
    for (const page of [anna, ben]) {
      await page.goto(`${desk.url}/new`);
      await write(page, '+1 415 555 0213', 'Who is faster?');
      await page.getByRole('radio', { name: 'Open now' }).check();
    }
    await parts(ben).from.selectOption({ label: '+1 415 555 0101' });
    const press = async (page: Page) => {
      await isShown(parts(page).look.getByText('In no open conversation'));
      return page.getByRole('button', { name: /send and open$/i });
    };
    const buttons = [await press(anna), await press(ben)];
    await Promise.all(buttons.map((button) => button.click()));
    const pages = [anna, ben];
    const loser = await Promise.any(
      pages.map(async (page) => {
        await page.getByText('It was not sent').waitFor();
        return page;
      }),
    );
    const winner = pages.find((page) => page !== loser)!;
    await expect.poll(() => new URL(winner.url()).pathname, WAIT).toMatch(/^\/tasks\/WR/);
    expect((await calls('+14155550213')).map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'opened',
    ]);
    const winning = winner === anna ? 'Anna' : 'Ben';
    const { look, text } = parts(loser);
    await isShown(look.getByText(new RegExp(`(with|offered to) ${winning}, begun`)));
    expect(await text.inputValue()).toBe('Who is faster?');

    await look.getByRole('radio', { name: 'Take it over' }).check();
    await loser.getByRole('button', { name: /take over and send$/i }).click();
    await expect.poll(() => new URL(loser.url()).pathname, WAIT).toMatch(/^\/tasks\/WR/);
    await expect
      .poll(() => onPhone('+14155550213', ANNAS), WAIT)
      .toEqual(['Who is faster?', 'Who is faster?']);
    const outcomes = (await calls('+14155550213')).map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes.toSorted()).toEqual(['opened', 'taken-over']);
  });

  it('adds to the conversation of a colleague without taking it', async () => {
    await ben.goto(`${desk.url}/new`);
    await write(ben, '+14155550211', 'And your lock is ready too.');
    await parts(ben).from.selectOption({ label: '+1 415 555 0101' });
    const { look, send } = parts(ben);
    await isShown(look.getByText(/with Anna, begun/));
    await look.getByRole('radio', { name: 'Add my message to it' }).check();
    await send('Add to the conversation').click();
    await isShown(ben.getByText('Added to the conversation with'));
    await expect.poll(() => onPhone('+14155550211', ANNAS), WAIT).toContain('And your lock is ready too.');
  });

  it('says who opted out, which numbers are none, and what may go outside of the window', async () => {
    await desk.customerSays('+14155550214', ANNAS, 'STOP');
    await anna.goto(`${desk.url}/new`);
    const { to, from, look } = parts(anna);
    const button = anna.getByRole('button', { name: /send and open$/i });
    await write(anna, '+14155550214', 'Hello again');
    await isShown(look.getByText('Opted out of texts from +1 415 555 0101'));
    expect(await button.isDisabled()).toBe(true);
    await look.getByRole('button', { name: 'Send from another number' }).click();
    expect(await from.evaluate((element) => element === document.activeElement)).toBe(true);
    await from.selectOption({ label: '+1 415 555 0102' });
    await isShown(look.getByText('Has not opted out'));
    expect(await button.isEnabled()).toBe(true);

    await to.fill('+1 415 55');
    await to.press('Tab');
    await isShown(anna.getByText('Type the whole number'));
    expect(await button.isDisabled()).toBe(true);
    await to.fill('jane@example.com');
    await to.press('Tab');
    await isShown(anna.getByText('A conversation cannot be begun by e-mail'));

    const { sid } = await template();
    await anna.goto(`${desk.url}/new`);
    await write(anna, '+14155550215', 'Hello there');
    await anna.getByRole('radio', { name: 'WhatsApp' }).check({ force: true });
    await isShown(look.getByText('They have not written within 24 hours'));
    expect(await button.isDisabled()).toBe(true);
    await look.getByRole('button', { name: 'Use a template' }).click();
    await anna.getByRole('combobox', { name: 'Template' }).selectOption(sid);
    await isShown(anna.getByText('Fill in the template.'));
    await anna.getByRole('textbox', { name: 'Value 1' }).fill('Ann');
    await isShown(
      anna.getByText('Hello Ann, your order is ready.'),
      look.getByText('an approved template may be sent'),
    );
    await button.click();
    await expect
      .poll(() => onPhone('whatsapp:+14155550215', `whatsapp:${ANNAS}`), WAIT)
      .toEqual(['Hello Ann, your order is ready.']);
  });

  it('works at the width of a phone, by keyboard, and without what axe finds', async () => {
    await ben.setViewportSize({ width: 390, height: 844 });
    await ben.goto(`${desk.url}/`);
    await ben.getByRole('navigation', { name: 'Areas' }).waitFor();
    await ben.keyboard.press('n');
    await isShown(ben.getByRole('heading', { name: 'New message' }));
    await write(ben, '+14155550211', 'A text');
    await parts(ben).from.selectOption({ label: '+1 415 555 0101' });
    await isShown(parts(ben).look.getByText(/with Anna, begun/));
    const overflow = await ben.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await expectUsable(ben);
    // What was typed is there again after a look elsewhere.
    await ben.getByRole('link', { name: 'Tasks' }).click();
    await ben.getByRole('link', { name: 'New message' }).click();
    await expect.poll(() => parts(ben).text.inputValue()).toBe('A text');
    await parts(ben).to.fill('+14155550219');
    await parts(ben).from.selectOption({ label: `My number, +1 415 555 0102` });
    await ben.getByRole('radio', { name: 'Send and wait for the reply' }).check();
    await isShown(parts(ben).look.getByText('In no open conversation'));
    await ben.keyboard.press('Control+Enter');
    await isShown(ben.getByText('Sent to +1 415 555 0219'));
    await expect.poll(() => onPhone('+14155550219', BENS), WAIT).toEqual(['A text']);
    expect(problems).toEqual([]);
  });

  /** A template WhatsApp has approved. */
  async function template(): Promise<{ sid: string }> {
    const { accountSid, authToken } = desk.credentials;
    const post = async (path: string, body: object) => {
      const answer = await fetch(`${desk.url}/content/v1/Content${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as { sid: string };
    };
    const content = await post('', {
      friendly_name: 'order_ready',
      language: 'en',
      variables: { 1: 'Jane' },
      types: { 'twilio/text': { body: 'Hello {{1}}, your order is ready.' } },
    });
    await post(`/${content.sid}/ApprovalRequests/whatsapp`, { name: 'order_ready', category: 'UTILITY' });
    await post(`/${content.sid}/ApprovalRequests/whatsapp/Status`, { status: 'approved' });
    return content;
  }
});
