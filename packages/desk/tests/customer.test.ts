// Who the customer is, beside the conversation: earlier conversations, notes, consent, attributes.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';
import { expectUsable } from './support/pages.ts';

const JANE = '+4915123456789';
const WAIT = { timeout: 20_000 };

describe.skipIf(BROWSER === undefined)('the customer', () => {
  let desk: DeskFixture;
  const problems: string[] = [];
  beforeAll(async () => {
    desk = await startDesk();
  });
  closeAfterwards(() => desk);

  /** A conversation of a worker with Jane, accepted. */
  const talk = async (place: number, body: string, attributes: object) => {
    const { workspaceSid, workers, activities } = desk.credentials;
    const worker = workers[place]!;
    const workspace = `/taskrouter/v1/Workspaces/${workspaceSid}`;
    await desk.api('POST', `${workspace}/Workers/${worker.sid}`, { ActivitySid: activities['Available']! });
    await desk.api('POST', '/outbound/v1/Conversations', {
      To: JANE,
      From: worker.phone,
      CustomerName: 'Jane Doe',
      Body: body,
      'Routing.WorkerSid': worker.sid,
      'Routing.Attributes': JSON.stringify(attributes),
    });
    const offers = `${workspace}/Workers/${worker.sid}/Reservations`;
    const offered = async () =>
      (await desk.api('GET', `${offers}?ReservationStatus=pending`)).reservations[0]?.sid ?? null;
    await expect.poll(offered, WAIT).not.toBeNull();
    const sid: string = await offered();
    await desk.api('POST', `${offers}/${sid}`, { ReservationStatus: 'accepted' });
    return sid;
  };

  const panelOf = (page: Page) => page.getByRole('region', { name: 'Customer', exact: true });

  it('is shown with all that is known, and notes are kept and taken back', async () => {
    await talk(1, 'From Ben, some time ago', {});
    await desk.customerSays(JANE, '+14155550102', 'STOP');
    const sid = await talk(0, 'Hello Jane', {
      orderNumber: 4711,
      profile: 'https://crm.example/jane',
      homepage: 'javascript:alert(1)',
    });
    const page = await desk.signIn('anna', `/tasks/${sid}`);
    collectProblems(page, problems);
    const panel = panelOf(page);
    await panel.getByRole('heading', { name: 'Jane Doe' }).waitFor();
    await panel.getByText('+49 1512 3456789').first().waitFor();
    await panel.getByText(/\d+:\d\d.* there$/).waitFor();
    await panel.getByText('4711').first().waitFor();
    expect(
      await panel.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://crm.example/jane']);
    await panel.getByText('messages from +1 415 555 0102').waitFor();
    await panel.getByText('by “STOP”').waitFor();
    expect(await panel.getByRole('button', { name: 'Record' }).count()).toBe(0);

    await panel.getByRole('textbox', { name: 'New note' }).fill('Prefers mornings');
    await panel.getByRole('button', { name: 'Add note' }).click();
    await panel.getByRole('listitem').filter({ hasText: 'Prefers mornings' }).waitFor();
    await panel.getByRole('button', { name: 'Delete your note' }).click();
    await expect.poll(() => panel.getByText('Prefers mornings').count(), WAIT).toBe(0);

    await panel.getByRole('region', { name: 'Earlier conversations' }).getByRole('button').first().click();
    await page.getByRole('dialog').getByText('From Ben, some time ago').waitFor();
    await expectUsable(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectUsable(page);
    expect(problems).toEqual([]);
  });
});
