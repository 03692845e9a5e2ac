// The agent's work in a real browser: offers, the list, handing over, parking, wrapping up.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';
import { expectUsable } from './support/pages.ts';

const OURS = '+14155550101';
const TASKS = 'Your tasks';

describe.skipIf(BROWSER === undefined)('the agent’s desk', () => {
  let desk: DeskFixture;
  const problems: string[] = [];

  beforeAll(async () => {
    desk = await startDesk();
  }, 120_000);
  closeAfterwards(() => desk);

  async function open(name: 'anna' | 'ben', options = {}): Promise<Page> {
    const page = await desk.signIn(name, '/', options);
    collectProblems(page, problems);
    return page;
  }

  const worker = (name: string) =>
    desk.credentials.workers.find(({ friendlyName }) => friendlyName === name)!;

  /** Work by the one call; the answer names conversation and task. */
  function oneCall(to: string, name: string, agent = 'Anna') {
    return desk.api('POST', '/outbound/v1/Conversations', {
      To: to,
      From: worker(agent).phone,
      CustomerName: name,
      Body: `Hello ${name}`,
      'Routing.WorkerSid': worker(agent).sid,
    });
  }

  async function legacy(to: string, name: string): Promise<void> {
    const { accountSid, authToken } = desk.credentials;
    const answer = await fetch(`${desk.url}/functions/create-direct-to-task-sms-chat`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}`,
      },
      body: JSON.stringify({ fromNumber: OURS, toName: name, toNumber: to }),
    });
    expect(answer.status).toBe(200);
  }

  /** The next texts to a phone are lost with this code. */
  async function losesTexts(phone: string, errorCode: number): Promise<void> {
    const answer = await fetch(`${desk.url}/handset/api/behaviour`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address: phone, behaviour: 'fail', errorCode }),
    });
    expect(answer.status).toBe(200);
  }

  const attributesOf = async (taskSid: string) => {
    const path = `/taskrouter/v1/Workspaces/${desk.credentials.workspaceSid}/Tasks/${taskSid}`;
    return JSON.parse((await desk.api('GET', path)).attributes);
  };

  const peopleIn = async (conversationSid: string): Promise<(string | null)[]> => {
    const path = `/conversations/v1/Conversations/${conversationSid}/Participants`;
    const { participants } = await desk.api('GET', path);
    return participants.map(({ identity }: { identity: string | null }) => identity).filter(Boolean);
  };

  const goAvailable = async (page: Page) => {
    await page.getByRole('button', { name: 'Go available' }).click();
    await page.getByRole('heading', { name: 'Ready for work' }).waitFor();
  };
  const head = (page: Page, name: string) =>
    page.locator('header').getByRole('heading', { name, exact: true }).first().waitFor();
  const list = (page: Page) => page.getByRole('region', { name: TASKS });
  const row = (page: Page, name: string) => list(page).getByRole('link', { name });
  const offer = (page: Page, name: string) => list(page).getByRole('article', { name });

  it('takes, hands over, parks and finishes work', { timeout: 180_000 }, async () => {
    const anna = await open('anna');
    const ben = await open('ben');
    await goAvailable(anna);
    await goAvailable(ben);
    await expectUsable(anna);

    // Two offers at once, one of each generation.
    const { conversation_sid: conversation } = await oneCall('+14155550161', 'Jane Fox');
    await legacy('+14155550162', 'Omar Haddad');
    await offer(anna, 'Jane Fox').getByText('Hello Jane Fox').waitFor();
    await offer(anna, 'Omar Haddad').getByRole('timer').waitFor();
    expect(await offer(anna, 'Jane Fox').getByRole('timer').getAttribute('aria-label')).toMatch(
      /^\d+ seconds? left$/,
    );
    await expect.poll(() => anna.title()).toBe('(2) Parley');
    await expectUsable(anna);

    // One is accepted by button; the other by keyboard, from another page.
    await anna.getByRole('button', { name: 'Accept Jane Fox' }).click();
    await head(anna, 'Jane Fox');
    await anna.getByRole('link', { name: 'New message' }).click();
    await anna.getByRole('region', { name: 'Offers' }).getByText('Omar Haddad').waitFor();
    await anna.keyboard.press('Alt+Enter');
    await head(anna, 'Omar Haddad');
    expect(await row(anna, 'Omar Haddad').getAttribute('aria-current')).toBe('true');

    // A third one is rejected.
    await oneCall('+14155550163', 'Kim Rae');
    await anna.getByRole('button', { name: 'Reject Kim Rae' }).click();
    await offer(anna, 'Kim Rae').waitFor({ state: 'detached' });

    // What a customer writes is counted, and that she waits.
    await desk.customerSays('+14155550161', OURS, 'Until when are you open?');
    await row(anna, 'Jane Fox').getByText('Until when are you open?').waitFor();
    await row(anna, 'Jane Fox').getByText('Waiting').waitFor();
    await row(anna, 'Jane Fox').getByText('1 unread message').waitFor();

    // The list by keyboard.
    await row(anna, 'Omar Haddad').focus();
    await anna.keyboard.press('ArrowUp');
    await anna.keyboard.press('Enter');
    await head(anna, 'Jane Fox');
    await anna.keyboard.press('Alt+ArrowDown');
    await head(anna, 'Omar Haddad');

    // What becomes of a text is shown in a channel as it is in a conversation.
    const write = async (text: string) => {
      await anna.getByRole('textbox', { name: /^Message to/ }).fill(text);
      await anna.keyboard.press('Enter');
      return anna.getByRole('article').filter({ hasText: text });
    };
    await (await write('We open at nine')).locator('[data-state="delivered"]').waitFor();
    await losesTexts('+14155550162', 30003);
    const lost = await write('Are you there?');
    await lost.getByText(/The phone cannot be reached.*\(30003\)/).waitFor();
    await lost.getByRole('button', { name: 'Send again' }).waitFor();

    // Handed over to a colleague, who sees by whom.
    await anna.getByRole('button', { name: 'Transfer' }).click();
    const dialog = anna.getByRole('dialog', { name: 'Transfer Omar Haddad' });
    await dialog.getByText('Ben').waitFor();
    await expectUsable(anna);
    expect(await dialog.getByRole('radio', { name: /Sam/ }).isDisabled()).toBe(true);
    await dialog.getByText('Ben').click();
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await anna.getByText('Handing over to Ben…').waitFor();
    await offer(ben, 'Omar Haddad').getByText('Handed over by Anna').waitFor();
    await ben.getByRole('button', { name: 'Accept Omar Haddad' }).click();
    await head(ben, 'Omar Haddad');
    await anna.getByRole('heading', { name: 'You have left this conversation' }).waitFor();
    await anna.getByRole('button', { name: 'Complete' }).click();
    await row(anna, 'Omar Haddad').waitFor({ state: 'detached' });

    // Parked, and taken up again after a reload.
    await row(anna, 'Jane Fox').click();
    await anna.getByRole('button', { name: 'Park' }).click();
    await list(anna).getByRole('heading', { name: 'Parked 1' }).waitFor();
    expect(await peopleIn(conversation)).toEqual([]);
    await anna.reload();
    await list(anna).getByRole('button', { name: 'Take Jane Fox up again' }).click();
    await head(anna, 'Jane Fox');
    await expect.poll(() => peopleIn(conversation)).toEqual(['anna']);
    await list(anna)
      .getByRole('heading', { name: /^Parked/ })
      .waitFor({ state: 'detached' });

    // Handed to a queue, and taken back before anybody took it.
    await anna.getByRole('button', { name: 'Transfer' }).click();
    const toQueue = anna.getByRole('dialog', { name: 'Transfer Jane Fox' });
    await toQueue.getByText('Queues').click();
    await toQueue.getByText('Everyone').click();
    await toQueue.getByRole('button', { name: 'Transfer' }).click();
    await offer(ben, 'Jane Fox').waitFor();
    await anna.getByRole('button', { name: 'Take back' }).click();
    await offer(ben, 'Jane Fox').waitFor({ state: 'detached' });
    await anna.getByText('The transfer of Jane Fox was taken back').waitFor();

    // Brought in: both are in the conversation.
    await anna.getByRole('button', { name: 'Transfer' }).click();
    const bringIn = anna.getByRole('dialog', { name: 'Transfer Jane Fox' });
    await bringIn.getByText('Ben').click();
    await bringIn.getByText('Bring in').click();
    await bringIn.getByRole('button', { name: 'Transfer' }).click();
    await offer(ben, 'Jane Fox').getByText('Anna asks you to join').waitFor();
    await ben.getByRole('button', { name: 'Accept Jane Fox' }).click();
    await expect.poll(async () => (await peopleIn(conversation)).sort()).toEqual(['anna', 'ben']);

    // Wrapped up with an outcome; a reload loses nothing of the note.
    await anna.getByRole('button', { name: 'Wrap up' }).click();
    const form = anna.getByRole('form', { name: 'Wrap up' });
    await form.getByLabel('Outcome').selectOption('Resolved');
    await form.getByLabel('Note').fill('Comes by at six');
    await expectUsable(anna);
    await anna.reload();
    await head(anna, 'Jane Fox');
    expect(await form.getByLabel('Note').inputValue()).toBe('Comes by at six');
    const { workspaceSid } = desk.credentials;
    const { tasks } = await desk.api(
      'GET',
      `/taskrouter/v1/Workspaces/${workspaceSid}/Tasks?AssignmentStatus=assigned,wrapping`,
    );
    const task = tasks.find(({ attributes }: { attributes: string }) => attributes.includes(conversation));
    await anna.keyboard.press('Control+.');
    await row(anna, 'Jane Fox').waitFor({ state: 'detached' });
    expect((await attributesOf(task.sid)).conversations).toMatchObject({
      outcome: 'Resolved',
      content: 'Comes by at six',
      direction: 'Outbound',
    });
    expect(problems).toEqual([]);
  });

  it('does the same in one hand', { timeout: 90_000 }, async () => {
    const page = await open('ben', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await list(page).waitFor();
    const { task_sid: taskSid } = await oneCall('+14155550171', 'Noor Aziz', 'Ben');
    await offer(page, 'Noor Aziz').waitFor();
    await page.getByRole('button', { name: 'Accept Noor Aziz' }).click();
    await head(page, 'Noor Aziz');
    expect(await list(page).isVisible()).toBe(false);

    // Going away with an open offer asks what becomes of it.
    await oneCall('+14155550172', 'Lee Park', 'Ben');
    await page.getByRole('region', { name: 'Offers' }).getByText('Lee Park').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: /^Activity: Available/ }).click();
    await page.getByRole('menuitemradio', { name: 'Unavailable' }).click();
    await page.getByRole('button', { name: 'Reject and go' }).click();
    await page.getByRole('button', { name: /^Activity: Unavailable/ }).waitFor();
    await offer(page, 'Lee Park').waitFor({ state: 'detached' });

    await row(page, 'Noor Aziz').click();
    await page.getByRole('button', { name: 'Show the customer' }).click();
    await page.getByRole('complementary', { name: 'Customer' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/customer$/);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Park' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Wrap up' }).click();
    await page.getByLabel('Outcome').selectOption('No answer');
    await page.getByRole('button', { name: 'Complete' }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/');
    expect(await row(page, 'Noor Aziz').count()).toBe(0);
    expect((await attributesOf(taskSid)).conversations.outcome).toBe('No answer');
    expect(problems).toEqual([]);
  });
});
