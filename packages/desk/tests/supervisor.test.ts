// The supervisors' pages on a real server: queues and why tasks wait, watching and taking over, the history.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';

const CUSTOMER = '+14155550191';
/** A busy machine takes its time. */
const PATIENCE = { timeout: 15_000 };

interface Reservation {
  readonly sid: string;
  readonly worker_sid: string;
}

interface Participant {
  readonly identity: string | null;
  readonly attributes: string;
}

describe.skipIf(BROWSER === undefined)('the supervisors’ pages', () => {
  let desk: DeskFixture;
  let sam: Page;
  let workspace: string;
  const problems: string[] = [];
  const sids = new Map<string, string>();

  const become = (name: string, activity: string) =>
    desk.api('POST', `${workspace}/Workers/${sids.get(name)}`, {
      ActivitySid: desk.credentials.activities[activity]!,
    });
  const newTask = async (name: string, form: Record<string, string> = {}): Promise<string> => {
    const Attributes = JSON.stringify({ name, from: '+14155550192' });
    const { workflowSid } = desk.credentials;
    const made = await desk.api('POST', `${workspace}/Tasks`, {
      Attributes,
      TaskChannel: 'sms',
      WorkflowSid: workflowSid!,
      ...form,
    });
    return made.sid;
  };
  /** Who has, or is offered, the task. */
  const reservations = async (taskSid: string, status: string): Promise<readonly Reservation[]> =>
    (await desk.api('GET', `${workspace}/Tasks/${taskSid}/Reservations?ReservationStatus=${status}`))
      .reservations;
  const participants = async (conversationSid: string): Promise<readonly Participant[]> =>
    (await desk.api('GET', `/conversations/v1/Conversations/${conversationSid}/Participants`)).participants;
  const row = (text: string) => sam.getByRole('row').filter({ hasText: text });
  const assign = async (target: string) => {
    await sam.getByRole('button', { name: 'Hand over' }).click();
    await sam.getByRole('radio', { name: target }).check();
    await sam.getByRole('button', { name: 'Assign', exact: true }).click();
    await sam.getByRole('dialog').waitFor({ state: 'detached' });
  };

  beforeAll(async () => {
    desk = await startDesk();
    workspace = `/taskrouter/v1/Workspaces/${desk.credentials.workspaceSid}`;
    const { workers } = await desk.api('GET', `${workspace}/Workers`);
    for (const { friendly_name, sid } of workers) sids.set(friendly_name, sid);
    await desk.api('POST', `${workspace}/TaskQueues`, {
      FriendlyName: 'Night shift',
      TargetWorkers: 'night == true',
    });
    sam = await desk.signIn('sam', '/queues');
    collectProblems(sam, problems);
  });
  closeAfterwards(() => desk);

  it('show who waits and why, and let the supervisor order, move and cancel it', async () => {
    const peter = await newTask('Peter Novak');
    await row('Everyone').getByRole('cell').filter({ hasText: '1 × P0' }).waitFor();
    await sam.getByRole('link', { name: 'Everyone' }).click();

    await row('Peter Novak').getByRole('button', { name: 'Why is it waiting?' }).click();
    const why = sam.getByRole('dialog', { name: 'Why is it waiting?' });
    await why.getByText('Those who match are not available.').waitFor();
    await why.getByText('through the workflow Match Worker').waitFor();
    await why.getByText('No filter of the workflow took it, so its default did.').waitFor();
    const anna = why.getByRole('listitem').filter({ hasText: 'Anna' }).first();
    await anna.getByText('is Offline, where no work is offered').waitFor();
    await sam.keyboard.press('Escape');
    await why.waitFor({ state: 'detached' });

    const act = async (name: string, choice: string) => {
      await sam.getByRole('button', { name: `Actions for ${name}` }).click();
      await sam.getByRole('menuitem', { name: choice }).click();
    };
    await act('Peter Novak', 'Change priority');
    await sam.getByRole('textbox', { name: 'Priority' }).fill('many');
    await sam.getByRole('button', { name: 'Change priority' }).click();
    await sam.getByText('A whole number from 0 on.').waitFor();
    await sam.getByRole('textbox', { name: 'Priority' }).fill('7');
    await sam.getByRole('button', { name: 'Change priority' }).click();
    await row('Peter Novak').getByRole('cell', { name: '7', exact: true }).waitFor();

    await newTask('Kim Lee', { Priority: '3' });
    await row('Kim Lee').waitFor();
    await act('Kim Lee', 'Assign');
    await sam.getByRole('radio', { name: 'Night shift' }).check();
    await sam.getByRole('button', { name: 'Assign', exact: true }).click();
    await row('Kim Lee').waitFor({ state: 'detached' });

    await act('Peter Novak', 'Cancel the task');
    await sam.getByRole('button', { name: 'Cancel the task' }).click();
    await sam.getByText('Say why.').waitFor();
    await sam.getByRole('textbox', { name: 'Reason' }).fill('Called us instead');
    await sam.getByRole('button', { name: 'Cancel the task' }).click();
    await sam.getByText('Nobody waits in this queue.').waitFor();
    const canceled = await desk.api('GET', `${workspace}/Tasks/${peter}`);
    expect(canceled).toMatchObject({ assignment_status: 'canceled', reason: 'Called us instead' });

    await sam.getByRole('link', { name: 'All queues' }).click();
    await row('Night shift').getByRole('cell').filter({ hasText: '1 × P3' }).waitFor();
    const kept = await sam.evaluate(() => sessionStorage.getItem('parley.queue-samples'));
    expect(Object.keys(JSON.parse(kept!))).toHaveLength(2);
  });

  it('watch a conversation unseen by the customer, whisper, hand it to another agent, take it over, end it', async () => {
    await become('Anna', 'Available');
    const annas = await desk.signIn('anna');
    const opened = await desk.api('POST', '/outbound/v1/Conversations', {
      To: CUSTOMER,
      From: desk.credentials.phoneNumbers[0]!,
      CustomerName: 'Jane Miller',
      Body: 'Your order has arrived',
      'Routing.WorkerSid': sids.get('Anna')!,
    });
    const { task_sid: taskSid, conversation_sid: conversationSid } = opened;
    await annas
      .getByRole('button', { name: /^Accept/ })
      .first()
      .click();
    await annas.getByRole('link', { name: 'Jane Miller' }).click();

    await sam.getByRole('link', { name: 'Team' }).click();
    await sam.getByRole('link', { name: 'Anna' }).click();
    await sam.getByRole('link', { name: 'Watch: Jane Miller' }).click();
    const log = sam.getByRole('log', { name: 'Conversation' });
    await log.getByText('Your order has arrived').waitFor();
    await sam.getByText('Watching live').waitFor();
    const watching = (await participants(conversationSid)).find(({ identity }) => identity === 'sam');
    expect(JSON.parse(watching!.attributes)).toEqual({ parley: { role: 'watching' } });

    await desk.customerSays(CUSTOMER, desk.credentials.phoneNumbers[0]!, 'When do you open?');
    await log.getByText('When do you open?').waitFor();

    await sam.getByRole('textbox', { name: 'Whisper to Anna' }).fill('At nine on Saturdays');
    await sam.getByRole('button', { name: 'Whisper' }).click();
    await sam.getByRole('listitem').filter({ hasText: 'At nine on Saturdays' }).waitFor();
    await annas.getByText('At nine on Saturdays').waitFor();
    const touched = (await participants(conversationSid)).find(({ identity }) => identity === 'sam');
    expect(JSON.parse(touched!.attributes).whisperedAt).toBeTruthy();
    const said = await desk.api('GET', `/conversations/v1/Conversations/${conversationSid}/Messages`);
    expect(said.messages).toHaveLength(2);

    await become('Ben', 'Available');
    const bens = await desk.signIn('ben');
    await assign('Ben');
    await bens
      .getByRole('button', { name: /^Accept/ })
      .first()
      .click();
    await sam.getByText('SMS with Ben').waitFor();

    await sam.getByRole('button', { name: 'Take over' }).click();
    const dialog = sam.getByRole('dialog', { name: 'Take over Jane Miller?' });
    await dialog.getByText('You are Offline.').waitFor();
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await sam.waitForURL(/\/tasks\/WR/);
    const [held] = await reservations(taskSid, 'accepted');
    expect(held!.worker_sid).toBe(sids.get('Sam'));
    await expect
      .poll(async () => {
        const people = await participants(conversationSid);
        return people.flatMap(({ identity, attributes }) =>
          identity === null ? [] : [[identity, JSON.parse(attributes).parley?.role ?? 'agent']],
        );
      }, PATIENCE)
      .toEqual([['sam', 'agent']]);

    await sam.goto(`${desk.url}/watch/${taskSid}`);
    await sam.getByText('You take part').waitFor();
    await sam.getByRole('button', { name: 'Complete' }).click();
    const end = sam.getByRole('dialog');
    await end.getByRole('textbox', { name: 'Reason' }).fill('Answered');
    await end.getByRole('button', { name: 'Complete' }).click();
    await sam.getByText('Over', { exact: true }).first().waitFor();
    const done = await desk.api('GET', `${workspace}/Tasks/${taskSid}`);
    expect(done).toMatchObject({ assignment_status: 'completed', reason: 'Answered' });
  });

  it('hand over a task without a conversation, and leave one with the page', async () => {
    await become('Sam', 'Offline');
    await become('Ben', 'Offline');
    const plain = await newTask('Omar Haddad', { RoutingTarget: sids.get('Anna')! });
    await expect.poll(async () => (await reservations(plain, 'pending')).length, PATIENCE).toBe(1);
    const [offer] = await reservations(plain, 'pending');
    const accepted = { ReservationStatus: 'accepted' };
    await desk.api('POST', `${workspace}/Tasks/${plain}/Reservations/${offer!.sid}`, accepted);
    await become('Ben', 'Available');
    await sam.goto(`${desk.url}/watch/${plain}`);
    await sam.getByText('This task has no conversation to watch.').waitFor();
    await assign('Ben');
    await expect
      .poll(async () => (await reservations(plain, 'pending')).map(({ worker_sid }) => worker_sid), PATIENCE)
      .toEqual([sids.get('Ben')]);

    const opened = await desk.api('POST', '/outbound/v1/Conversations', {
      To: '+14155550193',
      From: desk.credentials.phoneNumbers[0]!,
      CustomerName: 'Lucía Fernández',
      Body: 'Buenos días',
      'Routing.WorkerSid': sids.get('Anna')!,
    });
    const watchers = async () =>
      (await participants(opened.conversation_sid)).filter(({ identity }) => identity === 'sam').length;
    await sam.goto(`${desk.url}/watch/${opened.task_sid}`);
    await sam.getByText('Watching live').waitFor();
    expect(await watchers()).toBe(1);
    await sam.getByRole('link', { name: 'Queues' }).click();
    await expect.poll(watchers, PATIENCE).toBe(0);
    await sam.goto(`${desk.url}/watch/${opened.task_sid}`);
    await sam.getByText('Watching live').waitFor();
    await sam.goto('about:blank');
    await expect.poll(watchers, PATIENCE).toBe(0);
  });

  it('find what was said, open it where it was said, and export it', async () => {
    await sam.goto(`${desk.url}/history`);
    await sam.getByRole('searchbox', { name: 'Words' }).fill('arrived');
    await sam.getByRole('button', { name: 'Search', exact: true }).click();
    await sam.waitForURL(/\/history\?q=arrived$/);
    const results = sam.getByRole('list', { name: 'Messages found' });
    await expect.poll(() => results.getByRole('listitem').count(), PATIENCE).toBe(1);
    expect(await results.locator('mark').allTextContents()).toEqual(['arrived']);

    const [file] = await Promise.all([
      sam.waitForEvent('download'),
      sam.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const csv = await readFile((await file.path())!, 'utf8');
    expect(csv).toContain('Your order has arrived');
    expect(csv).not.toContain('When do you open?');
    await sam.getByText('Exported 1 messages.').waitFor();

    await results.getByRole('link', { name: 'Jane Miller' }).click();
    const transcript = sam.getByRole('region', { name: 'Conversation' });
    await transcript.getByText('When do you open?').waitFor();
    expect(await transcript.locator('[aria-current]').textContent()).toContain('Your order has arrived');

    await sam.goto(`${desk.url}/history?q=nothing-of-the-kind`);
    await sam.getByText('No message matches.').waitFor();
  });

  it('fit a phone', async () => {
    await sam.setViewportSize({ width: 390, height: 844 });
    await become('Anna', 'Available');
    const pages = [
      '/queues',
      `/queues/${desk.credentials.taskQueueSid}`,
      '/team',
      `/team/${sids.get('Anna')}`,
    ];
    const { tasks } = await desk.api('GET', `${workspace}/Tasks?AssignmentStatus=pending,reserved,assigned`);
    const about = tasks.find(({ attributes }: { attributes: string }) => attributes.includes('Lucía'));
    for (const path of [...pages, `/watch/${about.sid}`, '/history']) {
      await sam.goto(`${desk.url}${path}`);
      await sam.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => sam.locator('[aria-busy="true"]').count(), PATIENCE).toBe(0);
      const isTooWide = await sam.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(isTooWide, `${path} is too wide`).toBe(false);
    }
    expect(problems).toEqual([]);
  });
});
