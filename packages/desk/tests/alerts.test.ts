// What reaches an agent who looks elsewhere: the real notifications and the real sound of a browser.
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { type Alerts, followAlerts } from './support/alerts.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';

const JANE = { phone: '+14155550191', name: 'Jane Fox' };
const OMAR = { phone: '+14155550192', name: 'Omar Haddad' };
const OFFER = [659, 880, 659, 880];
const MESSAGE = [784];
const SWITCHES = {
  offerSound: 'A tone when work is offered to you',
  messageSound: 'A tone when a customer writes and you look elsewhere',
  offerNotice: 'When work is offered to you',
  messageNotice: 'When a customer writes',
} as const;

describe.skipIf(BROWSER === undefined)('alerts', () => {
  let desk: DeskFixture;
  let page: Page;
  let alerts: Alerts;
  const problems: string[] = [];
  const ours = () => desk.credentials.workers[0]!.phone;

  const offer = (phone: string, name: string) =>
    desk.api('POST', '/outbound/v1/Conversations', {
      To: phone,
      From: ours(),
      CustomerName: name,
      Body: `Hello ${name}`,
      'Routing.WorkerSid': desk.credentials.workers[0]!.sid,
    });
  const says = (who: typeof JANE, body: string) => desk.customerSays(who.phone, ours(), body);
  const row = (name: string) => page.getByRole('region', { name: 'Your tasks' }).getByRole('link', { name });
  const accept = (name: string) => page.getByRole('button', { name: `Accept ${name}` });
  const reject = async (name: string) => {
    await page.getByRole('button', { name: `Reject ${name}` }).click();
    await accept(name).waitFor({ state: 'detached' });
  };
  const set = async (wanted: Partial<Record<keyof typeof SWITCHES, boolean>>) => {
    await page.getByRole('button', { name: 'Anna: activity and settings' }).click();
    await page.getByRole('menuitem', { name: 'Notifications and sound' }).click();
    for (const [name, isOn] of Object.entries(wanted)) {
      await page.getByLabel(SWITCHES[name as keyof typeof SWITCHES], { exact: true }).setChecked(isOn);
    }
    await page.getByRole('button', { name: 'Done' }).click();
  };

  beforeAll(async () => {
    desk = await startDesk();
    const { workspaceSid, workers, activities } = desk.credentials;
    await desk.api('POST', `/taskrouter/v1/Workspaces/${workspaceSid}/Workers/${workers[0]!.sid}`, {
      ActivitySid: activities['Available']!,
    });
    page = await desk.signIn('anna', '/', { permissions: ['notifications'] });
    collectProblems(page, problems);
    alerts = await followAlerts(page);
    for (const { phone, name } of [OMAR, JANE]) {
      await offer(phone, name);
      await accept(name).click();
      await row(name).waitFor();
    }
    await row(JANE.name).click();
    await page.getByRole('log', { name: 'Conversation' }).waitFor();
  });
  closeAfterwards(() => desk);
  beforeEach(async () => {
    await alerts.lookBack();
    await alerts.forget();
  });

  it('an offer is heard, and notified where another window is in front; the notification leads to it', async () => {
    await offer('+14155550193', 'Kim Rae');
    await accept('Kim Rae').waitFor();
    await expect.poll(async () => (await alerts.told()).played).toEqual(OFFER);
    expect((await alerts.told()).notices).toEqual([]);
    await reject('Kim Rae');

    await alerts.forget();
    await alerts.lookAway();
    await offer('+14155550194', 'Lea Sand');
    await expect.poll(async () => (await alerts.told()).played).toEqual(OFFER);
    await expect
      .poll(async () => (await alerts.told()).notices)
      .toEqual([{ title: 'Offer: Lea Sand', body: 'SMS' }]);
    expect(new URL(page.url()).pathname).not.toBe('/');
    await alerts.pressNotice();
    await page.waitForURL(`${desk.url}/`);
    await alerts.lookBack();
    await reject('Lea Sand');
  });

  it('a message is heard where another conversation is open, and notified where another window is in front', async () => {
    await row(JANE.name).click();
    await says(JANE, 'You are looking at this');
    await page.getByRole('article').filter({ hasText: 'You are looking at this' }).waitFor();
    expect(await alerts.told()).toEqual({ notices: [], begun: [], played: [] });

    await says(OMAR, 'You are not looking at this');
    await row(OMAR.name).getByText('You are not looking at this').waitFor();
    await expect.poll(async () => (await alerts.told()).played).toEqual(MESSAGE);
    expect((await alerts.told()).notices).toEqual([]);

    await alerts.forget();
    await alerts.lookAway();
    await says(JANE, 'Is anybody there?');
    await expect
      .poll(async () => (await alerts.told()).notices)
      .toEqual([{ title: JANE.name, body: 'Is anybody there?' }]);
    // A tone that is still heard is not begun again.
    await expect.poll(async () => (await alerts.told()).played).toEqual(MESSAGE);
    await says(OMAR, 'Hello?');
    await expect.poll(async () => (await alerts.told()).played).toEqual([...MESSAGE, ...MESSAGE]);
    expect((await alerts.told()).notices.length).toBe(2);
    await alerts.pressNotice();
    await page.getByRole('article').filter({ hasText: 'Hello?' }).waitFor();
    await alerts.lookBack();
  });

  it.each([
    {
      muted: ['offerSound', 'messageNotice'],
      from: '+14155550195',
      name: 'Max Roe',
      notices: ['Offer: Max Roe'],
      begun: MESSAGE,
    },
    {
      muted: ['offerNotice', 'messageSound'],
      from: '+14155550196',
      name: 'Pia Lund',
      notices: [JANE.name],
      begun: OFFER,
    },
  ])('without $muted the other alerts stay, also after a reload', async (wanted) => {
    const { muted, from, name, notices, begun } = wanted;
    const choices = Object.keys(SWITCHES) as (keyof typeof SWITCHES)[];
    await set(Object.fromEntries(choices.map((choice) => [choice, !muted.includes(choice)])));
    await page.reload();
    // Browsers are silent until something is pressed.
    await row(OMAR.name).click();
    await alerts.lookAway();
    await offer(from, name);
    await accept(name).waitFor();
    await says(JANE, `Without ${muted.join()}`);
    await row(JANE.name).getByText(`Without ${muted.join()}`).waitFor();
    await expect.poll(async () => (await alerts.told()).played).toEqual(begun);
    await expect.poll(async () => (await alerts.told()).notices.map(({ title }) => title)).toEqual(notices);
    expect((await alerts.told()).begun).toEqual(begun);
    await alerts.lookBack();
    await reject(name);
    expect(problems).toEqual([]);
  });
});
