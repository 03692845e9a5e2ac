// Every page of the desk: everybody can use it, and nothing runs of what people write.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';
import { HOSTILE } from './support/hostile-strings.ts';
import { expectUsable, go } from './support/pages.ts';

const CUSTOMER = '+14155550180';
const SECTIONS =
  'start numbers flows templates consents workers queues workflows activities users canned plugins keys webhooks deliveries reconciler system'.split(
    ' ',
  );

interface Filled {
  readonly conversationSid: string;
  readonly taskSid: string;
  readonly workerSid: string;
  readonly queueSid: string;
}

/** A conversation that Anna has taken. */
async function talk(
  { api, credentials, server }: DeskFixture,
  to: string,
  name: string,
  attributes: object,
): Promise<Filled> {
  const { workspaceSid, workers, activities, taskQueueSid } = credentials;
  const workspace = `/taskrouter/v1/Workspaces/${workspaceSid}`;
  const anna = workers[0]!;
  await api('POST', `${workspace}/Workers/${anna.sid}`, { ActivitySid: activities['Available']! });
  const opened = await api('POST', '/outbound/v1/Conversations', {
    To: to,
    From: anna.phone!,
    CustomerName: name,
    Body: `Hello ${name}`,
    'Routing.WorkerSid': anna.sid,
    'Routing.Attributes': JSON.stringify(attributes),
  });
  const { conversation_sid: conversationSid, task_sid: taskSid } = opened;
  await server().settled();
  const { reservations } = await api('GET', `${workspace}/Tasks/${taskSid}/Reservations`);
  await api('POST', `${workspace}/Tasks/${taskSid}/Reservations/${reservations[0].sid}`, {
    ReservationStatus: 'accepted',
  });
  return { conversationSid, taskSid, workerSid: anna.sid, queueSid: taskQueueSid! };
}

/** Puts every string wherever a customer, an agent or an administrator may write. */
async function fill(desk: DeskFixture): Promise<Filled> {
  const { api, credentials, customerSays, server } = desk;
  const { workspaceSid, workflowSid, workers, phoneNumbers } = credentials;
  const workspace = `/taskrouter/v1/Workspaces/${workspaceSid}`;
  const anna = workers[0]!;
  const facts = HOSTILE.slice(0, 12).map((text, at) => [`fact ${at} ${text}`, text]);
  const talked = await talk(desk, CUSTOMER, HOSTILE[2]!, Object.fromEntries(facts));
  const { conversationSid } = talked;
  const messages = `/conversations/v1/Conversations/${conversationSid}/Messages`;
  const customer = `/desk/v1/Customers/${encodeURIComponent(CUSTOMER)}`;
  let queueSid = '';
  for (const [at, text] of HOSTILE.entries()) {
    await customerSays(CUSTOMER, anna.phone!, text);
    await api('POST', messages, { Author: 'anna', Body: text, Attributes: JSON.stringify({ text }) });
    await api('POST', `${customer}/Notes`, { Body: text, Author: text });
    await api('POST', '/desk/v1/ConversationNotes', {
      ConversationSid: conversationSid,
      Body: text,
      Kind: 'whisper',
      Author: text,
    });
    await api('POST', '/desk/v1/CannedResponses', { Name: `${text} ${at}`, Body: text, Shortcut: `s${at}` });
    ({ sid: queueSid } = await api('POST', `${workspace}/TaskQueues`, {
      FriendlyName: `${text} ${at}`.slice(0, 64),
      TargetWorkers: '1==0',
    }));
    await api('POST', `${workspace}/Tasks`, {
      WorkflowSid: workflowSid!,
      Attributes: JSON.stringify({
        name: text,
        from: text,
        customerAddress: text,
        subject: text,
        targetWorkerPhone: 'nobody',
      }),
    });
  }
  for (const whole of HOSTILE.slice(0, 12)) {
    const text = whole.slice(0, 64);
    await api('POST', `${workspace}/Workers`, {
      FriendlyName: text,
      Attributes: JSON.stringify({ skills: [text], full_name: text }),
    });
    await api('POST', `/api/2010-04-01/Accounts/${credentials.accountSid}/Keys.json`, { FriendlyName: text });
    await api('POST', '/flex-api/v1/FlexFlows', {
      FriendlyName: text,
      ChatServiceSid: credentials.chatServiceSid!,
      ChannelType: 'web',
      IntegrationType: 'task',
      'Integration.WorkspaceSid': workspaceSid!,
      'Integration.WorkflowSid': workflowSid!,
      'Integration.Channel': 'sms',
    });
  }
  await api('POST', `/api/2010-04-01/Accounts/${credentials.accountSid}/Messages.json`, {
    To: CUSTOMER,
    From: phoneNumbers[1]!,
    Body: HOSTILE[4]!,
  });
  await server().settled();
  return { ...talked, queueSid };
}

/** Where a supervisor may go. */
function pathsOfSupervisor({ conversationSid, taskSid, workerSid, queueSid }: Filled): string[] {
  return [
    '/queues',
    `/queues/${queueSid}`,
    '/team',
    `/team/${workerSid}`,
    `/watch/${taskSid}`,
    '/history',
    `/history/${conversationSid}`,
  ];
}

const PATHS_OF_ADMIN = SECTIONS.map((section) => `/admin/${section}`);

describe.skipIf(BROWSER === undefined)('every page', () => {
  let desk: DeskFixture;
  const problems: string[] = [];
  beforeAll(async () => {
    desk = await startDesk();
  });
  closeAfterwards(() => desk);

  /** Signs in where attempts to run something are noticed, also those the content policy stops. */
  async function watched(name: 'anna' | 'sam' | 'ada'): Promise<Page> {
    const page = await desk.signIn(name);
    collectProblems(page, problems);
    page.on('dialog', (dialog) => {
      problems.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    await page.evaluate(() => {
      Object.assign(window, { violations: [] });
      document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) =>
        (window as unknown as { violations: string[] }).violations.push(`${violatedDirective} ${blockedURI}`),
      );
    });
    return page;
  }

  async function open(page: Page, path: string): Promise<void> {
    await go(page, path);
    await settled(page);
  }

  async function settled(page: Page): Promise<void> {
    await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => {});
    await expect
      .poll(() => page.locator('main [aria-busy="true"], main [role=status] >> text=/^Loading/').count())
      .toBe(0);
  }

  describe('can be used by everybody, in either theme', () => {
    let filled: Filled;
    beforeAll(async () => {
      filled = await talk(desk, '+14155550181', 'Jane Fox', { order: 4711 });
    });

    it('of an agent', async () => {
      const page = await watched('anna');
      await settled(page);
      await expectUsable(page, 'tasks');
      await page.getByRole('link', { name: 'Jane Fox' }).click();
      await page.getByRole('log', { name: 'Conversation' }).waitFor();
      await settled(page);
      await expectUsable(page, 'conversation');
      for (const path of ['/new', '/tasks/gone', '/nowhere']) {
        await open(page, path);
        await expectUsable(page, path);
      }
      await page.context().close();
    });

    it('of a supervisor', async () => {
      const page = await watched('sam');
      for (const path of pathsOfSupervisor(filled)) {
        await open(page, path);
        await expectUsable(page, path);
      }
      await page.context().close();
    });

    it('of an administrator', async () => {
      const page = await watched('ada');
      for (const path of PATHS_OF_ADMIN) {
        await open(page, path);
        await expectUsable(page, path);
      }
      await page.context().close();
    });
  });

  describe('runs nothing of what people write', () => {
    let filled: Filled;
    beforeAll(async () => {
      filled = await fill(desk);
    });

    /** Nothing ran, nothing tried to, and nothing stands in the page that would when it is pressed. */
    async function expectHarmless(page: Page, where: string): Promise<void> {
      const found = await page.evaluate(() => ({
        hit: (window as unknown as { isHit?: unknown }).isHit ?? null,
        violations: (window as unknown as { violations: string[] }).violations,
        markup: [
          ...document.querySelectorAll(
            '[onerror],[onload],[onfocus],[ontoggle],[onmouseover],[onbegin],iframe,object,embed,base,script:not([src]),a[href^="javascript:" i],a[href^="data:" i],form[action^="javascript:" i]',
          ),
        ].map(({ outerHTML }) => outerHTML.slice(0, 120)),
      }));
      expect(found, where).toEqual({ hit: null, violations: [], markup: [] });
    }

    it('at an agent’s', async () => {
      const page = await watched('anna');
      await page.getByRole('link').filter({ hasText: HOSTILE[2]! }).first().click();
      const log = page.getByRole('log', { name: 'Conversation' });
      await log.waitFor();
      await settled(page);
      // All of them stand there, newest at the end; what is further up comes with scrolling.
      for (const text of HOSTILE.toReversed()) {
        const row = log
          .getByText(text.replaceAll('\u202e', '').replaceAll('\u202c', '').replaceAll('\t', ' '))
          .last();
        await expect
          .poll(async () => {
            await log.evaluate((element) => element.scrollBy(0, -120));
            return row.count();
          })
          .toBeGreaterThan(0);
      }
      await expectHarmless(page, 'conversation');
      const reflected = encodeURIComponent(HOSTILE[4]!);
      for (const path of [`/new?to=${reflected}&name=${reflected}`, `/tasks/${reflected}`, `/${reflected}`]) {
        await open(page, path);
        await expectHarmless(page, path);
      }
    });

    it('at a supervisor’s', async () => {
      const page = await watched('sam');
      const reflected = encodeURIComponent(HOSTILE[0]!);
      for (const path of [...pathsOfSupervisor(filled), `/history?q=${reflected}`]) {
        await open(page, path);
        await expectHarmless(page, path);
      }
    });

    it('at an administrator’s', async () => {
      const page = await watched('ada');
      for (const path of PATHS_OF_ADMIN) {
        await open(page, path);
        await expectHarmless(page, path);
      }
    });
  });

  it('is without errors', () => {
    expect(problems).toEqual([]);
  });
});
