// The events of a workspace: what is kept, how it is listed, and when it goes.
import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredEvent } from '#events/event-types.ts';
import { newSid } from '#kernel/sid.ts';
import { initiateTransfer } from '#products/taskrouter/transfers/commands.ts';
import { type EventFilters, listEvents } from '#products/taskrouter/workspace-events/list-events.ts';
import { workspaceEvents } from '#products/taskrouter/workspace-events/record-events.ts';
import { databases } from '../support/databases.ts';
import { checkAnswer } from '../support/openapi/answer-schema.ts';
import { findOperation } from '../support/openapi/documents.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { makeWorkspace, type Workspace } from './workspace-fixture.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const NO_FILTERS: EventFilters = {
  id: null,
  reservationSid: null,
  taskSid: null,
  workerSid: null,
  taskQueueSid: null,
  workflowSid: null,
  taskChannel: null,
  eventType: null,
  startDate: null,
  endDate: null,
  minutes: null,
};

describe.each(databases())('the events of a workspace on $name', ({ name, create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await server.stop();
    await receiver.close();
    await dispose();
  });

  async function get(path: string) {
    const credentials = Buffer.from(`${server.account.sid}:${server.account.token}`).toString('base64');
    const answer = await fetch(`${server.url}/taskrouter/v1${path}`, {
      headers: { authorization: `Basic ${credentials}` },
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** A task that was accepted and completed, and what it went through. */
  async function workedTask(workspace: Workspace) {
    const worker = await workspace.addWorker('anna', { phone: '1' });
    const task = await workspace.addTask({ attributes: '{"n":1}' });
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    await workspace
      .api()
      .tasks(task)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'accepted' });
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed', reason: 'done' });
    await server.settled();
    return { worker, task, reservation: reservation!.sid };
  }

  const typesOf = async (workspace: Workspace, filters: object) =>
    (await workspace.api().events.list(filters)).map(({ eventType }) => eventType);

  it('tell the life of a task, newest first, with what each event pertains to', async () => {
    const workspace = await makeWorkspace(server);
    const { worker, task, reservation } = await workedTask(workspace);
    const events = await workspace.api().events.list({ taskSid: task });
    const types = events.map(({ eventType }) => eventType);
    expect(types.toSorted()).toEqual([
      'reservation.accepted',
      'reservation.completed',
      'reservation.created',
      'task-queue.entered',
      'task.completed',
      'task.created',
      'workflow.entered',
      'workflow.target-matched',
    ]);
    expect(types.at(-1)).toBe('task.created');
    const offered = events.find(({ eventType }) => eventType === 'reservation.created')!;
    expect(offered).toMatchObject({
      resourceType: 'reservation',
      resourceSid: reservation,
      resourceUrl: `${server.url}/taskrouter/v1/Workspaces/${workspace.sid}/Tasks/${task}/Reservations/${reservation}`,
      actorType: 'workspace',
      actorSid: workspace.sid,
      description: `reservation ${reservation} created`,
    });
    expect(offered.eventData).toMatchObject({
      workspace_sid: workspace.sid,
      workspace_name: 'Contact centre',
      task_sid: task,
      task_attributes: '{"n":1}',
      task_queue_name: 'Sample Queue',
      workflow_name: 'Default Fifo Workflow',
      task_channel_unique_name: 'default',
      reservation_sid: reservation,
      worker_sid: worker,
      worker_name: 'anna',
      worker_attributes: '{"phone":"1"}',
      worker_activity_name: 'Available',
    });
  });

  it('are answered as documented, singly and in lists', async () => {
    const workspace = await makeWorkspace(server);
    await workedTask(workspace);
    const listed = await get(`/Workspaces/${workspace.sid}/Events?PageSize=100`);
    expect(checkAnswer(findOperation('taskrouter_v1', 'ListEvent'), listed.status, listed.body)).toEqual([]);
    for (const event of listed.body.events) {
      const one = await get(`/Workspaces/${workspace.sid}/Events/${event.sid}`);
      expect(checkAnswer(findOperation('taskrouter_v1', 'FetchEvent'), one.status, one.body)).toEqual([]);
      expect(one.body).toEqual(event);
      expect((await get(event.resource_url.split('/v1')[1])).status, event.resource_url).toBe(200);
    }
    const other = await makeWorkspace(server);
    const [event] = listed.body.events;
    expect((await get(`/Workspaces/${other.sid}/Events/${event.sid}`)).status).toBe(404);
    expect((await get(`/Workspaces/${workspace.sid}/Events/EV${'f'.repeat(32)}`)).status).toBe(404);
  });

  it('have the SID and the facts their callbacks have', async () => {
    const workspace = await makeWorkspace(server, { eventCallbackUrl: receiver.url });
    await workedTask(workspace);
    const forms = receiver.requests
      .map(({ form }) => form)
      .filter((form) => form['WorkspaceSid'] === workspace.sid);
    const events = await workspace.api().events.list();
    expect(events.map(({ sid }) => sid).toSorted()).toEqual(forms.map((form) => form['Sid']).toSorted());
    for (const form of forms) {
      const event = events.find(({ sid }) => sid === form['Sid'])!;
      expect([event.eventType, event.resourceType, event.resourceSid, event.description]).toEqual([
        form['EventType'],
        form['ResourceType'],
        form['ResourceSid'],
        form['EventDescription'],
      ]);
      expect(String(event.eventDateMs)).toBe(form['TimestampMs']);
      const data = event.eventData as Record<string, string>;
      if (form['TaskAttributes'] !== undefined) expect(data['task_attributes']).toBe(form['TaskAttributes']);
      expect(data['worker_activity_name']).toBe(form['WorkerActivityName']);
    }
  });

  it.each([
    ['EventType', async () => ({ eventType: 'reservation.accepted' }), ['reservation.accepted']],
    ['an unknown EventType', async () => ({ eventType: 'task.sung' }), []],
    [
      'ReservationSid',
      async (_: Workspace, { reservation }: { reservation: string }) => ({ reservationSid: reservation }),
      ['reservation.completed', 'reservation.accepted', 'reservation.created'],
    ],
    [
      'WorkerSid and EventType',
      async (_: Workspace, { worker }: { worker: string }) => ({
        workerSid: worker,
        eventType: 'worker.activity.update',
      }),
      ['worker.activity.update'],
    ],
    [
      'TaskQueueSid and EventType',
      async ({ queueSid }: Workspace) => ({ taskQueueSid: queueSid, eventType: 'task-queue.entered' }),
      ['task-queue.entered'],
    ],
    [
      'WorkflowSid and EventType',
      async ({ workflowSid }: Workspace) => ({ workflowSid, eventType: 'workflow.entered' }),
      ['workflow.entered'],
    ],
    [
      'TaskChannel by name and EventType',
      async () => ({ taskChannel: 'default', eventType: 'task.created' }),
      ['task.created'],
    ],
    [
      'TaskChannel by SID and EventType',
      async (workspace: Workspace) => ({
        taskChannel: (await workspace.api().taskChannels('default').fetch()).sid,
        eventType: 'task.created',
      }),
      ['task.created'],
    ],
    ['another TaskChannel', async () => ({ taskChannel: 'sms', eventType: 'task.created' }), []],
    ['an unknown TaskChannel', async () => ({ taskChannel: 'smoke' }), []],
    ['the SID of nothing', async () => ({ sid: `EV${'0'.repeat(32)}` }), []],
  ])('are listed by %s', async (_, filters, expected) => {
    const workspace = await makeWorkspace(server);
    const worked = await workedTask(workspace);
    expect(await typesOf(workspace, await filters(workspace, worked))).toEqual(expected);
  });

  it('of one worker hold none of another', async () => {
    const workspace = await makeWorkspace(server);
    const { worker } = await workedTask(workspace);
    const ben = await workspace.addWorker('ben');
    const events = await workspace.api().events.list({ workerSid: ben });
    expect(events.length).toBeGreaterThan(0);
    expect(
      events.every((event) => (event.eventData as Record<string, string>)['worker_name'] === 'ben'),
    ).toBe(true);
    const [first] = await workspace.api().events.list({ workerSid: worker, limit: 1 });
    expect(await workspace.api().events.list({ sid: first!.sid })).toHaveLength(1);
  });

  it('are those of the last 15 minutes unless a time or one task is asked for', async () => {
    const workspace = await makeWorkspace(server);
    const { task, reservation } = await workedTask(workspace);
    const then = server.clock.now();
    await server.advance(16 * MINUTE);
    await workspace.api().update({ friendlyName: 'Later' });
    await server.settled();
    const later = ['workspace.updated'];
    expect(await typesOf(workspace, {})).toEqual(later);
    expect(await typesOf(workspace, { minutes: 15 })).toEqual(later);
    expect((await typesOf(workspace, { minutes: 17 })).length).toBeGreaterThan(10);
    expect((await typesOf(workspace, { taskSid: task })).length).toBeGreaterThan(5);
    expect(await typesOf(workspace, { reservationSid: reservation })).toHaveLength(3);
    expect(await typesOf(workspace, { taskSid: task, minutes: 1 })).toEqual([]);
    const ended = await typesOf(workspace, { endDate: new Date(then) });
    expect(ended.at(-1)).toBe('workspace.created');
    expect(ended).not.toContain('workspace.updated');
    expect(await typesOf(workspace, { startDate: new Date(then + 1_000) })).toEqual(later);
    const bounded = { startDate: new Date(then), endDate: new Date(then), eventType: 'task.completed' };
    expect(await typesOf(workspace, bounded)).toEqual(['task.completed']);
  });

  it('are paged without gaps or repeats, in both directions', async () => {
    const workspace = await makeWorkspace(server);
    await workedTask(workspace);
    const all = (await get(`/Workspaces/${workspace.sid}/Events?PageSize=1000`)).body.events;
    const seen: string[] = [];
    let path: string | null = `/Workspaces/${workspace.sid}/Events?PageSize=4`;
    let previous: string | null = null;
    while (path !== null) {
      const { body } = await get(path);
      seen.push(...body.events.map(({ sid }: { sid: string }) => sid));
      previous = body.meta.previous_page_url;
      path = body.meta.next_page_url?.split('/v1')[1] ?? null;
    }
    expect(seen).toEqual(all.map(({ sid }: { sid: string }) => sid));
    const before = (await get(previous!.split('/v1')[1]!)).body.events;
    const end = seen.length - (seen.length % 4 || 4);
    expect(before.map(({ sid }: { sid: string }) => sid)).toEqual(seen.slice(end - 4, end));
  });

  it('hold those of a transfer, which pertain to the task', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.addWorker('ben', {}, 0);
    const task = await workspace.addTask();
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    await workspace
      .api()
      .tasks(task)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'accepted' });
    const transfer = await server.context.database.transaction((tx) =>
      initiateTransfer(tx, {
        accountSid: server.account.sid,
        workspaceSid: workspace.sid,
        workerSid: anna,
        reservationSid: reservation!.sid,
        taskSid: task,
        to: workspace.queueSid,
        mode: 'WARM',
      }),
    );
    await server.settled();
    const path = `/Workspaces/${workspace.sid}/Events?TaskSid=${task}&EventType=task.transfer-initiated`;
    const { status, body } = await get(path);
    expect(checkAnswer(findOperation('taskrouter_v1', 'ListEvent'), status, body)).toEqual([]);
    expect(body.events).toMatchObject([
      {
        resource_type: 'task',
        resource_sid: task,
        event_data: {
          task_sid: task,
          task_transfer_sid: transfer.sid,
          transfer_mode: 'WARM',
          transfer_to: workspace.queueSid,
          transfer_initiating_worker_sid: anna,
        },
      },
    ]);
  });

  it('are kept whatever the filter of the callbacks, which may name events there are none of', async () => {
    const workspace = await makeWorkspace(server, {
      eventCallbackUrl: receiver.url,
      eventsFilter: 'task.created, conference.started',
    });
    await workspace.addTask();
    const told = receiver.requests.filter(({ form }) => form['WorkspaceSid'] === workspace.sid);
    expect(told.map(({ form }) => form['EventType'])).toEqual(['task.created']);
    expect(await typesOf(workspace, {})).toContain('workflow.entered');
    expect((await workspace.api().fetch()).eventsFilter).toBe('task.created, conference.started');
  });

  it('go after 30 days', async () => {
    const workspace = await makeWorkspace(server);
    await server.settled();
    const all = { endDate: new Date(server.clock.now() + 365 * DAY) };
    const made = await typesOf(workspace, all);
    expect(made).toContain('workspace.created');
    await server.advance(29 * DAY);
    expect(await typesOf(workspace, all)).toEqual(made);
    await server.advance(DAY + 60 * MINUTE);
    expect(await typesOf(workspace, all)).toEqual([]);
  });

  it('go with their workspace, whose end is told to its URL', async () => {
    const workspace = await makeWorkspace(server, { eventCallbackUrl: receiver.url });
    await server.settled();
    await workspace.api().remove();
    await server.settled();
    expect(receiver.requests.at(-1)!.form).toMatchObject({
      EventType: 'workspace.deleted',
      WorkspaceSid: workspace.sid,
      WorkspaceName: 'Contact centre',
      ResourceType: 'workspace',
      ResourceSid: workspace.sid,
    });
    const left = await server.context.database.read
      .selectFrom('workspace_events')
      .select('id')
      .where('workspace_sid', '=', workspace.sid)
      .execute();
    expect(left).toEqual([]);
  });

  it('are recorded with as many statements, however many there are', async () => {
    const workspace = await makeWorkspace(server, { eventCallbackUrl: receiver.url });
    await workedTask(workspace);
    const log = server.context.database.read
      .selectFrom('events')
      .selectAll()
      .where('account_sid', '=', server.account.sid);
    const rows = (
      await log.where('type', 'in', workspaceEvents.handles).orderBy('id', 'desc').execute()
    ).filter(({ data }) => data.includes(workspace.sid));
    const [few, many] = await server.context.database.transaction(async (tx) => {
      const statementsFor = async (count: number) => {
        const events = Array.from({ length: count }, (_, at) => {
          const { type, account_sid: accountSid, subject_sid: subjectSid, data } = rows[at % rows.length]!;
          const id = 1_000_000 + count * 1_000 + at;
          return { id, type, accountSid, subjectSid, data: JSON.parse(data), at: tx.now } as StoredEvent;
        });
        const before = server.context.database.statementCount();
        await workspaceEvents.process(tx, events);
        return server.context.database.statementCount() - before;
      };
      return [await statementsFor(rows.length), await statementsFor(190)];
    });
    expect(many).toBe(few);
  });

  it.each([
    ['no filter', {}, 'ix_workspace_events'],
    ['EventType', { eventType: 'task.created' }, 'ix_workspace_events_type'],
    ['TaskSid', { taskSid: newSid('WT') }, 'ix_workspace_events_task_sid'],
    [
      'TaskSid and EventType',
      { taskSid: newSid('WT'), eventType: 'task.created' },
      'ix_workspace_events_task_sid',
    ],
    ['ReservationSid', { reservationSid: newSid('WR') }, 'ix_workspace_events_reservation_sid'],
    ['WorkerSid', { workerSid: newSid('WK') }, 'ix_workspace_events_worker_sid'],
    [
      'WorkerSid and WorkflowSid',
      { workerSid: newSid('WK'), workflowSid: newSid('WW') },
      'ix_workspace_events_worker_sid',
    ],
    ['TaskQueueSid', { taskQueueSid: newSid('WQ') }, 'ix_workspace_events_task_queue_sid'],
    ['WorkflowSid', { workflowSid: newSid('WW') }, 'ix_workspace_events_workflow_sid'],
    ['TaskChannel', { taskChannel: newSid('TC') }, 'ix_workspace_events_task_channel_sid'],
    ['dates', { startDate: Date.now() - DAY, endDate: Date.now() }, 'ix_workspace_events'],
  ])('listed by %s are a walk along one index, without sorting', async (_, filters, index) => {
    const { database } = server.context;
    const workspace = await makeWorkspace(server);
    const row = await database.read
      .selectFrom('workspaces')
      .selectAll()
      .where('sid', '=', workspace.sid)
      .executeTakeFirstOrThrow();
    const plan = await database.transaction(async (tx) => {
      const now = tx.now;
      const listed = await listEvents(tx.db, row, { ...NO_FILTERS, ...filters }, now);
      const page = listed
        .where(
          sql<boolean>`(event_date <= ${now} AND ((event_date < ${now}) OR (event_date = ${now} AND id < 9)))`,
        )
        .orderBy('event_date', 'desc')
        .orderBy('id', 'desc')
        .limit(51)
        .compile();
      const verb = name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      if (name === 'postgres') {
        // So few rows are read faster any other way.
        for (const way of ['seqscan', 'bitmapscan', 'sort'])
          await sql.raw(`SET LOCAL enable_${way} = off`).execute(tx.db);
      }
      const { rows } = await tx.db.executeQuery(
        CompiledQuery.raw(`${verb} ${page.sql}`, [...page.parameters]),
      );
      return JSON.stringify(rows);
    });
    expect(plan).toMatch(new RegExp(`\\b${index}\\b`));
    expect(plan).toMatch(name === 'sqlite' ? /event_date[<>]/ : /Index Cond[^"]*event_date/);
    expect(plan).not.toMatch(/TEMP B-TREE|Sort/);
  });
});
