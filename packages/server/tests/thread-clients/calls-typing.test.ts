// Typing indicators: shown to everybody connected who is in the thread, in every process, and to nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import type { Frame } from '../sync/raw-client.ts';
import { type CallDesk, type Caller, openCalls } from './calls-fixture.ts';

const isTyping = ({ header }: Frame) => header.message_type === 'twilio.ipmsg.typing_indicator';

describe.each(databases())('typing on $name', ({ create, name }) => {
  let desk: CallDesk;
  let second: TestServer | null = null;
  let ann: Caller;
  beforeAll(async () => {
    desk = await openCalls(create);
    if (name === 'postgres') second = await startServer(desk.database.url, {}, desk.server.clock);
    ann = await desk.caller('ann');
  });
  afterAll(async () => {
    await second?.stop();
    await desk.close();
  });

  const shown = (caller: Caller) => caller.client.frames.filter(isTyping).map(({ payload }) => payload);

  it('is shown to the others in the thread, wherever they are connected, and to nobody else', async () => {
    const thread = await ann.thread();
    const others = ['bob', 'carl', 'mute'];
    for (const identity of others) await ann.post(`/Conversations/${thread}/Participants`, { identity });
    const bob = await desk.caller('bob');
    const alsoBob = await desk.caller('bob', second === null ? {} : { at: second });
    const carl = await desk.caller('carl', second === null ? {} : { at: second });
    const alsoAnn = await desk.caller('ann');
    const stranger = await desk.caller('stranger');
    const elsewhere = await desk.rest.chat.v2.services.create({ friendlyName: 'elsewhere' });
    const foreignBob = await desk.caller('bob', { serviceSid: elsewhere.sid });
    await desk.service.update({ typingIndicatorTimeout: 7 });
    const { read } = desk.server.context.database;
    const events = () => read.selectFrom('events').select('id').execute();
    await desk.server.settled();
    const before = (await events()).length;

    expect((await ann.post('/Typing', { ChannelSid: thread })).body).toEqual({ typing_timeout: 7 });
    await Promise.all([bob, alsoBob, carl].map(({ client }) => client.until(isTyping)));
    await desk.server.settled();
    await second?.settled();
    for (const caller of [bob, alsoBob, carl]) {
      expect(shown(caller)).toEqual([{ channel_sid: thread, identity: 'ann', typing_timeout: 8 }]);
    }
    for (const caller of [ann, alsoAnn, stranger, foreignBob]) expect(shown(caller)).toEqual([]);
    // Nothing of it is kept.
    expect((await events()).length).toBe(before);
    await desk.service.update({ typingIndicatorTimeout: 5 });
  });

  it('is a form where older clients show it', async () => {
    const thread = await ann.thread();
    await ann.post(`/Conversations/${thread}/Participants`, { identity: 'eve' });
    const eve = await desk.caller('eve', { generation: 'v0' });
    const { body } = await ann.client.request({
      grant: 'ip_messaging',
      method: 'POST',
      path: '/v1/typing',
      headers: { 'Content-Type': 'application/json' },
      body: { ChannelSid: thread },
    });
    expect(body).toEqual({ typing_timeout: 5 });
    await eve.client.until(isTyping);
    expect((await ann.post('/Typing', {})).status).toBe(400);
    expect((await ann.post('/Typing', { ChannelSid: [thread] })).status).toBe(400);
    expect((await ann.post('/Typing', { ChannelSid: 'nowhere' })).status).toBe(404);
  });
});
