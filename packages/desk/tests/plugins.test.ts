// Plugins at the desk: the ones that were written for Flex UI, unchanged.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';

/** What a page with plugins has. */
interface PluginPage {
  readonly seen: unknown[];
  readonly Twilio: {
    readonly Flex: {
      readonly Actions: { invokeAction(name: string, payload: object): Promise<unknown> };
      readonly Manager: {
        getInstance(): { store: { getState(): { flex: { tasks: { bySid: object } } } } };
      };
    };
  };
}

/** As plugins are built with Flex's own tools: a script that finds Flex in the page. */
const SCRIPT = `
class Plugin {
  init(flex, manager) {
    const h = window.React.createElement;
    window.seen = [];
    flex.Actions.addListener('beforeAcceptTask', (payload, abort) => {
      window.seen.push(['before', payload.task.attributes.name, payload.task.sid === payload.sid]);
      if (payload.task.attributes.name === 'Mallory') abort('not him');
    });
    flex.Actions.addListener('afterAcceptTask', (payload) => window.seen.push(['after', payload.task.taskSid]));
    flex.Actions.replaceAction('SendMessage', (payload, original) =>
      original({ ...payload, body: payload.body + ' – Lakeside Bikes' }),
    );
    manager.store.addReducer('lakeside', (state = { orders: 0 }, action) =>
      action.type === 'lakeside/ordered' ? { orders: state.orders + 1 } : state,
    );
    manager.store.dispatch({ type: 'lakeside/ordered' });
    flex.CRMContainer.Content.add(
      h('section', { key: 'orders' }, 'Orders: ' + manager.store.getState().lakeside.orders + ' for ' + manager.user.identity),
    );
    flex.NoTasksCanvas.Content.replace(h('p', { key: 'calm' }, 'All quiet at the lake'));
  }
}
Twilio.Flex.Plugins.init(Plugin);
`;

const MODULE = `
export default class Broken {
  init() {
    throw new Error('on purpose');
  }
}
`;

describe.skipIf(BROWSER === undefined)('plugins', () => {
  let desk: DeskFixture;
  const problems: string[] = [];
  beforeAll(async () => {
    desk = await startDesk();
  });
  closeAfterwards(() => desk);

  const available = async (name: 'Anna' | 'Ben') => {
    const { workspaceSid, workers, activities } = desk.credentials;
    const worker = workers.find(({ friendlyName }) => friendlyName === name)!;
    await desk.api('POST', `/taskrouter/v1/Workspaces/${workspaceSid}/Workers/${worker.sid}`, {
      ActivitySid: activities['Available']!,
    });
    return worker;
  };
  /** Work for one worker, as the guide's function makes it: with `autoAnswer`. */
  const work = async (worker: { phone: string | null }, name: string, autoAnswer: boolean) => {
    const { workspaceSid, workflowSid } = desk.credentials;
    const task = await desk.api('POST', `/taskrouter/v1/Workspaces/${workspaceSid}/Tasks`, {
      WorkflowSid: workflowSid!,
      TaskChannel: 'sms',
      Attributes: JSON.stringify({ name, targetWorkerPhone: worker.phone, autoAnswer }),
    });
    return task.sid as string;
  };
  const reservationOf = async (taskSid: string) => {
    const { workspaceSid } = desk.credentials;
    const path = `/taskrouter/v1/Workspaces/${workspaceSid}/Tasks/${taskSid}/Reservations`;
    return (await desk.api('GET', path)).reservations[0] as { sid: string; reservation_status: string };
  };
  const switchOn = (name: string) => desk.api('POST', `/desk/v1/Plugins/${name}`, { Enabled: 'true' });

  /** The example listens once its script was loaded and started; what is offered before is not its business. */
  const exampleListens = (page: Page) =>
    page.waitForFunction(() => {
      const { Twilio: twilio } = window as unknown as {
        Twilio?: { Flex: { Manager: { getInstance(): { workerClient: NodeJS.EventEmitter } } } };
      };
      const listeners = twilio?.Flex.Manager.getInstance().workerClient.listeners('reservationCreated');
      return listeners?.some((listener) => String(listener).includes('autoAnswer'));
    });

  it('the example accepts what carries autoAnswer, shows it, and leaves the rest alone', async () => {
    await switchOn('auto-accept');
    const anna = await available('Anna');
    const page = await desk.signIn('anna');
    collectProblems(page, problems);
    await exampleListens(page);
    const ordinary = await work(anna, 'Joe', false);
    const carried = await work(anna, 'Jane', true);
    await expect.poll(async () => (await reservationOf(carried)).reservation_status).toBe('accepted');
    const { sid } = await reservationOf(carried);
    await page.waitForURL(`**/tasks/${sid}`);
    expect((await reservationOf(ordinary)).reservation_status).toBe('pending');
    await desk.api('POST', '/desk/v1/Plugins/auto-accept', { Enabled: 'false' });
  });

  it('listen to actions, stop and replace them, keep state and add to the page; one that fails is told of', async () => {
    const folder = join(desk.server().context.config.dataFolder, 'plugins');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'lakeside.js'), SCRIPT);
    await writeFile(join(folder, 'broken.js'), MODULE);
    const listed = [
      { name: 'broken', version: '1.0.0', src: '/plugins/broken.js', type: 'module' },
      { name: 'lakeside', version: '1.0.0', src: '/plugins/lakeside.js', type: 'script' },
    ];
    await writeFile(join(folder, 'plugins.json'), JSON.stringify(listed));
    const ben = await available('Ben');
    const page = await desk.signIn('ben');
    await page.getByText('The plugin broken did not start.').waitFor();
    await page.getByText('All quiet at the lake').waitFor();

    const refused = await work(ben, 'Mallory', false);
    const { sid: refusedSid } = await reservationOf(refused);
    const taken = await work(ben, 'Jane', false);
    const { sid } = await reservationOf(taken);
    for (const reservation of [refusedSid, sid]) {
      await page.waitForFunction(
        (wanted) =>
          wanted in
          (window as unknown as PluginPage).Twilio.Flex.Manager.getInstance().store.getState().flex.tasks
            .bySid,
        reservation,
      );
      await page.evaluate(
        (wanted) =>
          (window as unknown as PluginPage).Twilio.Flex.Actions.invokeAction('AcceptTask', { sid: wanted }),
        reservation,
      );
    }
    expect(await page.evaluate(() => (window as unknown as PluginPage).seen)).toEqual([
      ['before', 'Mallory', true],
      ['before', 'Jane', true],
      ['after', taken],
    ]);
    expect((await reservationOf(refused)).reservation_status).toBe('pending');
    expect((await reservationOf(taken)).reservation_status).toBe('accepted');
    await page.evaluate(
      (wanted) =>
        (window as unknown as PluginPage).Twilio.Flex.Actions.invokeAction('SelectTask', { sid: wanted }),
      sid,
    );
    await page.getByText('Orders: 1 for ben').waitFor();
  });

  it('leave no error in the page', () => {
    expect(problems).toEqual([]);
  });
});
