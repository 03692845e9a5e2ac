// The set-up of the outbound function: from an account that has nothing but a workspace and a chat service to a
// conversation, and run again without a change.
import { createDirectToTaskSmsChat, outboundClient, setUpDirectToTask } from '@parley/outbound';
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { failureOf } from './outbound-fixture.ts';

let nextNumber = 6_000;

type WorkerWish = Parameters<typeof setUpDirectToTask>[1]['workers'][number];

describe.each(databases())('the set-up of the outbound function on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  /** An account of its own, with a workspace, a chat service and a Proxy service that has the numbers. */
  async function newAccount() {
    const account = await server.addAccount();
    const admin = sdkClient(server.url, account);
    const workspace = await admin.taskrouter.v1.workspaces.create({ friendlyName: 'Flex' });
    const chat = await admin.chat.v2.services.create({ friendlyName: 'Flex Chat Service' });
    const proxy = await admin.proxy.v1.services.create({ uniqueName: 'Flex', chatInstanceSid: chat.sid });
    const [anna, ben] = ['anna', 'ben'].map((worker) => {
      nextNumber += 1;
      return { worker, phone: `+1415555${nextNumber}` };
    }) as [WorkerWish, WorkerWish];
    for (const { phone: phoneNumber } of [anna, ben]) {
      const { sid } = await admin.api.v2010.account.incomingPhoneNumbers.create({ phoneNumber });
      await admin.proxy.v1.services(proxy.sid).phoneNumbers.create({ sid });
    }
    const client = outboundClient(account.sid, account.token, server.url);
    return { client, anna, ben, workspace: client.taskrouter.v1.workspaces(workspace.sid) };
  }

  it('makes workers, workflow and flows, with which the function reaches the right worker', async () => {
    const { client, workspace, anna, ben } = await newAccount();
    const done = await setUpDirectToTask(client, { workers: [anna, ben] });
    const workflow = await workspace.workflows(done.workflowSid).fetch();
    expect(workflow.friendlyName).toBe('Match Worker');
    expect(JSON.parse(workflow.configuration).task_routing.filters[0]).toMatchObject({
      filter_friendly_name: 'Target Worker Phone',
      expression: 'targetWorkerPhone != null',
      targets: [{ queue: done.taskQueueSid, expression: 'task.targetWorkerPhone == worker.phone' }],
    });
    const flow = await client.flexApi.v1.flexFlow(done.flows[0]!.sid).fetch();
    expect(flow).toMatchObject({
      channelType: 'sms',
      contactIdentity: anna.phone,
      enabled: false,
      integrationType: 'task',
    });

    const activity = { activitySid: done.activitySid };
    for (const { sid } of done.workers) await workspace.workers(sid).update(activity);
    const request = { fromNumber: ben.phone, toName: 'Jane', toNumber: '+14155550199' };
    const { chatChannel } = await createDirectToTaskSmsChat(client, request);
    await server.settled();
    const reservations = await workspace.tasks(String(chatChannel['task_sid'])).reservations.list();
    expect(reservations.map(({ workerName }) => workerName)).toEqual(['ben']);
  });

  it('changes nothing when it is run again', async () => {
    const { client, workspace, anna, ben } = await newAccount();
    const first = await setUpDirectToTask(client, { workers: [anna, ben] });
    expect(first.changes.length).toBeGreaterThan(0);
    const [eventsBefore, second] = [
      await workspace.workers.list(),
      await setUpDirectToTask(client, { workers: [anna, ben] }),
    ];
    expect(second).toEqual({ ...first, changes: [] });
    const dates = (workers: typeof eventsBefore) => workers.map(({ dateUpdated }) => dateUpdated);
    expect(dates(await workspace.workers.list())).toEqual(dates(eventsBefore));
    expect(await workspace.workflows.list()).toHaveLength(1);
    expect(await client.flexApi.v1.flexFlow.list()).toHaveLength(2);
  });

  it('changes no more than is missing, and keeps what is there besides', async () => {
    const { client, workspace, anna } = await newAccount();
    const { workflowSid, taskQueueSid } = await setUpDirectToTask(client, { workers: [anna] });
    const [worker] = await workspace.workers.list();
    await workspace
      .workers(worker!.sid)
      .update({ attributes: JSON.stringify({ phone: '+1', skill: 'bikes' }) });
    const own = { expression: 'vip == true', targets: [{ queue: taskQueueSid }] };
    await workspace.workflows(workflowSid).update({
      configuration: JSON.stringify({
        task_routing: { filters: [own], default_filter: { queue: taskQueueSid } },
      }),
    });
    const { changes } = await setUpDirectToTask(client, { workers: [anna] });
    expect(changes).toEqual([
      `gave the worker 'anna' the number ${anna.phone}`,
      "added 'Target Worker Phone' and 'Target Worker' to the workflow 'Match Worker'",
    ]);
    expect(JSON.parse((await workspace.workers(worker!.sid).fetch()).attributes)).toEqual({
      phone: anna.phone,
      skill: 'bikes',
    });
    const { configuration } = await workspace.workflows(workflowSid).fetch();
    const { filters } = JSON.parse(configuration).task_routing;
    expect(filters.map(({ expression }: { expression: string }) => expression)).toEqual([
      'targetWorkerPhone != null',
      'targetWorkerSid != null',
      'vip == true',
    ]);
  });

  it('refuses one number for two workers before anything is changed', async () => {
    const { client, workspace, anna } = await newAccount();
    const wish = { workers: [anna, { worker: 'ben', phone: anna.phone }] };
    expect(await failureOf(setUpDirectToTask(client, wish))).toMatchObject({ status: 400 });
    expect(await workspace.workers.list()).toEqual([]);
  });
});
