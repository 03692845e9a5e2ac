// What clients of Chat and Conversations read of a conversation, its messages and people, and of users.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../realtime/token-fixture.ts';
import { protocolDatabases } from '../support/databases.ts';
import { openRoom, type Room } from './objects-fixture.ts';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe.each(protocolDatabases())('objects of threads on $name', ({ create }) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(create);
  });
  afterAll(() => room.close());

  it('show a conversation as a document, by name and by SID', async () => {
    const sid = await room.conversation('ann');
    await room.service.conversations(sid).update({ attributes: '{"a":[1]}', uniqueName: 'named' });
    await room.post(sid, 'one');
    await room.post(sid, 'two');
    const ann = await room.reader('ann');
    const document = await ann.open('document', `${sid}.channel`);
    expect(document).toMatchObject({ sid: `ET${sid.slice(2)}`, unique_name: `${sid}.channel` });
    expect(document.data).toEqual({
      sid,
      friendlyName: 'Talk',
      uniqueName: 'named',
      attributes: '{"a":[1]}',
      type: 'private',
      createdBy: 'system',
      dateCreated: expect.stringMatching(ISO),
      dateUpdated: expect.stringMatching(ISO),
      status: 'unknown',
      roster: `${sid}.roster`,
      messages: `${sid}.messages`,
      state: { current: 'active', dateUpdated: expect.stringMatching(ISO) },
      lastMessage: { index: 1, timestamp: expect.stringMatching(ISO) },
      bindings: {},
    });
    expect((await ann.open('document', document.sid)).data).toEqual(document.data);
  });

  it('show messages as a list that is read from any index, either way', async () => {
    const sid = await room.conversation('ann');
    const name = `${sid}.messages`;
    const posted = [];
    for (let n = 0; n < 7; n += 1) posted.push(await room.post(sid, `text ${n}`, 'ann'));
    await room.service.conversations(sid).messages(posted[3]!.sid).remove();
    const ann = await room.reader('ann');
    const [ofAnn] = await room.service.conversations(sid).participants.list();
    const indexes = (page: { items: { index: number }[] }) => page.items.map(({ index }) => index);
    const first = await ann.page('list', name, { Order: 'asc', PageSize: '3' });
    expect([indexes(first), !first.meta.previous_token, !!first.meta.next_token]).toEqual([
      [0, 1, 2],
      true,
      true,
    ]);
    const last = await ann.page('list', name, { Order: 'desc', PageSize: '3' });
    expect([indexes(last), !first.meta.previous_token, !!last.meta.next_token]).toEqual([
      [6, 5, 4],
      true,
      true,
    ]);
    const older = await ann.page('list', name, { Order: 'desc', PageSize: '3', From: '3' });
    expect([indexes(older), !!older.meta.previous_token, !older.meta.next_token]).toEqual([
      [2, 1, 0],
      true,
      true,
    ]);
    const newer = await ann.page('list', name, { Order: 'asc', From: '5' });
    expect(indexes(newer)).toEqual([5, 6]);
    expect(first.items[1].data).toEqual({
      sid: posted[1]!.sid,
      type: 'text',
      text: 'text 1',
      author: 'ann',
      memberSid: ofAnn!.sid,
      attributes: '{}',
      timestamp: expect.stringMatching(ISO),
      dateUpdated: expect.stringMatching(ISO),
      lastUpdatedBy: null,
      subject: null,
      contentSid: null,
      channelMetadata: false,
    });
    const only = await ann.page('list', name, { Index: '3' });
    expect(only.items ?? []).toEqual([]);
    expect((await ann.page('list', name, { Index: '4' })).items[0].data.text).toBe('text 4');
  });

  it('show the participants of a conversation by SID, with their users and addresses', async () => {
    const { phoneNumber: own } = await room.api.incomingPhoneNumbers.create({ phoneNumber: '+15550007001' });
    const sid = await room.conversation('ann');
    const { participants } = room.service.conversations(sid);
    const sms = await participants.create({
      'messagingBinding.address': '+15550007002',
      'messagingBinding.proxyAddress': own,
    });
    const ann = await room.reader('ann');
    const { items } = await ann.page('map', `${sid}.roster`);
    const [member] = await participants.list();
    expect(items.map(({ key }: { key: string }) => key)).toEqual([member!.sid, sms.sid]);
    const dates = { dateCreated: expect.stringMatching(ISO), dateUpdated: expect.stringMatching(ISO) };
    expect(items.map(({ data }: { data: object }) => data)).toEqual([
      {
        identity: 'ann',
        type: 'chat',
        roleSid: member!.roleSid,
        attributes: '{}',
        lastConsumedMessageIndex: null,
        lastConsumptionTimestamp: null,
        userInfo: `${await room.userSid('ann')}.userInfo`,
        ...dates,
        bindings: {},
      },
      {
        identity: null,
        type: 'sms',
        roleSid: sms.roleSid,
        attributes: '{}',
        lastConsumedMessageIndex: null,
        lastConsumptionTimestamp: null,
        userInfo: null,
        ...dates,
        bindings: { sms: { type: 'sms', address: '+15550007002', proxy_address: own } },
      },
    ]);
  });

  it('show a user to everybody in the service, with his reachability where the service has it on', async () => {
    const { sid } = await room.service.users.create({
      identity: 'zoe',
      friendlyName: 'Zoe',
      attributes: '{"b":2}',
    });
    const ann = await room.reader('ann');
    const name = `${sid}.userInfo`;
    const keyed = (items: { key: string; data: object }[]) =>
      Object.fromEntries(items.map(({ key, data }) => [key, data]));
    expect(keyed((await ann.open('map', name, { Include: 'items' })).items)).toEqual({
      attributes: { value: '{"b":2}' },
      friendlyName: { value: 'Zoe' },
    });
    await room.chat.update({ reachabilityEnabled: true });
    expect(keyed((await ann.open('map', name, { Include: 'items' })).items)).toMatchObject({
      reachability: { online: false, notifiable: false },
    });
    await room.chat.update({ reachabilityEnabled: false });
    expect((await ann.page('map', name, { Key: 'friendlyName' })).items).toHaveLength(1);
  });

  it('show a user his conversations, and those he is invited to', async () => {
    const joined = await room.conversation('mia');
    const { sid: invited } = await room.chat.channels.create({ type: 'private' });
    await room.chat.channels(invited).invites.create({ identity: 'mia' });
    const [member] = await room.chat.channels(joined).members.list();
    await room.chat.channels(joined).members(member!.sid).update({ lastConsumedMessageIndex: 0 });
    const name = `${await room.userSid('mia')}.myChannels`;
    const mia = await room.reader('mia');
    const { items, meta } = await mia.page('map', name);
    const objects = (sid: string) => ({
      channelSid: sid,
      channel: `${sid}.channel`,
      messages: `${sid}.messages`,
      roster: `${sid}.roster`,
    });
    expect(items.map(({ key, data }: { key: string; data: object }) => [key, data])).toEqual([
      [
        joined,
        { ...objects(joined), status: 'joined', lastConsumedMessageIndex: 0, notificationLevel: 'default' },
      ],
      [
        invited,
        {
          ...objects(invited),
          status: 'invited',
          lastConsumedMessageIndex: null,
          notificationLevel: 'default',
        },
      ],
    ]);
    expect([meta.previous_token, meta.next_token]).toEqual([null, null]);
    const one = await mia.page('map', name, { PageSize: '1' });
    expect([one.items.length, !!one.meta.next_token]).toEqual([1, true]);
    const rest = await mia.page('map', name, { PageToken: one.meta.next_token });
    expect(rest.items.map(({ key }: { key: string }) => key)).toEqual([invited]);
    expect((await mia.page('map', name, { Key: invited })).items).toHaveLength(1);
  });

  it('are shown to nobody who may not see them', async () => {
    const sid = await room.conversation('ann');
    const { sid: open } = await room.chat.channels.create({ type: 'public' });
    const { sid: asked } = await room.chat.channels.create({ type: 'private' });
    await room.chat.channels(asked).invites.create({ identity: 'bob' });
    await room.service.users.create({ identity: 'eve' });
    const bob = await room.reader('bob');
    const eve = await room.reader('eve');
    const statuses = async (reader: typeof bob, of: string) => [
      (await reader.ask('document', `${of}.channel`)).status,
      (await reader.ask('list', `${of}.messages`)).status,
      (await reader.ask('map', `${of}.roster`)).status,
    ];
    expect(await statuses(bob, sid)).toEqual([403, 403, 403]);
    expect(await statuses(bob, asked)).toEqual([200, 403, 403]);
    expect(await statuses(eve, asked)).toEqual([403, 403, 403]);
    expect(await statuses(eve, open)).toEqual([200, 403, 403]);
    const ofAnn = `${await room.userSid('ann')}.myChannels`;
    expect((await bob.ask('map', ofAnn)).body).toMatchObject({ status: 403, code: 54007 });

    const { sid: other } = await room.api.chat.v2.services.create({ friendlyName: 'Other' });
    const elsewhere = await room.reader('ann', { serviceSid: other });
    expect(await statuses(elsewhere, sid)).toEqual([404, 404, 404]);
    expect((await elsewhere.ask('map', ofAnn)).status).toBe(404);
    expect((await elsewhere.ask('map', `${await room.userSid('ann')}.userInfo`)).status).toBe(404);

    const account = await room.server.addAccount();
    const foreign = await room.reader('ann', { account, key: await addKey(room.server, account) });
    expect(await statuses(foreign, sid)).toEqual([404, 404, 404]);
    expect((await foreign.ask('map', ofAnn)).status).toBe(404);
    const told = await foreign.subscribe('list', `ES${sid.slice(2)}`, 0);
    expect(told).toMatchObject({ type: 'subscription_failed', error: { status: 404 } });

    const ann = await room.reader('ann');
    expect(await statuses(ann, sid)).toEqual([200, 200, 200]);
    const names = ['document', 'list', 'map'] as const;
    const nonsense = [
      `${sid}.roster`,
      `ET${'0'.repeat(32)}`,
      'x.channel',
      '.messages',
      `${sid}.`,
      `${sid}.toString`,
    ];
    for (const name of nonsense) {
      for (const kind of names.filter((kind) => name !== `${sid}.roster` || kind !== 'map')) {
        expect([name, (await ann.ask(kind, name)).status]).toEqual([name, 404]);
      }
    }
  });

  it('answer any request for items', async () => {
    const sid = await room.conversation('ann');
    await room.post(sid, 'text');
    const ann = await room.reader('ann');
    const user = await room.userSid('ann');
    const objects = [
      ['list', `${sid}.messages`],
      ['map', `${sid}.roster`],
      ['map', `${user}.myChannels`],
      ['map', `${user}.userInfo`],
    ] as const;
    const hostile = [
      '',
      '%00',
      '-1',
      '1e9',
      '999999999999999',
      '%F0%9F%98%80',
      '%ED%A0%80',
      '%22',
      "'",
      'zzz',
    ];
    for (const [kind, name] of objects) {
      for (const value of hostile) {
        for (const parameter of ['Key', 'Index', 'From', 'PageSize', 'PageToken', 'Order']) {
          const asked = { [parameter]: value, PageSize: parameter === 'PageSize' ? value : '2' };
          const { status } = await ann.get(`/v3/${kind === 'list' ? 'Lists' : 'Maps'}/${name}/Items`, asked);
          expect([parameter, value, status < 500]).toEqual([parameter, value, true]);
        }
      }
      const bad = [Number.MAX_SAFE_INTEGER, -5].map((after) => ({
        object_sid: name,
        object_type: kind,
        last_event_id: after,
      }));
      const { body } = await ann.ask(kind, name);
      for (const one of bad) {
        const outcome = await ann.subscribe(kind, body.sid, one.last_event_id);
        expect(outcome.type).toMatch(/^subscription_(established|failed)$/);
      }
    }
  });
});
