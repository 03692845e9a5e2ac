// Webhooks around what clients do: asked before, told after, over real HTTP, signed.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRE } from '../chat/hooks/pre-events.ts';
import { databases } from '../support/databases.ts';
import { type Answer, json, type Receiver, silence, startReceiver, status } from '../webhooks/receiver.ts';
import { type CallDesk, type Caller, openCalls } from './calls-fixture.ts';

const POST = [
  'onMessageSent',
  'onMessageUpdated',
  'onMessageRemoved',
  'onChannelAdded',
  'onChannelUpdated',
  'onChannelDestroyed',
  'onMemberAdded',
  'onMemberUpdated',
  'onMemberRemoved',
  'onUserUpdated',
];

/** Takes the request and breaks the connection. */
const crash: Answer = (response) => response.destroy();

describe.each(databases())('webhooks of what clients do on $name', ({ create }) => {
  let desk: CallDesk;
  let receiver: Receiver;
  let ann: Caller;
  beforeAll(async () => {
    desk = await openCalls(create);
    receiver = await startReceiver();
    ann = await desk.caller('ann', { generation: 'v1' });
    await desk.server.settled();
  });
  afterAll(async () => {
    await receiver.close();
    await desk.close();
  });

  async function hooks(filters: readonly string[]): Promise<void> {
    await desk.service.update({
      preWebhookUrl: `${receiver.url}/pre`,
      postWebhookUrl: `${receiver.url}/post`,
      webhookMethod: 'POST',
      webhookFilters: [...filters],
    });
    receiver.requests.splice(0);
  }

  /** What was asked or told so far, every request signed. */
  function told(moment: 'pre' | 'post'): Record<string, string>[] {
    const isSigned = receiver.requests.every(({ headers, url, form }) =>
      validateRequest(desk.server.account.token, headers['x-twilio-signature'] as string, url, form),
    );
    expect(isSigned).toBe(true);
    return receiver.requests.filter(({ url }) => url.endsWith(moment)).map(({ form }) => form);
  }

  /** A thread of ann's with one message of hers, made without webhooks. */
  async function scene(): Promise<{ thread: string; message: string }> {
    await hooks([]);
    const thread = await ann.thread({ friendly_name: 'before' });
    const message = (await ann.send(thread, 'first')).sid;
    await desk.server.settled();
    await hooks([...PRE, ...POST]);
    return { thread, message };
  }

  /** Each kind of action, and how it shows that it was done. */
  const ACTIONS = [
    {
      name: 'sending',
      pre: 'onMessageSend',
      post: 'onMessageSent',
      ask: (thread: string) => ann.post(`/Conversations/${thread}/Messages`, { body: 'second' }),
      answer: { body: '***' },
      done: async (thread: string) =>
        (await ann.get(`/Conversations/${thread}/Messages`)).body.messages[1]?.body,
      meant: 'second',
      changed: '***',
    },
    {
      name: 'editing',
      pre: 'onMessageUpdate',
      post: 'onMessageUpdated',
      ask: (thread: string, message: string) =>
        ann.post(`/Conversations/${thread}/Messages/${message}`, { body: 'edited' }),
      answer: { body: 'moderated' },
      done: async (thread: string) => {
        const { body } = (await ann.get(`/Conversations/${thread}/Messages`)).body.messages[0];
        return body === 'first' ? undefined : body;
      },
      meant: 'edited',
      changed: 'moderated',
    },
    {
      name: 'making a thread',
      pre: 'onChannelAdd',
      post: 'onChannelAdded',
      ask: (thread: string) =>
        ann.post('/Conversations', { friendly_name: `of ${thread}`, unique_name: thread.slice(2) }),
      answer: { friendly_name: 'nicer' },
      done: async (thread: string) => {
        const { friendly_name: name } = (await ann.get(`/Conversations/${thread.slice(2)}`)).body;
        return name?.replace(thread, 'it');
      },
      meant: 'of it',
      changed: 'nicer',
    },
    {
      name: 'renaming a thread',
      pre: 'onChannelUpdate',
      post: 'onChannelUpdated',
      ask: (thread: string) => ann.post(`/Conversations/${thread}`, { friendly_name: 'after' }),
      answer: { friendly_name: 'nicer' },
      done: async (thread: string) => {
        const { friendly_name: name } = (await ann.get(`/Conversations/${thread}`)).body;
        return name === 'before' ? undefined : name;
      },
      meant: 'after',
      changed: 'nicer',
    },
    {
      name: 'adding somebody',
      pre: 'onMemberAdd',
      post: 'onMemberAdded',
      ask: (thread: string) => ann.post(`/Conversations/${thread}/Participants`, { identity: 'ben' }),
      answer: { attributes: '{"checked":true}' },
      done: async (thread: string) =>
        (await ann.get(`/Conversations/${thread}/Participants/ben`)).body.attributes,
      meant: '{}',
      changed: '{"checked":true}',
    },
  ] as const;

  describe.each(ACTIONS)('$name', ({ pre, post, ask, answer, done, meant, changed }) => {
    it.each([
      ['4xx', status(403), 50056],
      ['5xx', status(500), 50057],
    ])('does not happen when a %s forbids it', async (_, refuse, code) => {
      const { thread, message } = await scene();
      receiver.answerNext(refuse);
      expect((await ask(thread, message)).body.code).toBe(code);
      await desk.server.settled();
      expect(await done(thread)).toBeUndefined();
      expect(told('pre')).toMatchObject([{ EventType: pre, Source: 'SDK', ClientIdentity: 'ann' }]);
      expect(told('post')).toEqual([]);
    });

    it('happens as the answer says', async () => {
      const { thread, message } = await scene();
      receiver.answerNext(json(answer));
      expect((await ask(thread, message)).status).toBeLessThan(300);
      expect(await done(thread)).toBe(changed);
      await desk.server.settled();
      expect(told('post')).toMatchObject([{ EventType: post, Source: 'SDK', ClientIdentity: 'ann' }]);
    });

    it('happens as it was meant when nobody answers', async () => {
      const { thread, message } = await scene();
      receiver.answerNext(crash);
      expect((await ask(thread, message)).status).toBeLessThan(300);
      expect(await done(thread)).toBe(meant);
    });

    it('is told of when a program asks for that, and is not asked about', async () => {
      const { thread } = await scene();
      await desk.server.settled();
      expect(told('pre')).toEqual([]);
      await desk.service.channels(thread).messages.create({ body: 'quiet' });
      await desk.service.channels(thread).messages.create({ body: 'loud', xTwilioWebhookEnabled: 'true' });
      await desk.server.settled();
      expect(told('pre')).toEqual([]);
      expect(told('post')).toMatchObject([{ EventType: 'onMessageSent', Body: 'loud', Source: 'API' }]);
    });
  });

  it('joining is asked about as being added is', async () => {
    const { thread } = await scene();
    const dora = await desk.caller('dora', { generation: 'v1' });
    receiver.answerNext(status(403));
    const join = () => dora.post(`/Conversations/${thread}/Participants`, { identity: 'dora' });
    expect((await join()).body.code).toBe(50056);
    expect((await ann.get(`/Conversations/${thread}`)).body.members_count).toBe(1);
    expect((await join()).status).toBe(201);
    expect(told('pre')).toMatchObject([
      { EventType: 'onMemberAdd', Identity: 'dora', ClientIdentity: 'dora' },
      { EventType: 'onMemberAdd', Identity: 'dora' },
    ]);
  });

  it('nobody is asked about what roles do not allow', async () => {
    const { thread, message } = await scene();
    const stranger = await desk.caller('uninvited', { generation: 'v1' });
    await desk.server.settled();
    receiver.requests.splice(0);
    expect((await stranger.send(thread, 'hi')).code).toBe(50107);
    expect((await stranger.delete(`/Conversations/${thread}/Messages/${message}`)).body.code).toBe(50107);
    await desk.server.settled();
    expect(receiver.requests).toEqual([]);
  });

  it('a silent receiver holds a message back for five seconds and no longer', async () => {
    const { thread } = await scene();
    receiver.answerNext(silence);
    const sending = ann.send(thread, 'patience');
    await receiver.arrived(1);
    expect((await ann.get(`/Conversations/${thread}/Messages`)).body.messages).toHaveLength(1);
    desk.server.clock.advance(5_000);
    expect((await sending).index).toBe(1);
  });

  it('reading on is told, and nobody is asked', async () => {
    const { thread } = await scene();
    await ann.post(`/MyConversations/${thread}`, { last_consumed_message_index: 0 });
    await desk.server.settled();
    expect(told('pre')).toEqual([]);
    expect(told('post')).toMatchObject([{ EventType: 'onMemberUpdated', ClientIdentity: 'ann' }]);
  });
});
