// What roles allow, action by action: whoever lacks the permission is refused with 403/50107 and nothing changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import type { RawAnswer } from '../sync/raw-client.ts';
import { type CallDesk, type Caller, openCalls } from './calls-fixture.ts';

/** What a client asks for in a thread of two, with a message of each. */
interface Scene {
  readonly actor: Caller;
  readonly thread: string;
  readonly own: string;
  readonly others: string;
}

interface Case {
  readonly action: string;
  /** Permissions of the role in the service and in the thread that allow it; each alone is enough. */
  readonly service?: readonly string[];
  readonly inThread?: readonly string[];
  readonly ask: (scene: Scene) => Promise<RawAnswer>;
}

const thread = ({ thread: sid }: Scene) => `/Conversations/${sid}`;

const CASES: readonly Case[] = [
  {
    action: 'making a thread',
    service: ['createChannel'],
    ask: ({ actor }) => actor.post('/Conversations', { friendly_name: 'mine' }),
  },
  {
    action: 'renaming a thread',
    service: ['editChannelName'],
    inThread: ['editChannelName'],
    ask: (scene) => scene.actor.post(thread(scene), { friendly_name: 'renamed' }),
  },
  {
    action: 'the unique name of a thread',
    inThread: ['editChannelName'],
    ask: (scene) => scene.actor.post(thread(scene), { unique_name: `name-${scene.thread}` }),
  },
  {
    action: 'attributes of a thread',
    service: ['editChannelAttributes'],
    inThread: ['editChannelAttributes'],
    ask: (scene) => scene.actor.post(thread(scene), { attributes: '{"changed":1}' }),
  },
  {
    action: 'removing a thread',
    service: ['destroyChannel'],
    inThread: ['destroyChannel'],
    ask: (scene) => scene.actor.delete(thread(scene)),
  },
  {
    action: 'adding somebody',
    service: ['addMember'],
    inThread: ['addMember'],
    ask: (scene) => scene.actor.post(`${thread(scene)}/Participants`, { identity: `new-${scene.thread}` }),
  },
  {
    action: 'inviting somebody',
    service: ['inviteMember'],
    inThread: ['inviteMember'],
    ask: (scene) => scene.actor.post(`${thread(scene)}/Invites`, { identity: `new-${scene.thread}` }),
  },
  {
    action: 'taking somebody out',
    service: ['removeMember'],
    inThread: ['removeMember'],
    ask: (scene) => scene.actor.delete(`${thread(scene)}/Participants/boss`),
  },
  {
    action: 'leaving',
    inThread: ['leaveChannel'],
    ask: (scene) =>
      scene.actor.delete(`${thread(scene)}/Participants/${encodeURIComponent(scene.actor.identity)}`),
  },
  {
    action: 'attributes of somebody else',
    service: ['editAnyUserInfo'],
    ask: (scene) => scene.actor.post(`${thread(scene)}/Participants/boss`, { attributes: '{"changed":1}' }),
  },
  {
    action: 'sending',
    inThread: ['sendMessage'],
    ask: (scene) => scene.actor.post(`${thread(scene)}/Messages`, { body: 'sent' }),
  },
  {
    action: 'editing an own message',
    inThread: ['editOwnMessage', 'editAnyMessage'],
    ask: (scene) => scene.actor.post(`${thread(scene)}/Messages/${scene.own}`, { body: 'edited' }),
  },
  {
    action: "editing another's message",
    service: ['editAnyMessage'],
    inThread: ['editAnyMessage'],
    ask: (scene) => scene.actor.post(`${thread(scene)}/Messages/${scene.others}`, { body: 'edited' }),
  },
  {
    action: 'attributes of an own message',
    inThread: ['editOwnMessageAttributes', 'editAnyMessageAttributes'],
    ask: (scene) =>
      scene.actor.post(`${thread(scene)}/Messages/${scene.own}`, { attributes: '{"changed":1}' }),
  },
  {
    action: "attributes of another's message",
    service: ['editAnyMessageAttributes'],
    ask: (scene) =>
      scene.actor.post(`${thread(scene)}/Messages/${scene.others}`, { attributes: '{"changed":1}' }),
  },
  {
    action: 'removing an own message',
    inThread: ['deleteOwnMessage', 'deleteAnyMessage'],
    ask: (scene) => scene.actor.delete(`${thread(scene)}/Messages/${scene.own}`),
  },
  {
    action: "removing another's message",
    service: ['deleteAnyMessage'],
    inThread: ['deleteAnyMessage'],
    ask: (scene) => scene.actor.delete(`${thread(scene)}/Messages/${scene.others}`),
  },
  {
    action: 'renaming oneself',
    service: ['editOwnUserInfo', 'editAnyUserInfo'],
    ask: ({ actor }) =>
      actor.post(`/Users/${encodeURIComponent(actor.identity)}`, { friendly_name: 'renamed' }),
  },
  {
    action: 'renaming somebody else',
    service: ['editAnyUserInfo'],
    ask: ({ actor }) => actor.post('/Users/boss', { friendly_name: `renamed by ${actor.identity}` }),
  },
];

describe.each(protocolDatabases())('roles on $name', ({ create }) => {
  let desk: CallDesk;
  let boss: Caller;
  let count = 0;
  beforeAll(async () => {
    desk = await openCalls(create);
    boss = await desk.caller('boss', { generation: 'v1' });
  });
  afterAll(() => desk.close());

  function role(type: 'channel' | 'deployment', permission: readonly string[]) {
    count += 1;
    return desk.service.roles.create({ friendlyName: `r${count}`, type, permission: [...permission] });
  }

  /** A thread of two in which the actor has these permissions and no others. */
  async function scene(service: readonly string[], inThread: readonly string[]): Promise<Scene> {
    count += 1;
    const identity = `actor ${count}`;
    const sid = await boss.thread({ type: 'private' });
    await desk.service.channels(sid).members.create({ identity });
    const actor = await desk.caller(identity, { generation: 'v1' });
    const others = (await boss.send(sid, 'of another')).sid;
    const own = (await actor.send(sid, 'own')).sid;
    // A role must hold something: what it holds here allows none of what is tried.
    const [served, placed] = await Promise.all([
      role('deployment', service.length > 0 ? service : ['joinChannel']),
      role('channel', inThread.length > 0 ? inThread : ['sendMediaMessage']),
    ]);
    await desk.service.users(identity).update({ roleSid: served.sid });
    await desk.service.channels(sid).members(identity).update({ roleSid: placed.sid });
    return { actor, thread: sid, own, others };
  }

  /** Everything that is there to be changed, but for when it was made. */
  async function everything() {
    const { read } = desk.server.context.database;
    const all = await Promise.all([
      read.selectFrom('threads').selectAll().orderBy('sid').execute(),
      read.selectFrom('participants').selectAll().orderBy('sid').execute(),
      read.selectFrom('messages').selectAll().orderBy('sid').execute(),
      read.selectFrom('users').selectAll().orderBy('sid').execute(),
      read.selectFrom('invites').selectAll().orderBy('sid').execute(),
      read.selectFrom('events').select('id').orderBy('id').execute(),
    ]);
    return JSON.stringify(all);
  }

  it.each(CASES)('$action takes its permission', async ({ service = [], inThread = [], ask }) => {
    const without = await scene([], []);
    await desk.server.settled();
    const before = await everything();
    const { status, body } = await ask(without);
    expect([status, body.code]).toEqual([403, 50107]);
    expect(await everything()).toBe(before);
    for (const permission of service) {
      expect((await ask(await scene([permission], []))).status).toBeLessThan(300);
    }
    for (const permission of inThread) {
      expect((await ask(await scene([], [permission]))).status).toBeLessThan(300);
    }
  });

  it('of which none help outside of a private thread, and none is needed for what is their own', async () => {
    const sid = await boss.thread({ type: 'private' });
    await boss.send(sid, 'secret');
    const stranger = await desk.caller('stranger', { generation: 'v1' });
    const path = `/Conversations/${sid}`;
    const asked = [
      () => stranger.get(path),
      () => stranger.get(`${path}/Messages`),
      () => stranger.get(`${path}/Participants`),
      () => stranger.post(`${path}/Participants`, { identity: 'stranger' }),
      () => stranger.post(`${path}/Messages`, { body: 'let me in' }),
      () => stranger.post('/Typing', { ChannelSid: sid }),
      () => stranger.post(`/MyConversations/${sid}`, { last_read_message_index: 0 }),
    ];
    for (const ask of asked) expect((await ask()).body.code).toBe(50107);
    const { actor, thread: mine } = await scene([], []);
    const place = `/Conversations/${mine}/Participants/${encodeURIComponent(actor.identity)}`;
    expect((await actor.post(place, { attributes: '{"mine":1}' })).status).toBe(200);
    expect((await actor.post(`/MyConversations/${mine}`, { notification_level: 'muted' })).status).toBe(200);
    expect((await actor.post('/Typing', { ChannelSid: mine })).body).toEqual({ typing_timeout: 5 });
  });

  it('stop at the limits of the service', async () => {
    const service = await desk.rest.chat.v2.services.create({ friendlyName: 'small' });
    await desk.rest.chat.v2
      .services(service.sid)
      .update({ 'limits.channelMembers': 2, 'limits.userChannels': 1 });
    const one = await desk.caller('one', { serviceSid: service.sid, generation: 'v1' });
    const sid = await one.thread();
    const add = (identity: string) => one.post(`/Conversations/${sid}/Participants`, { identity });
    expect((await add('two')).status).toBe(201);
    expect((await add('three')).body.code).toBe(50403);
    const second = (await one.post('/Conversations', {})).body.sid;
    const join = await one.post(`/Conversations/${second}/Participants`, { identity: 'one' });
    expect(join.body.code).toBe(50208);
  });
});
