// Each way in which the outbound function is known to fail: nothing half-made remains, and the caller learns why.
import { createDirectToTaskSmsChat, OutboundError, outboundClient } from '@parley/outbound';
import { beforeAll, describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { everything, type Fault, failureOf, faultyClient } from './outbound-fixture.ts';

const NUMBER_IN_NO_POOL = '+14155550188';
const OPEN_CHANNEL = 'POST /flex-api/v1/Channels';
const MAKE_SESSION = 'POST /proxy/v1/Services/Sessions';
let nextCustomer = 7_000;

describe.each(databases())('when the outbound function fails on $name', ({ create }) => {
  const centre = useContactCentre(create, { lives: 'a file' });

  beforeAll(async () => {
    await centre.world.flow();
    await centre.world.flow({ contactIdentity: NUMBER_IN_NO_POOL });
  });

  const healthy = () =>
    outboundClient(centre.server.account.sid, centre.server.account.token, centre.server.url);
  const requestTo = (toNumber: string) => ({ fromNumber: CENTRE, toName: 'Jane', toNumber });
  const newCustomer = () => {
    nextCustomer += 1;
    return `+1415555${nextCustomer}`;
  };
  /** What is there after `work` and was not there before it. */
  async function leftBy(work: () => Promise<unknown>) {
    const before = await everything(centre.world);
    await work();
    await centre.server.settled();
    const after = await everything(centre.world);
    const keys = Object.keys(after) as (keyof typeof after)[];
    return Object.fromEntries(
      keys.map((key) => [key, after[key] - before[key]]).filter(([, count]) => count !== 0),
    );
  }
  const ONE_CONVERSATION = {
    flexChannels: 1,
    chatChannels: 1,
    users: 1,
    openTasks: 1,
    sessions: 1,
  };

  describe('because the network fails', () => {
    it('says that the server cannot be reached', async () => {
      const nobody = outboundClient(centre.server.account.sid, 'token', 'http://127.0.0.1:9');
      const failure = await failureOf(createDirectToTaskSmsChat(nobody, requestTo(newCustomer())));
      expect(failure).toMatchObject({ name: 'OutboundError', status: 502 });
      expect(failure.message).toMatch(/ECONNREFUSED/);
    });

    it.each([
      ['when the flow is looked up', 'GET /flex-api/v1/FlexFlows'],
      ['when the channel is opened', OPEN_CHANNEL],
      ['when the session is made', MAKE_SESSION],
    ])('leaves nothing when requests are lost %s', async (_when, step) => {
      const client = faultyClient(centre.server, (name) => (name === step ? 'lost request' : null));
      let failure: unknown;
      const left = await leftBy(async () => {
        failure = await failureOf(createDirectToTaskSmsChat(client, requestTo(newCustomer())));
      });
      expect(left).toEqual({});
      expect(failure).toMatchObject({ status: 502, message: 'socket hang up', leftBehind: undefined });
    });

    it.each([
      ['the channel', OPEN_CHANNEL],
      ['the session', MAKE_SESSION],
    ])('finds %s whose answer was lost, and makes no second one', async (_what, step) => {
      const customer = newCustomer();
      const fault = (name: string, times: number): Fault | null =>
        name === step && times === 1 ? 'lost answer' : null;
      const client = faultyClient(centre.server, fault);
      const left = await leftBy(async () => {
        const { chatChannel, proxySession } = await createDirectToTaskSmsChat(client, requestTo(customer));
        expect(proxySession['uniqueName']).toBe(chatChannel['sid']);
      });
      expect(left).toEqual(ONE_CONVERSATION);
    });

    it('names what it cannot take back, and asked again makes it whole', async () => {
      const customer = newCustomer();
      let isDown = false;
      const client = faultyClient(centre.server, (name) => {
        isDown ||= name === MAKE_SESSION;
        return isDown ? 'lost request' : null;
      });
      const failure = await failureOf(createDirectToTaskSmsChat(client, requestTo(customer)));
      const { chatChannelSid, taskSid } = failure.leftBehind!;
      expect(failure.status).toBe(502);

      const answer = await createDirectToTaskSmsChat(healthy(), requestTo(customer));
      expect(answer.chatChannel).toMatchObject({ sid: chatChannelSid, task_sid: taskSid });
      await centre.world.client.chat.v2
        .services(centre.world.chatServiceSid)
        .channels(chatChannelSid!)
        .messages.create({ from: 'Anna', body: 'Hello' });
      await centre.server.settled();
      expect(await messagesOnPhone(centre.server, customer, CENTRE)).toMatchObject([{ body: 'Hello' }]);
    });
  });

  describe('because the session cannot be made', () => {
    it('leaves no channel and no task when the pair of numbers is in use, and says so', async () => {
      const customer = newCustomer();
      const other = await centre.world.client.proxy.v1
        .services(centre.world.proxyServiceSid)
        .sessions.create({
          uniqueName: `other ${customer}`,
          mode: 'message-only',
          participants: [{ Identifier: customer, ProxyIdentifier: CENTRE }],
        });
      let failure: unknown;
      const left = await leftBy(async () => {
        failure = await failureOf(createDirectToTaskSmsChat(healthy(), requestTo(customer)));
      });
      expect(left).toEqual({});
      expect(failure).toMatchObject({ status: 409, code: 80604 });

      await centre.world.client.proxy.v1
        .services(centre.world.proxyServiceSid)
        .sessions(other.sid)
        .update({ status: 'closed' });
      expect(await leftBy(() => createDirectToTaskSmsChat(healthy(), requestTo(customer)))).toEqual(
        ONE_CONVERSATION,
      );
    });

    it('leaves no channel and no task when the number is in no pool, and says so', async () => {
      let failure = new OutboundError(0, 'none');
      const request = { fromNumber: NUMBER_IN_NO_POOL, toName: 'Jane', toNumber: newCustomer() };
      const left = await leftBy(async () => {
        failure = await failureOf(createDirectToTaskSmsChat(healthy(), request));
      });
      expect(left).toEqual({});
      expect(failure.status).toBeGreaterThanOrEqual(400);
      expect(failure.status).toBeLessThan(500);
      expect(failure.code).toBeGreaterThan(80_000);
    });

    it('answers with the session that is there when the channel is re-used and has one (80603)', async () => {
      const customer = newCustomer();
      const first = await createDirectToTaskSmsChat(healthy(), requestTo(customer));
      const left = await leftBy(async () => {
        const second = await createDirectToTaskSmsChat(healthy(), requestTo(customer));
        expect(second.proxySession['sid']).toBe(first.proxySession['sid']);
        expect(second.chatChannel['task_sid']).toBe(first.chatChannel['task_sid']);
      });
      expect(left).toEqual({});
    });
  });

  it('makes one conversation of many clicks at once, and tells all of them the same', async () => {
    const customer = newCustomer();
    let answers: Awaited<ReturnType<typeof createDirectToTaskSmsChat>>[] = [];
    const left = await leftBy(async () => {
      const clicks = Array.from({ length: 6 }, () =>
        createDirectToTaskSmsChat(healthy(), requestTo(customer)),
      );
      answers = await Promise.all(clicks);
    });
    expect(left).toEqual(ONE_CONVERSATION);
    const facts = answers.map(({ chatChannel, proxySession }) =>
      [chatChannel['sid'], chatChannel['task_sid'], proxySession['sid']].join(),
    );
    expect(new Set(facts).size).toBe(1);
  });

  describe('because the customer cannot be reached', () => {
    it('refuses a customer who has unsubscribed before anything is made', async () => {
      const customer = newCustomer();
      await answerFrom(centre.server, customer, CENTRE, 'STOP');
      await centre.server.settled();
      let failure: unknown;
      const left = await leftBy(async () => {
        failure = await failureOf(createDirectToTaskSmsChat(healthy(), requestTo(customer)));
      });
      expect(left).toEqual({});
      expect(failure).toMatchObject({ status: 400, code: 21610 });

      await answerFrom(centre.server, customer, CENTRE, 'START');
      await centre.server.settled();
      expect(await leftBy(() => createDirectToTaskSmsChat(healthy(), requestTo(customer)))).toEqual(
        ONE_CONVERSATION,
      );
    });

    it.each([
      ['a fixed line', '+442079460018', 21614],
      ['a number that is none', '+1', 21211],
      ['a number without its country', '4155550199', 21211],
    ])('refuses %s before anything is made', async (_what, toNumber, code) => {
      let failure: unknown;
      const left = await leftBy(async () => {
        failure = await failureOf(createDirectToTaskSmsChat(healthy(), requestTo(toNumber)));
      });
      expect(left).toEqual({});
      expect(failure).toMatchObject({ status: 400, code, message: expect.stringContaining(toNumber) });
    });
  });

  it.each(['(415) 555-0101', '4155550101', '+1 415 555 0101'])(
    'says that the number %s of the centre is in no usable format',
    async (fromNumber) => {
      let failure: unknown;
      const left = await leftBy(async () => {
        const request = { fromNumber, toName: 'Jane', toNumber: newCustomer() };
        failure = await failureOf(createDirectToTaskSmsChat(healthy(), request));
      });
      expect(left).toEqual({});
      expect(failure).toMatchObject({
        status: 400,
        message: `'fromNumber' is not a phone number in E.164 format: ${fromNumber}`,
      });
    },
  );
});
