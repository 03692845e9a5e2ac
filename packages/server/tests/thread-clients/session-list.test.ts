// The session list of Programmable Chat up to 3.4, command by command and without the package: what is answered, what
// is refused and in which words, and that a command that comes twice is done once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { RawClient } from '../sync/raw-client.ts';
import { GENERATIONS } from './generations.ts';
import { type ClientDesk, openDesk } from './sdk-fixture.ts';

const PURPOSE = 'com.twilio.rtd.ipmsg';
const GRANT = 'ip_messaging';
/** Every action the package sends. */
const ACTIONS = [
  'sendMessage',
  'sendMediaMessage',
  'editMessage',
  'editMessageAttributes',
  'deleteMessage',
  'createChannel',
  'destroyChannel',
  'editAttributes',
  'editFriendlyName',
  'editUniqueName',
  'editNotificationLevel',
  'consumptionReportV2',
  'joinChannelV2',
  'leaveChannel',
  'addMemberV2',
  'inviteMember',
  'declineInvitation',
  'removeMember',
  'editMemberAttributes',
  'editUserAttributes',
  'editUserFriendlyName',
];
/** Values no field takes, or that name nothing. */
const HOSTILE = [undefined, null, -1, 1e308, true, '', '\0', 'CHnone', 'x'.repeat(40_000), [[]], { a: null }];

/** A session as the package has one. */
class Session {
  readonly client: RawClient;
  readonly listSid: string;
  #count = 0;

  constructor(client: RawClient, listSid: string) {
    this.client = client;
    this.listSid = listSid;
  }

  /** Opens a session list and subscribes to it. */
  static async open(desk: ClientDesk, identity: string): Promise<Session> {
    const client = await RawClient.open(`ws://127.0.0.1:${desk.port}/tsock/v3/wsconnect`);
    await client.init(desk.token(identity));
    const body = { purpose: PURPOSE, context: { type: 'IpMsgSession', apiVersion: '3' } };
    const list = await client.request({ grant: GRANT, method: 'POST', path: '/v3/Lists', body });
    await client.request({
      grant: GRANT,
      method: 'POST',
      path: '/v4/Subscriptions',
      body: {
        event_protocol_version: 3,
        action: 'establish',
        correlation_id: 1,
        requests: [
          { object_sid: list.body.sid, object_type: 'list', last_event_id: list.body.last_event_id },
        ],
      },
    });
    return new Session(client, list.body.sid);
  }

  /** Adds an item and resolves with the answer to it. */
  async add(item: unknown) {
    const path = `/v3/Lists/${this.listSid}/Items`;
    const pushed = await this.client.request({ grant: GRANT, method: 'POST', path, body: { data: item } });
    // What cannot even be stored is refused before it is in the list.
    if (pushed.status === 400) return { status: pushed.body.code };
    expect(pushed.status).toBe(201);
    const { payload } = await this.client.until(
      (frame) =>
        frame.payload?.event_type === 'list_item_updated' &&
        frame.payload.event.item_index === pushed.body.index,
    );
    return payload.event.item_data.response;
  }

  command(action: string, request: object = {}, commandId?: string) {
    this.#count += 1;
    return this.add({
      commandId: commandId ?? `command ${this.#count}`,
      request: { ...request, action },
    });
  }

  /** Makes a channel and joins it. */
  async channel(options: object = {}): Promise<string> {
    const { channelSid } = await this.command('createChannel', { friendlyName: 'Channel', ...options });
    await this.command('joinChannelV2', { channelSid });
    return channelSid;
  }
}

describe.each(protocolDatabases())('session lists on $name', ({ create }) => {
  let desk: ClientDesk;
  let ann: Session;
  let bob: Session;
  beforeAll(async () => {
    desk = await openDesk(create);
    ann = await Session.open(desk, 'ann');
    bob = await Session.open(desk, 'bob');
  });
  afterAll(async () => {
    for (const { client } of [ann, bob]) client.socket.terminate();
    await desk.close();
  });

  it('tell in their context where everything is', async () => {
    const told = await ann.client.until(({ payload }) => payload?.event_type === 'list_context_updated');
    const context = told.payload.event.context_data;
    const user = await desk.service.users('ann').fetch();
    expect(context).toMatchObject({
      identity: 'ann',
      userInfo: `${user.sid}.userInfo`,
      myChannels: `${user.sid}.myChannels`,
      reachabilityEnabled: false,
      consumptionReportInterval: 'PT10S',
    });
    for (const name of ['publicChannelsUrl', 'myChannelsUrl', 'syncListUrl', 'usersUrl']) {
      const path = name === 'usersUrl' ? `${context.links[name]}/ann` : context.links[name];
      expect((await ann.client.request({ grant: GRANT, method: 'GET', path })).status, name).toBe(200);
    }
    expect(context.links.mediaServiceUrl).toBe(`/v1/Services/${desk.serviceSid}/Media`);
  });

  it('do what a command asks once, however often it comes', async () => {
    const channelSid = await ann.channel();
    const message = { channelSid, text: 'once', attributes: '{}' };
    const first = await ann.command('sendMessage', message, 'the same');
    expect(first).toMatchObject({ status: 200, statusText: 'OK', messageId: 0 });
    expect(await ann.command('sendMessage', message, 'the same')).toEqual(first);
    expect((await desk.service.channels(channelSid).messages.list()).map(({ body }) => body)).toEqual([
      'once',
    ]);
    const made = await ann.command('createChannel', { friendlyName: 'Once' }, 'made once');
    expect(await ann.command('createChannel', { friendlyName: 'Once' }, 'made once')).toEqual(made);
  });

  it('refuse in the codes of Programmable Chat', async () => {
    const channelSid = await ann.channel({ uniqueName: 'taken' });
    await ann.command('sendMessage', { channelSid, text: 'of ann' });
    const refused = [
      [ann, 'createChannel', { uniqueName: 'taken' }, 50307],
      [ann, 'joinChannelV2', { channelSid }, 50404],
      [ann, 'sendMessage', { channelSid: `CH${'0'.repeat(32)}`, text: 'lost' }, 20404],
      [ann, 'deleteMessage', { channelSid, messageIdx: '77' }, 20404],
      [ann, 'sendMessage', { channelSid, text: 'x'.repeat(32_769) }, 50501],
      [ann, 'editAttributes', { channelSid, attributes: '{' }, 50304],
      [bob, 'sendMessage', { channelSid, text: 'from outside' }, 50107],
      [bob, 'editMessage', { channelSid, messageIdx: '0', text: 'not mine' }, 50107],
      [bob, 'destroyChannel', { channelSid }, 50107],
      [bob, 'editUserFriendlyName', { username: 'ann', friendlyName: 'Bob' }, 50107],
      [bob, 'leaveChannel', { channelSid }, 50107],
    ] as const;
    for (const [session, action, request, code] of refused) {
      const answer = await session.command(action, request);
      expect([action, answer.status], answer.statusText).toEqual([action, code]);
      expect(answer.statusText).toMatch(/\w/);
    }
    expect((await desk.service.channels(channelSid).messages.list()).map(({ body }) => body)).toEqual([
      'of ann',
    ]);
  });

  it('invite to private channels, which can be joined or declined', async () => {
    const channelSid = await ann.channel({ type: 'private' });
    expect((await bob.command('joinChannelV2', { channelSid })).status).toBe(50107);
    expect((await ann.command('inviteMember', { channelSid, username: 'bob' })).status).toBe(200);
    expect((await ann.command('inviteMember', { channelSid, username: 'bob' })).status).toBe(50212);
    expect((await bob.command('declineInvitation', { channelSid })).status).toBe(200);
    expect((await bob.command('joinChannelV2', { channelSid })).status).toBe(50107);
    await ann.command('inviteMember', { channelSid, username: 'bob' });
    expect((await bob.command('joinChannelV2', { channelSid })).status).toBe(200);
    const members = await desk.service.channels(channelSid).members.list();
    expect(members.map(({ identity }) => identity).sort()).toEqual(['ann', 'bob']);
  });

  it('report what was read in several channels at once', async () => {
    const channels = [await ann.channel(), await ann.channel()];
    for (const channelSid of channels) {
      for (const text of ['one', 'two', 'three']) await ann.command('sendMessage', { channelSid, text });
    }
    const report = channels.map((channelSid, messageIdx) => ({ channelSid, messageIdx }));
    const foreign = { channelSid: await bob.channel(), messageIdx: 0 };
    const answer = await ann.command('consumptionReportV2', { report: [...report, foreign] });
    expect(answer).toMatchObject({
      status: 200,
      report: [
        { channelSid: channels[0], unreadMessagesCount: 2 },
        { channelSid: channels[1], unreadMessagesCount: 1 },
      ],
    });
    expect((await ann.command('consumptionReportV2', { report: [foreign] })).status).toBe(50107);
  });

  it('answer whatever they are given, and never fail', async () => {
    const channelSid = await ann.channel();
    for (const item of [
      {},
      { request: 1 },
      { commandId: 7, request: {} },
      { commandId: 'x', request: { action: 'fly' } },
    ]) {
      expect((await ann.add(item)).status).toBe(20001);
    }
    const names = [
      'text',
      'attributes',
      'messageIdx',
      'username',
      'memberSid',
      'mediaSid',
      'report',
      'uniqueName',
    ];
    for (const action of ACTIONS) {
      const requests = HOSTILE.flatMap((value) => {
        const odd = Object.fromEntries(names.map((name) => [name, value]));
        // An odd channel is refused by most commands, so the other fields are odd in one that is there.
        const isDone = action === 'destroyChannel' || action === 'leaveChannel';
        // The channel is called like one of the odd values after a while.
        const other = value === 'CHnone' ? 'CHother' : value;
        return [{ ...odd, channelSid: other }, ...(isDone ? [] : [{ ...odd, channelSid }])];
      });
      await Promise.all(
        requests.map(async (request) => {
          const { status } = await ann.command(action, request);
          expect(status, `${action} ${JSON.stringify(request).slice(0, 200)}`).not.toBe(20500);
        }),
      );
    }
    expect((await desk.service.channels(channelSid).fetch()).membersCount).toBe(1);
  });

  it('are opened anew by the package once they have ended', async () => {
    const generation = GENERATIONS.find(({ module }) => module === 'twilio-chat3')!;
    const token = desk.token('cleo', { ttl: 5 * 24 * 3_600 });
    const cleo = await desk.connect('cleo', { generation, token });
    await desk.server.advance(24 * 3_600_000);
    const thread = await cleo.createThread({ friendlyName: 'A day later' });
    expect((await desk.service.channels(thread.sid).fetch()).friendlyName).toBe('A day later');
  });
});
