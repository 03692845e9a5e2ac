// The admin area as whoever runs the contact centre uses it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';
import { expectUsable, go } from './support/pages.ts';

const CUSTOMER = '+14155550170';
const SECTIONS = [
  'start',
  'numbers',
  'flows',
  'templates',
  'consents',
  'workers',
  'queues',
  'workflows',
  'activities',
  'users',
  'canned',
  'plugins',
  'keys',
  'webhooks',
  'deliveries',
  'reconciler',
  'system',
];

/** A program somewhere else that refuses what it is told until it is repaired. */
function refusingProgram(): Promise<{ server: Server; url: string; repair(): void }> {
  let status = 500;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end(status === 200 ? 'thank you' : 'not now');
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const repair = () => {
        status = 200;
      };
      resolve({ server, url: `http://127.0.0.1:${port}/hook`, repair });
    });
  });
}

/** The demo answers customers already; a contact centre of one's own begins without. */
async function closeEveryWayIn({ api }: DeskFixture): Promise<void> {
  const addresses = '/conversations/v1/Configuration/Addresses';
  for (const { sid } of (await api('GET', addresses)).address_configurations) {
    await api('DELETE', `${addresses}/${sid}`);
  }
  for (const { sid } of (await api('GET', '/flex-api/v1/FlexFlows')).flex_flows) {
    await api('POST', `/flex-api/v1/FlexFlows/${sid}`, { Enabled: 'false' });
  }
}

describe.skipIf(BROWSER === undefined)('the admin area', () => {
  let desk: DeskFixture;
  let ada: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    desk = await startDesk();
    await closeEveryWayIn(desk);
    ada = await desk.signIn('ada', '/admin');
    ada.setDefaultTimeout(15_000);
    collectProblems(ada, problems);
  }, 180_000);
  closeAfterwards(() => desk);

  const row = (name: string | RegExp) => ada.getByRole('row', { name });
  const dialog = (name: string | RegExp) => ada.getByRole('dialog', { name });
  const save = () => ada.getByRole('button', { name: 'Save', exact: true }).click();

  it('leads an operator from the checklist to a flow that is on, and a customer’s text becomes a task', async () => {
    const step = ada.getByRole('listitem').filter({ hasText: 'A way in' });
    await expect.poll(() => step.textContent()).toContain('To do');
    await step.getByRole('link', { name: 'Inbound flows' }).click();

    await ada.getByRole('button', { name: 'Add a flow' }).click();
    const form = dialog('Add a flow');
    await form.getByLabel('Name').fill('Shop');
    await form.getByLabel('What answers').selectOption('external');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('This is needed').waitFor();
    await form.getByLabel('URL of the program').fill('nowhere');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('It is not an http or https URL').waitFor();
    await form.getByLabel('What answers').selectOption('task');
    await form.getByLabel('On: customers who write are answered').uncheck();
    await form.getByRole('button', { name: 'Save' }).click();
    const toggle = row(/Shop/).getByRole('switch', { name: 'Shop is on' });
    await toggle.click();
    await expect.poll(() => toggle.isChecked()).toBe(true);

    await desk.customerSays(CUSTOMER, '+14155550101', 'Is anybody there?');
    const { workspaceSid } = desk.credentials;
    const tasks = () => desk.api('GET', `/taskrouter/v1/Workspaces/${workspaceSid}/Tasks`);
    await expect.poll(async () => (await tasks()).tasks.length, { timeout: 15_000 }).toBe(1);
    await go(ada, '/admin/start');
    await expect.poll(() => step.textContent()).toContain('1 address is answered');
  });

  it('says what is wrong with an expression as it is written, offers names, and keeps what was typed', async () => {
    await desk.api('POST', `/taskrouter/v1/Workspaces/${desk.credentials.workspaceSid}/TaskQueues`, {
      FriendlyName: 'Experts',
      TargetWorkers: '1==1',
    });
    await go(ada, '/admin/workers');
    await row(/Anna/).getByRole('link').click();
    const attributes = ada.getByLabel('Attributes');
    await attributes.fill('{\n  "languages": ["de"],\n  level: 4\n}');
    await ada.getByText(/Line 3: /).waitFor();
    await attributes.fill('{\n  "languages": ["de"],\n  "level": 4\n}');
    await save();
    await dialog(/Anna/).waitFor({ state: 'detached' });

    await go(ada, '/admin/queues');
    await row(/Experts/)
      .getByRole('link')
      .click();
    const expression = ada.getByRole('textbox', { name: 'Workers who take its tasks' });
    await expression.fill('level => 3');
    const mistake = ada.getByText(/Mistake: /);
    await mistake.waitFor();
    await expect.poll(() => expression.getAttribute('aria-invalid')).toBe('true');
    const described = await expression.getAttribute('aria-describedby');
    expect(described).toContain(await mistake.locator('..').getAttribute('id'));
    await save();
    await ada
      .getByText(/“=>|"=>"/)
      .first()
      .waitFor();

    await expression.fill('');
    await expression.pressSequentially('lang');
    await ada.getByRole('option', { name: /languages/ }).waitFor();
    await expression.press('Enter');
    await expression.pressSequentially("HAS 'de' ");
    await expression.press('Escape');
    await ada.getByText(/Matches 1 worker: Anna/).waitFor();
    await expression.press('Escape');
    await ada.getByRole('alertdialog', { name: 'Discard your changes?' }).waitFor();
    await ada.getByRole('button', { name: 'Cancel' }).last().click();
    await save();
    await row(/languages HAS 'de'/).waitFor();
  });

  it('changes a workflow in the form, and says what it would do before and after', async () => {
    await go(ada, '/admin/workflows');
    await ada.getByRole('row').nth(1).getByRole('link').click();
    await ada.getByRole('button', { name: 'Add a filter' }).click();
    await ada.getByLabel('Name of the filter').last().fill('German');
    await ada.getByRole('textbox', { name: 'Tasks it takes' }).last().fill("lang == 'de'");
    await ada.getByRole('combobox', { name: 'Queue' }).last().selectOption({ label: 'Experts' });
    await ada.getByRole('tab', { name: 'Try it' }).click();
    await ada.getByLabel('Attributes of the task').fill('{"lang":"de"}');
    await ada.getByRole('button', { name: 'Simulate' }).click();
    await ada.getByText('The filter German takes it.').waitFor();
    await ada.getByText(/It waits in Experts with priority/).waitFor();
    await ada.getByText(/It would suit Anna/).waitFor();

    await ada
      .getByRole('navigation', { name: 'Admin sections' })
      .getByRole('link', { name: 'Queues' })
      .click();
    await ada.getByRole('alertdialog', { name: 'Discard your changes?' }).waitFor();
    await ada.getByRole('button', { name: 'Cancel' }).click();
    await save();
    await ada.getByText('Saved. Waiting tasks are looked at again.').waitFor();
    await ada.getByRole('tab', { name: 'JSON' }).click();
    await expect.poll(() => ada.getByLabel('Configuration').inputValue()).toContain('"German"');
  });

  it('writes a template, hands it in and sets it approved', async () => {
    await go(ada, '/admin/templates');
    await ada.getByRole('button', { name: 'Write a template' }).click();
    await ada.getByLabel('Name', { exact: true }).fill('Order shipped');
    await ada.getByLabel('Kind').selectOption('twilio/quick-reply');
    await ada.getByLabel('Words').fill('Hello {{1}}, it is on its way.');
    await ada.getByLabel('Quick replies, one a line').fill('Thank you\nWhere is it?');
    await ada.getByLabel('{{1}}').fill('Zoe');
    const preview = ada.getByRole('region', { name: 'Preview' });
    await preview.getByText('Hello Zoe, it is on its way.').waitFor();
    await preview.getByText('Where is it?').waitFor();
    await ada.getByRole('button', { name: 'Save the template' }).click();
    const stored = dialog('Order shipped');
    await expect.poll(() => stored.getByLabel('Name at WhatsApp').inputValue()).toBe('order_shipped');
    await stored.getByRole('button', { name: 'Submit for approval' }).click();
    await stored.getByLabel('State').selectOption('approved');
    await stored.getByRole('button', { name: 'Set the state' }).click();
    await stored.getByText('Approved', { exact: true }).first().waitFor();
    await ada.keyboard.press('Escape');
    await row(/Order shipped/)
      .getByText('Approved')
      .waitFor();
  });

  it('makes canned responses, users and keys; a key works until it is revoked', async () => {
    await go(ada, '/admin/canned/new');
    await ada.getByLabel('Name').fill('Greeting');
    await ada.getByLabel('Words').fill('Hello {{customer.name}}');
    await ada.getByLabel('Shortcut').fill('two words');
    await save();
    await ada.getByText('It is not one word of at most 32 characters').waitFor();
    await ada.getByLabel('Shortcut').fill('hello');
    await save();
    await row(/Greeting/)
      .getByText('/hello')
      .waitFor();

    await go(ada, '/admin/users/new');
    await ada.getByLabel('Login').fill('cleo');
    await ada.getByLabel('Full name').fill('Cleo Park');
    await ada.getByLabel('Password').fill('a long enough one');
    await save();
    await row(/Cleo Park/).waitFor();
    const answer = await fetch(`${desk.url}/desk/v1/Session`, {
      method: 'POST',
      body: new URLSearchParams({ Login: 'cleo', Password: 'a long enough one' }),
    });
    expect(await answer.json()).toMatchObject({ full_name: 'Cleo Park', role: 'agent' });

    await go(ada, '/admin/keys');
    await ada.getByRole('button', { name: 'Make a key' }).click();
    await ada.getByLabel('Name').fill('Warehouse');
    await dialog('Make a key').getByRole('button', { name: 'Make a key' }).click();
    const made = ada.getByRole('alertdialog', { name: 'Your new key' });
    const [sid, secret] = await made.locator('code').allTextContents();
    const asKey = async () => {
      const headers = { Authorization: `Basic ${btoa(`${sid}:${secret}`)}` };
      return (await fetch(`${desk.url}/taskrouter/v1/Workspaces`, { headers })).status;
    };
    expect(await asKey()).toBe(200);
    await ada.getByRole('button', { name: 'I have kept it' }).click();
    await ada.getByRole('button', { name: 'Revoke Warehouse' }).click();
    await ada.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    // The server remembers whom it let in for a few seconds.
    await expect.poll(asKey, { timeout: 15_000 }).toBe(401);
    await ada.getByText('No keys yet.').waitFor();
  });

  it('shows a webhook that was refused, and sends it again once the program is repaired', async () => {
    const program = await refusingProgram();
    await go(ada, '/admin/webhooks');
    await ada.getByRole('button', { name: 'Change: Conversations of the account' }).click();
    await ada.getByLabel('Told after something happened').fill(program.url);
    await ada.getByLabel('Events', { exact: true }).fill('onConversationAdded');
    await save();
    await row(/Conversations, after/).waitFor();
    const { accountSid, authToken } = desk.credentials;
    await fetch(`${desk.url}/conversations/v1/Conversations`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}`,
        // What programs do is told only when they ask for it.
        'X-Twilio-Webhook-Enabled': 'true',
      },
      body: new URLSearchParams({ FriendlyName: 'Told of' }),
    });

    await go(ada, '/admin/deliveries');
    await row(/onConversationAdded/)
      .first()
      .getByRole('link')
      .click();
    const log = dialog('onConversationAdded');
    await log.getByText('500', { exact: true }).waitFor();
    await log.getByText(/"FriendlyName": "Told of"/).waitFor();
    await log.getByText('not now').waitFor();
    program.repair();
    // Refused calls are tried again by themselves; this one is given up first, as a log of yesterday has it.
    await desk
      .server()
      .context.database.transaction((tx) =>
        tx.db.updateTable('webhook_deliveries').set({ status: 'failed' }).execute(),
      );
    await log.getByText('Failed', { exact: true }).waitFor();
    await log.getByRole('button', { name: 'Send again' }).click();
    await log.getByText('Delivered', { exact: true }).waitFor({ timeout: 15_000 });
    await log.getByText('thank you').waitFor();
    program.server.close();
  });

  it('shows who refuses to be written to, by which word, and records what somebody says elsewhere', async () => {
    await desk.customerSays('+14155550171', '+14155550102', 'STOP');
    await go(ada, '/admin/consents');
    await row(/\+14155550171/)
      .getByText('Opted out')
      .waitFor({ timeout: 15_000 });
    expect(await row(/\+14155550171/).textContent()).toContain('STOP');
    await ada.getByRole('button', { name: 'Record a choice' }).click();
    await ada.getByLabel('Customer', { exact: true }).fill('not an address');
    await save();
    await expect
      .poll(() => ada.getByLabel('Customer', { exact: true }).getAttribute('aria-invalid'))
      .toBe('true');
    await ada.getByLabel('Customer', { exact: true }).fill('+14155550172');
    await save();
    await ada.getByLabel('Address of the customer').fill('+14155550172');
    await ada.getByRole('button', { name: 'Find' }).click();
    await expect.poll(() => ada.getByRole('table', { name: 'Opt-outs' }).getByRole('row').count()).toBe(2);
    await row(/\+14155550172/)
      .getByText('Opted out')
      .waitFor();
  });

  it('is a list of sections on a phone, each of which fits', async () => {
    await ada.setViewportSize({ width: 390, height: 844 });
    await go(ada, '/admin');
    const navigation = ada.getByRole('navigation', { name: 'Admin sections' });
    await navigation.getByRole('link', { name: 'Queues' }).click();
    await navigation.waitFor({ state: 'hidden' });
    await ada.getByRole('cell', { name: /languages HAS/ }).waitFor();
    for (const section of SECTIONS) {
      await go(ada, `/admin/${section}`);
      await ada.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => ada.locator('[aria-busy="true"]').count()).toBe(0);
      const width = await ada.evaluate(() =>
        Math.max(
          ...[...document.querySelectorAll('h1, table, form')].map(
            (part) => part.getBoundingClientRect().right,
          ),
        ),
      );
      expect(width, section).toBeLessThanOrEqual(390);
    }
    await ada.getByRole('link', { name: 'All sections' }).click();
    await navigation.waitFor();
    expect(problems).toEqual([]);
  });

  it('is not there for agents, and the API refuses them', async () => {
    const anna = await desk.signIn('anna', '/admin/users');
    await anna.getByText('Nothing here').waitFor();
    expect(await anna.getByRole('link', { name: 'Admin' }).count()).toBe(0);
    const refused = await anna.evaluate(async () => {
      const headers = { 'X-Parley-Desk': '1' };
      const answers = [
        fetch('/desk/v1/Users', { headers }),
        fetch('/webhooks/v1/Deliveries', { headers }),
        fetch('/flex-api/v1/FlexFlows', { method: 'POST', headers, body: new URLSearchParams() }),
      ];
      return (await Promise.all(answers)).map(({ status }) => status);
    });
    expect(refused).toEqual([403, 403, 403]);
  });

  it('people choose their theme in their menu, which stays on the device', async () => {
    const sam = await desk.signIn('sam');
    const menu = () => sam.getByRole('button', { name: 'Sam: activity and settings' }).click();
    const theme = (name: string) =>
      sam.getByRole('group', { name: 'Theme' }).getByRole('menuitemradio', { name });
    await menu();
    expect(await theme('Like the system').getAttribute('aria-checked')).toBe('true');
    await theme('Dark').click();
    expect(await sam.locator('html').getAttribute('data-theme')).toBe('dark');
    await sam.reload();
    await menu();
    expect(await theme('Dark').getAttribute('aria-checked')).toBe('true');
    expect(await sam.locator('html').getAttribute('data-theme')).toBe('dark');
    await sam.getByRole('menuitem', { name: 'Sign out' }).click();
    await sam.getByLabel('Login').waitFor();
  });

  it('people change their own password in their menu, and stay signed in there', async () => {
    const ben = await desk.signIn('ben');
    const { login, password } = desk.credentials.logins.find(({ name }) => name === 'Ben')!;
    await ben.getByRole('button', { name: 'Ben: activity and settings' }).click();
    await ben.getByRole('menuitem', { name: 'Change password' }).click();
    const form = ben.getByRole('dialog', { name: 'Change password' });
    const [current, next] = ['Current password', 'New password'].map((label) =>
      form.getByLabel(label, { exact: true }),
    ) as [Locator, Locator];
    const submit = () => form.getByRole('button', { name: 'Change password' }).click();
    expect([await current.getAttribute('autocomplete'), await next.getAttribute('autocomplete')]).toEqual([
      'current-password',
      'new-password',
    ]);
    await current.fill('not it');
    await next.fill('short');
    await submit();
    await form.getByText('It is shorter than 10 characters.').waitFor();
    await next.fill('chosen by Ben himself');
    await form.getByRole('button', { name: 'Show new password' }).click();
    expect([await current.getAttribute('type'), await next.getAttribute('type')]).toEqual([
      'password',
      'text',
    ]);
    await submit();
    await form.getByText('This is not your password.').waitFor();
    expect(await current.evaluate((field) => field === document.activeElement)).toBe(true);
    await expectUsable(ben, 'change of the password');
    await current.fill(password);
    await submit();
    await ben.getByRole('status').getByText('Your password is changed.').waitFor();
    await form.waitFor({ state: 'detached' });

    await ben.reload();
    await ben.getByRole('navigation', { name: 'Areas' }).waitFor();
    const enter = async (Password: string) => {
      const body = new URLSearchParams({ Login: login, Password });
      return (await fetch(`${desk.url}/desk/v1/Session`, { method: 'POST', body })).status;
    };
    expect([await enter(password), await enter('chosen by Ben himself')]).toEqual([401, 201]);
  });
});
