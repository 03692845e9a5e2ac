// Offers are told to the URL of the workflow, and what it answers is carried out (TaskRouter "Handle assignment
// callbacks").
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AssignmentWarningFacts } from '#events/event-types.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { listLog } from '../webhooks/log-client.ts';
import { type Answer, json, type Receiver, silence, startReceiver, status } from '../webhooks/receiver.ts';
import { makeWorkspace, type Workspace } from './workspace-fixture.ts';

const accept = json({ instruction: 'accept' });

describe.each(databases())('assignment callbacks on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  let application: Receiver;
  let fallback: Receiver;
  let workspace: Workspace;
  let anna: string;

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url);
  });
  beforeEach(async () => {
    [application, fallback] = [await startReceiver(), await startReceiver()];
    workspace = await makeWorkspace(server);
    await answerAt(application.url, fallback.url);
    anna = await workspace.addWorker('anna', { phone: '1' });
  });
  afterEach(async () => {
    await workspace.client.taskrouter.v1.workspaces(workspace.sid).remove();
    await server.settled();
    await Promise.all([application.close(), fallback.close()]);
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  const answerAt = (assignmentCallbackUrl: string, fallbackAssignmentCallbackUrl = '') =>
    workspace
      .api()
      .workflows(workspace.workflowSid)
      .update({ assignmentCallbackUrl, fallbackAssignmentCallbackUrl, taskReservationTimeout: 30 });

  /** Makes a task without waiting for what it sets off. */
  const newTask = async (options: object = {}) => {
    const task = await workspace.api().tasks.create({ workflowSid: workspace.workflowSid, ...options });
    return task.sid;
  };
  const activityOf = async (worker: string) =>
    (await workspace.api().workers(worker).fetch()).activityName as string;
  const reservationOf = async (task: string) => (await workspace.api().tasks(task).reservations.list())[0]!;

  /** Warnings about offers of a task, as the event log has them. */
  const warnings = async (task: string) => {
    const rows = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('type', '=', 'assignment.warning')
      .orderBy('id')
      .execute();
    return rows
      .map(({ data }) => JSON.parse(data) as AssignmentWarningFacts)
      .filter(({ taskSid }) => taskSid === task);
  };
  const codes = async (task: string) => (await warnings(task)).map(({ code }) => code);

  /** The callbacks of an offer in the log of webhooks, oldest first. */
  const logOf = async (task: string) => {
    const { sid } = await reservationOf(task);
    return (await listLog(server, { SubjectSid: sid })).toReversed();
  };

  it('tell the task, the worker and the reservation, signed with the token of the account', async () => {
    const task = await workspace.addTask({ attributes: '{"n":1}', priority: 4 });
    const { sid } = await reservationOf(task);
    const [request] = application.requests;
    const channels = await workspace.api().taskChannels.list();
    expect(request!.form).toEqual({
      Timestamp: String(Math.floor(server.clock.now() / 1_000)),
      AccountSid: server.account.sid,
      WorkspaceSid: workspace.sid,
      WorkflowSid: workspace.workflowSid,
      TaskQueueSid: workspace.queueSid,
      TaskQueueName: 'Sample Queue',
      WorkerSid: anna,
      WorkerName: 'anna',
      WorkerAttributes: '{"phone":"1"}',
      TaskSid: task,
      TaskAttributes: '{"n":1}',
      TaskAge: '0',
      TaskPriority: '4',
      TaskChannelSid: channels.find(({ uniqueName }) => uniqueName === 'default')!.sid,
      TaskChannelUniqueName: 'default',
      ReservationSid: sid,
    });
    expect(request!.method).toBe('POST');
    const signature = request!.headers['x-twilio-signature'] as string;
    expect(validateRequest(server.account.token, signature, request!.url, request!.form)).toBe(true);
    expect(validateRequest('another token', signature, request!.url, request!.form)).toBe(false);
  });

  it('say how long the task has waited', async () => {
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Offline });
    await workspace.addTask();
    await server.advance(65_000);
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Available });
    await server.settled();
    expect(application.requests.map(({ form }) => form['TaskAge'])).toEqual(['65']);
  });

  it('are made for every worker a task is offered to', async () => {
    await workspace.api().taskQueues(workspace.queueSid).update({ maxReservedWorkers: 2 });
    const bert = await workspace.addWorker('bert');
    await workspace.addTask();
    expect(application.requests.map(({ form }) => form['WorkerSid']).sort()).toEqual([anna, bert].sort());
  });

  it('are not made without a URL, not even to the fallback URL', async () => {
    await answerAt('', fallback.url);
    await workspace.addTask();
    expect(fallback.requests).toEqual([]);
  });

  it('accept: the task is assigned', async () => {
    application.answerNext(accept);
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
    expect(await workspace.taskStatus(task)).toBe('assigned');
    expect(fallback.requests).toEqual([]);
    expect(await warnings(task)).toEqual([]);
    expect(await logOf(task)).toMatchObject([
      { event_type: 'assignment-callback', status: 'delivered', response_status: 200, error: null },
    ]);
  });

  it('reject with an activity: the worker goes there and the task waits again', async () => {
    application.answerNext(json({ instruction: 'reject', activity_sid: workspace.activities.Unavailable }));
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: rejected']);
    expect(await activityOf(anna)).toBe('Unavailable');
    expect(await workspace.taskStatus(task)).toBe('pending');
    expect(await warnings(task)).toEqual([]);
  });

  it('reject without an activity: the worker stays, is offered the task again, and a warning says so', async () => {
    application.answerNext(json({ instruction: 'reject' }), accept);
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: rejected', 'anna: accepted']);
    expect(await activityOf(anna)).toBe('Available');
    expect(await codes(task)).toEqual([40100]);
  });

  it.each([
    ['unknown', `WA${'0'.repeat(32)}`],
    ['no SID', 'break'],
  ])('reject with an activity that is %s: nothing happens but a warning', async (_name, activity_sid) => {
    application.answerNext(json({ instruction: 'reject', activity_sid }));
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await codes(task)).toEqual([40100]);
    const [delivery] = await logOf(task);
    expect(delivery).toMatchObject({
      status: 'delivered',
      error: expect.stringMatching(/^40100: The workspace has no activity/),
    });
  });

  it('reject with an activity of another workspace: nothing happens but a warning', async () => {
    const other = await makeWorkspace(server);
    application.answerNext(json({ instruction: 'reject', activity_sid: other.activities.Unavailable }));
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await codes(task)).toEqual([40100]);
  });

  it.each<[string, Answer]>([
    ['nothing', status(200)],
    ['nothing as text', status(200, '', { 'content-type': 'text/plain' })],
    ['an empty object', json({})],
  ])('%s: the reservation waits for somebody to answer it', async (_name, answer) => {
    application.answerNext(answer);
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await warnings(task)).toEqual([]);
    expect(fallback.requests).toEqual([]);
    const { sid } = await reservationOf(task);
    await workspace.api().tasks(task).reservations(sid).update({ reservationStatus: 'accepted' });
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it.each<[string, Answer, string]>([
    ['an answer 204', status(204), 'The receiver answered 204 instead of 200'],
    ['an answer 500', status(500), 'The receiver answered 500 instead of 200'],
    [
      'the wrong content type',
      json({ instruction: 'reject' }, 'text/plain'),
      'The receiver answered with text/plain instead of application/json',
    ],
    [
      'a body that is no JSON',
      status(200, '{\\"instruction\\"', { 'content-type': 'application/json' }),
      'The body of the answer is no JSON',
    ],
  ])('after %s the fallback URL is called the same and decides', async (_name, answer, error) => {
    application.answerNext(answer);
    fallback.answerNext(accept);
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
    expect(fallback.requests[0]!.form).toEqual(application.requests[0]!.form);
    expect(await warnings(task)).toEqual([]);
    expect(await logOf(task)).toMatchObject([
      { request_url: application.url, status: 'failed', error },
      { request_url: fallback.url, status: 'delivered', error: null },
    ]);
  });

  it('after five seconds without an answer the fallback URL is called', async () => {
    application.answerNext(silence);
    fallback.answerNext(accept);
    const task = await newTask();
    await application.arrived(1);
    server.clock.advance(4_999);
    expect(fallback.requests).toEqual([]);
    await server.advance(1);
    expect(fallback.requests).toHaveLength(1);
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
  });

  it('when both URLs fail the reservation waits for its worker, and a warning says why', async () => {
    application.answerNext(status(500));
    fallback.answerNext(silence);
    const task = await newTask();
    await fallback.arrived(1);
    await server.advance(5_000);
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await warnings(task)).toMatchObject([
      { code: 11_205, message: 'No answer within 5 seconds', workerSid: anna, workspaceSid: workspace.sid },
    ]);
    const { sid } = await reservationOf(task);
    await workspace.api().workers(anna).reservations(sid).update({ reservationStatus: 'accepted' });
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it('without a fallback URL a failure is a warning at once', async () => {
    await answerAt(application.url);
    application.answerNext(status(200, 'nope', { 'content-type': 'application/json' }));
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await codes(task)).toEqual([40001]);
  });

  it.each([
    [{ instruction: 'call', from: '+14155550101', to: 'client:anna', url: 'http://x/' }, 40_151],
    [{ instruction: 'dequeue' }, 40_151],
    [{ instruction: 'conference' }, 40_151],
    [{ instruction: 'redirect', call_sid: 'CA1', url: 'http://x/', accept: true }, 40_151],
    [{ instruction: 'dance' }, 40_151],
    [{ instruction: { a: 1 } }, 40_151],
    [{ result: 'success' }, 40_005],
    [['accept'], 40_005],
  ])('the instruction %j is a warning and changes nothing', async (instruction, code) => {
    application.answerNext(json(instruction));
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await codes(task)).toEqual([code]);
    expect(fallback.requests).toEqual([]);
    expect(await logOf(task)).toMatchObject([
      { status: 'delivered', error: expect.stringMatching(`^${code}: `) },
    ]);
  });

  it('the time to answer a reservation counts from the offer, also while the callback hangs', async () => {
    application.answerNext(silence);
    fallback.answerNext(silence);
    const task = await newTask();
    await application.arrived(1);
    server.clock.advance(5_000);
    await fallback.arrived(1);
    await server.advance(24_999);
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    await server.advance(1);
    expect(await workspace.offers(task)).toEqual(['anna: timeout']);
  });

  it.each([
    ['accept', json({ instruction: 'accept' })],
    ['reject', json({ instruction: 'reject' })],
  ])('%s that comes after the reservation timed out changes nothing', async (_name, answer) => {
    await workspace.api().workflows(workspace.workflowSid).update({ taskReservationTimeout: 3 });
    let answerNow = () => {};
    application.answerNext((response, request) => {
      answerNow = () => answer(response, request);
    });
    const task = await newTask();
    await application.arrived(1);
    server.clock.advance(3_000);
    await eventually(async () => (await workspace.offers(task))[0] === 'anna: timeout');
    answerNow();
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: timeout']);
    expect(await workspace.taskStatus(task)).toBe('pending');
    expect(await warnings(task)).toMatchObject([
      { code: 40_135, message: expect.stringContaining('is timeout') },
    ]);
  });

  it('of the worker and the application who answer at once one wins', async () => {
    const tasks = 12;
    const started: (() => void)[] = [];
    application.answerNext(
      ...Array.from(
        { length: tasks },
        (): Answer => (response, request) => {
          started.push(() => accept(response, request));
        },
      ),
    );
    await workspace.api().workers(anna).workerChannels('default').update({ capacity: tasks });
    const sids = await Promise.all(Array.from({ length: tasks }, () => newTask()));
    await application.arrived(tasks);
    const reservations = await Promise.all(sids.map(reservationOf));
    await Promise.all([
      ...started.map(async (answer) => answer()),
      ...reservations.map(({ sid: reservation, taskSid }, at) =>
        workspace
          .api()
          .tasks(taskSid)
          .reservations(reservation)
          .update({
            reservationStatus: at % 2 === 0 ? 'rejected' : 'accepted',
            ...(at % 2 === 0 ? { workerActivitySid: workspace.activities.Unavailable } : {}),
          })
          .catch(() => {}),
      ),
    ]);
    await server.settled();
    for (const task of sids) {
      const [offer] = await workspace.offers(task);
      expect(['anna: accepted', 'anna: rejected']).toContain(offer);
      expect(await workspace.taskStatus(task)).toBe(offer === 'anna: accepted' ? 'assigned' : 'pending');
      expect((await codes(task)).filter((code) => code !== 40_135)).toEqual([]);
    }
  });

  it('a redelivery from the log asks again, and its answer is carried out', async () => {
    application.answerNext(status(500), accept);
    fallback.answerNext(status(500));
    const task = await workspace.addTask();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    const [delivery] = await logOf(task);
    await fetch(`${server.url}/webhooks/v1/Deliveries/${delivery!.sid}/Redeliver`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}` },
    });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
  });

  /** Waits for something the server does while another request of it is under way, so that it does not settle. */
  async function eventually(isSo: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 500; tries += 1) if (await isSo()) return;
    throw new Error('it did not come to pass');
  }
});
