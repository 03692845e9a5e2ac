// A whole day of a conversation with Twilio's own clients at the desk: the worker client takes the task, the client of
// Conversations writes and reads.
import { createRequire } from 'node:module';
import type { Worker } from 'twilio-taskrouter';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { accessToken, addKey, type TestKey } from '../../realtime/token-fixture.ts';
import { type DatabaseKind, databases } from '../../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../../support/handset.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { addressesOf, reported } from '../../taskrouter-sdk/desk-fixture.ts';
import { GENERATIONS } from '../../thread-clients/generations.ts';
import { LiveClient } from '../../thread-clients/live-client.ts';
import { type Centre, type Json, openCentre } from './interaction-fixture.ts';

const require = createRequire(import.meta.url);
const CONVERSATIONS = GENERATIONS.find(({ module }) => module === '@twilio/conversations')!;
const AGENT = 'ann.agent@example.com';
const IDENTITY = 'ann_2Eagent_40example_2Ecom';

/** An agent at a desk: one client for tasks, one for conversations, both unmodified. */
class AgentDesk {
  readonly worker: Worker;
  readonly conversations: LiveClient;
  readonly #raw: Json;

  constructor(server: TestServer, centre: Centre, key: TestKey, workerSid: string, chatServiceSid: string) {
    const token = { accountSid: centre.account.sid, key, ttl: 86_400 };
    const taskRouter = { workspaceSid: centre.workspace.sid, workerSid, role: 'worker' };
    const { Worker: WorkerClient } = require('twilio-taskrouter');
    this.worker = new WorkerClient(accessToken({ ...token, taskRouter }), {
      ...addressesOf(server),
      logLevel: 'silent',
    });
    this.worker.on('error', () => {});
    const { Client } = require(CONVERSATIONS.module);
    const port = new URL(server.url).port;
    this.#raw = new Client(accessToken({ ...token, identity: IDENTITY, chatServiceSid }), {
      Twilsock: { uri: `ws://127.0.0.1:${port}/tsock/v3/wsconnect` },
      apiUri: `${server.url}/aim`,
      cdsUri: `${server.url}/cds`,
    });
    this.conversations = new LiveClient(CONVERSATIONS, IDENTITY, this.#raw);
  }

  async ready(): Promise<void> {
    const initialised = new Promise<void>((resolve, reject) => {
      this.#raw.on('stateChanged', (state: string) =>
        state === 'initialized' ? resolve() : reject(new Error(`the client is ${state}`)),
      );
    });
    await Promise.all([reported(this.worker, 'ready'), initialised]);
  }

  async close(): Promise<void> {
    this.worker.disconnect();
    await this.#raw.shutdown();
  }
}

async function openOffice(create: DatabaseKind['create']) {
  const database = await create();
  const server = await startServer(database.url, {}, manualClock(Date.now()));
  const centre = await openCentre(server);
  const key = await addKey(server, centre.account);
  const workerSid = await centre.workspace.addWorker(AGENT);
  const { defaultChatServiceSid } = await centre.v1.configuration().fetch();
  const desk = new AgentDesk(server, centre, key, workerSid, defaultChatServiceSid);
  await desk.ready();
  return {
    server,
    centre,
    workerSid,
    desk,
    async close() {
      await desk.close();
      await server.stop();
      await database.dispose();
    },
  };
}

describe.each(databases())('an agent with the real clients on $name', ({ create }) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeAll(async () => {
    office = await openOffice(create);
  });
  afterAll(() => office.close());

  it('accepts, writes, reads the answer, parks, takes up again and closes', async () => {
    const { server, centre, desk, workerSid } = office;
    const phone = (customer: string) =>
      messagesOnPhone({ ...server, account: centre.account }, customer, centre.centreNumber);

    const offered = reported(desk.worker, 'reservationCreated');
    const opened = await centre.open({ routing: { worker_sid: workerSid } });
    const reservation = await offered;
    expect(reservation.task.attributes).toMatchObject({
      conversationSid: opened.threadSid,
      flexInteractionSid: opened.sid,
    });

    await reservation.accept();
    await server.settled();
    const thread = await vi.waitFor(() => desk.conversations.thread(opened.threadSid), 10_000);
    await thread.send('Hello, this is Ann.');
    await server.settled();
    expect((await phone(opened.customer)).map(({ body }) => body)).toEqual(['Hello, this is Ann.']);

    await answerFrom(
      { ...server, account: centre.account },
      opened.customer,
      centre.centreNumber,
      'Later please',
    );
    await vi.waitFor(async () => {
      const said = (await thread.messages()).map(({ body, author }) => [author, body]);
      expect(said).toEqual([
        [IDENTITY, 'Hello, this is Ann.'],
        [opened.customer, 'Later please'],
      ]);
    }, 10_000);

    const [agent] = (await centre.channel(opened).participants.list()).filter(({ type }) => type === 'agent');
    const completed = reported(reservation, 'completed');
    const left = desk.conversations.until('threadLeft', ({ raw }) => raw.sid === opened.threadSid);
    await centre.channel(opened).participants(agent!.sid).update({ status: 'closed' });
    await Promise.all([completed, left]);

    const offeredAgain = reported(desk.worker, 'reservationCreated');
    const joined = desk.conversations.until('threadJoined', ({ raw }) => raw.sid === opened.threadSid);
    await centre
      .channel(opened)
      .invites.create({ routing: centre.sms({ routing: { worker_sid: workerSid } }).routing } as Json);
    const second = await offeredAgain;
    await second.accept();
    await joined;
    await (await desk.conversations.thread(opened.threadSid)).send('Here I am again.');
    await server.settled();
    expect((await phone(opened.customer)).at(-1)!.body).toBe('Here I am again.');

    await second.task.complete('done');
    await server.settled();
    expect(await centre.stateOf(opened.threadSid)).toBe('closed');
    expect(await centre.channel(opened).fetch()).toMatchObject({ status: 'closed' });
  });
});
