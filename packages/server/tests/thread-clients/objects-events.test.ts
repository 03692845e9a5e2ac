// What clients are told of conversations while they are there, and what they have missed when they come back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { openRoom, type Reader, type Room, type Told } from './objects-fixture.ts';

const typesAndPlaces = (told: readonly Told[]) => told.map(({ type, place }) => [type, place]);

describe.each(protocolDatabases())('events of the objects of threads on $name', ({ create }) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(create);
  });
  afterAll(() => room.close());

  const messagesOf = (sid: string) => room.service.conversations(sid).messages;
  const participantsOf = (sid: string) => room.service.conversations(sid).participants;
  const ids = (sid: string) => ({
    document: `ET${sid.slice(2)}`,
    list: `ES${sid.slice(2)}`,
    roster: `MP${sid.slice(2)}`,
  });
  const follow = async (reader: Reader, sid: string) => {
    await reader.follow('document', `${sid}.channel`);
    await reader.follow('list', `${sid}.messages`);
    await reader.follow('map', `${sid}.roster`);
    return ids(sid);
  };

  it('tell of messages in the list, and of the last one in the document', async () => {
    const sid = await room.conversation('ann');
    const ann = await room.reader('ann');
    const { document, list } = await follow(ann, sid);
    const first = await room.post(sid, 'one', 'ann');
    await messagesOf(sid)(first.sid).update({ body: 'changed', attributes: '{"k":1}' });
    const second = await room.post(sid, 'two');
    await ann.until(list, (all) => all.at(-1)?.data.text === 'two');
    await ann.until(document, (all) => all.at(-1)?.data.lastMessage?.index === 1);
    await messagesOf(sid)(second.sid).remove();
    await room.server.settled();
    const told = await ann.until(list, (all) => all.at(-1)?.type === 'list_item_removed');
    const updated = told.find(({ type }) => type === 'list_item_updated');
    expect(updated?.data).toMatchObject({ sid: first.sid, text: 'changed', attributes: '{"k":1}' });
    expect(typesAndPlaces(told.filter(({ type }) => type !== 'list_item_updated'))).toEqual([
      ['list_item_added', 0],
      ['list_item_added', 1],
      ['list_item_removed', 1],
    ]);
    await ann.until(document, (all) => all.at(-1)?.data.lastMessage?.index === 0);
    await room.service.conversations(sid).update({ friendlyName: 'Renamed', state: 'closed' });
    await ann.until(document, (all) => all.at(-1)?.data.state.current === 'closed');
    expect(ann.told(document).at(-1)?.data).toMatchObject({ friendlyName: 'Renamed' });
  });

  it('tell of people who come, read and go, in the roster and in their own lists', async () => {
    const sid = await room.conversation('ann');
    await room.service.users.create({ identity: 'bea' });
    const ann = await room.reader('ann');
    const bea = await room.reader('bea');
    const { roster } = await follow(ann, sid);
    const mine = await bea.follow('map', `${await room.userSid('bea')}.myChannels`);
    const { sid: member } = await participantsOf(sid).create({ identity: 'bea' });
    await bea.until(mine.sid, (all) => all.length === 1);
    await room.post(sid, 'hi');
    await room.chat.users('bea').userChannels(sid).update({ lastConsumedMessageIndex: 0 });
    await bea.until(mine.sid, (all) => all.at(-1)?.data.lastConsumedMessageIndex === 0);
    await ann.until(roster, (all) => all.at(-1)?.data.lastConsumedMessageIndex === 0);
    await room.chat.users('bea').userChannels(sid).update({ notificationLevel: 'muted' });
    await bea.until(mine.sid, (all) => all.at(-1)?.data.notificationLevel === 'muted');
    await participantsOf(sid)(member).remove();
    const told = await bea.until(mine.sid, (all) => all.at(-1)?.type === 'map_item_removed');
    expect(typesAndPlaces(told)).toEqual([
      ['map_item_added', sid],
      ['map_item_updated', sid],
      ['map_item_updated', sid],
      ['map_item_removed', sid],
    ]);
    const gone = await ann.until(roster, (all) => all.at(-1)?.type === 'map_item_removed');
    expect(typesAndPlaces(gone.toSpliced(1, gone.length - 2))).toEqual([
      ['map_item_added', member],
      ['map_item_removed', member],
    ]);
  });

  it('tell a user of invites, used and taken back', async () => {
    const { sid: user } = await room.service.users.create({ identity: 'cleo' });
    const cleo = await room.reader('cleo');
    const mine = await cleo.follow('map', `${user}.myChannels`);
    const { sid } = await room.chat.channels.create({ type: 'private' });
    const statuses = () => cleo.told(mine.sid).map(({ type, data }) => [type, data.status]);
    await room.chat.channels(sid).invites.create({ identity: 'cleo' });
    await cleo.until(mine.sid, (all) => all.at(-1)?.data.status === 'invited');
    await room.chat.channels(sid).members.create({ identity: 'cleo' });
    await cleo.until(mine.sid, (all) => all.at(-1)?.data.status === 'joined');
    const { sid: other } = await room.chat.channels.create({ type: 'private' });
    const { sid: invite } = await room.chat.channels(other).invites.create({ identity: 'cleo' });
    await cleo.until(mine.sid, (all) => all.at(-1)?.place === other);
    const document = await cleo.follow('document', `${other}.channel`);
    await room.chat.channels(other).invites(invite).remove();
    await cleo.until(mine.sid, (all) => all.at(-1)?.type === 'map_item_removed');
    expect(statuses().filter(([, status]) => status !== 'joined')).toEqual([
      ['map_item_added', 'invited'],
      ['map_item_added', 'invited'],
      ['map_item_removed', 'notParticipating'],
    ]);
    await room.chat.channels(other).update({ friendlyName: 'secret' });
    await room.server.settled();
    expect(cleo.told(document.sid)).toEqual([]);
  });

  it('tell of what a user is called, item by item', async () => {
    const { sid } = await room.service.users.create({ identity: 'dora', friendlyName: 'Dora' });
    const ann = await room.reader('ann');
    const map = await ann.follow('map', `${sid}.userInfo`);
    await room.service.users(sid).update({ friendlyName: 'Dorothea', attributes: '{"x":1}' });
    const told = await ann.until(map.sid, (all) => all.length >= 2);
    expect(told.map(({ place, data }) => [place, data.value])).toEqual([
      ['attributes', '{"x":1}'],
      ['friendlyName', 'Dorothea'],
    ]);
    const again = await room.reader('ann');
    await again.subscribe('map', map.sid, map.last_event_id);
    expect((await again.until(map.sid, (all) => all.length >= 2)).map(({ data }) => data.value)).toEqual([
      '{"x":1}',
      'Dorothea',
    ]);
    const third = await room.reader('ann');
    await third.subscribe('map', map.sid, again.told(map.sid)[0]!.id);
    await third.until(map.sid, (all) => all.at(-1)?.data.value === 'Dorothea');
    await room.service.users(sid).remove();
    await ann.until(map.sid, (all) => all.at(-1)?.type === 'map_removed');
  });

  it('tell somebody who was away what has happened, and of what is gone that it is', async () => {
    const sid = await room.conversation('ann', 'bob');
    const { sid: user } = await room.service.users('ann').fetch();
    const kept = await room.post(sid, 'kept');
    const lost = await room.post(sid, 'lost');
    const ann = await room.reader('ann');
    const objects = {
      document: await ann.open('document', `${sid}.channel`),
      list: await ann.open('list', `${sid}.messages`),
      roster: await ann.open('map', `${sid}.roster`),
      mine: await ann.open('map', `${user}.myChannels`),
      info: await ann.open('map', `${user}.userInfo`),
    };
    ann.close();
    await messagesOf(sid)(lost.sid).remove();
    await messagesOf(sid)(kept.sid).update({ body: 'edited' });
    await messagesOf(sid)(kept.sid).update({ body: 'edited twice' });
    await room.post(sid, 'new');
    const [bob] = (await participantsOf(sid).list()).filter(({ identity }) => identity === 'bob');
    await participantsOf(sid)(bob!.sid).remove();
    const later = await room.conversation('ann');
    const gone = await room.conversation('ann');
    await room.service.conversations(gone).remove();

    const back = await room.reader('ann');
    const established = async (
      kind: 'document' | 'list' | 'map',
      { sid: object, last_event_id }: typeof objects.list,
    ) =>
      expect(await back.subscribe(kind, object, last_event_id)).toMatchObject({
        type: 'subscription_established',
        replay_status: 'completed',
      });
    await established('document', objects.document);
    await established('list', objects.list);
    await established('map', objects.roster);
    await established('map', objects.mine);
    await established('map', objects.info);
    expect(back.told(objects.document.sid).map(({ data }) => data.lastMessage.index)).toEqual([2]);
    expect(back.told(objects.list.sid).map(({ type, place, data }) => [type, place, data.text])).toEqual([
      ['list_item_removed', 1, 'lost'],
      ['list_item_updated', 0, 'edited twice'],
      ['list_item_added', 2, 'new'],
    ]);
    expect(typesAndPlaces(back.told(objects.roster.sid))).toEqual([['map_item_removed', bob!.sid]]);
    expect(typesAndPlaces(back.told(objects.mine.sid))).toEqual([
      ['map_item_added', later],
      ['map_item_removed', gone],
    ]);
    expect(back.told(objects.info.sid)).toEqual([]);

    await room.service.conversations(sid).remove();
    for (const object of [objects.document, objects.list, objects.roster]) {
      await back.until(object.sid, (all) => /^(document|list|map)_removed$/.test(all.at(-1)?.type ?? ''));
    }
    const last = await room.reader('ann');
    expect(await last.subscribe('list', objects.list.sid, objects.list.last_event_id)).toMatchObject({
      type: 'subscription_failed',
      error: { status: 404 },
    });
  });

  it('replay a long history in pieces, each behind the last', async () => {
    const sid = await room.conversation('ann');
    const ann = await room.reader('ann');
    const list = await ann.open('list', `${sid}.messages`);
    const total = 2_300;
    for (let at = 0; at < total; at += 230) {
      await Promise.all(Array.from({ length: 230 }, (_, n) => room.post(sid, String(at + n))));
    }
    let after = list.last_event_id;
    for (let status = 'interrupted'; status === 'interrupted'; ) {
      const outcome = await ann.subscribe('list', list.sid, after);
      status = outcome.replay_status;
      after = ann.told(list.sid).at(-1)!.id;
    }
    expect(ann.told(list.sid).map(({ place }) => place)).toEqual(Array.from({ length: total }, (_, n) => n));
  });

  it('tell whoever was taken out of a conversation nothing more of it', async () => {
    const sid = await room.conversation('ann', 'bob');
    const ann = await room.reader('ann');
    const bob = await room.reader('bob');
    const { document, list, roster } = await follow(bob, sid);
    await follow(ann, sid);
    await room.post(sid, 'before');
    await bob.until(list, (all) => all.length === 1);
    const [place] = (await participantsOf(sid).list()).filter(({ identity }) => identity === 'bob');
    await Promise.all([
      participantsOf(sid)(place!.sid).remove(),
      ...Array.from({ length: 20 }, (_, n) => room.post(sid, `during ${n}`)),
    ]);
    await room.server.settled();
    await bob.until(roster, (all) => all.at(-1)?.type === 'map_item_removed');
    await room.post(sid, 'after');
    await room.service.conversations(sid).update({ friendlyName: 'Secret' });
    await participantsOf(sid).create({ identity: 'carl' });
    await room.server.settled();
    await ann.until(list, (all) => all.length === 22);
    await ann.until(document, (all) => all.at(-1)?.data.friendlyName === 'Secret');
    expect(bob.told(list).some(({ data }) => data.text === 'after')).toBe(false);
    const left = bob.told(roster).at(-1)!;
    expect(left).toMatchObject({ type: 'map_item_removed', place: place!.sid });
    for (const object of [document, list]) {
      expect(bob.told(object).every(({ id }) => id < left.id)).toBe(true);
    }
    for (const [kind, object] of [
      ['document', document],
      ['list', list],
      ['map', roster],
    ] as const) {
      expect(await bob.subscribe(kind, object, 0)).toMatchObject({
        type: 'subscription_failed',
        error: { status: 403, code: 54007 },
      });
    }
  });

  it('are told as they are now, or opened again, where the log has forgotten what happened', async () => {
    const sid = await room.conversation('ann');
    const ann = await room.reader('ann');
    const opened = {
      document: await ann.open('document', `${sid}.channel`),
      list: await ann.open('list', `${sid}.messages`),
    };
    await room.post(sid, 'forgotten');
    await room.service.conversations(sid).update({ friendlyName: 'Forgotten' });
    await room.server.settled();
    await room.server.context.database.transaction((tx) => tx.db.deleteFrom('events').execute());
    await room.post(sid, 'remembered');
    await room.server.settled();
    const outcome = await ann.subscribe('document', opened.document.sid, opened.document.last_event_id);
    expect(outcome.type).toBe('subscription_established');
    expect(ann.told(opened.document.sid).map(({ data }) => data.friendlyName)).toEqual(['Forgotten']);
    const refused = await ann.subscribe('list', opened.list.sid, opened.list.last_event_id);
    expect(refused).toMatchObject({ type: 'subscription_failed', error: { status: 404 } });
    const again = await ann.open('list', `${sid}.messages`);
    expect((await ann.subscribe('list', again.sid, again.last_event_id)).type).toBe(
      'subscription_established',
    );
    const ahead = await ann.subscribe('list', again.sid, 2 ** 52);
    expect(ahead).toMatchObject({ type: 'subscription_failed', error: { status: 404 } });
  });

  it('tell of what carriers say of a message', async () => {
    const { phoneNumber: own } = await room.api.incomingPhoneNumbers.create({ phoneNumber: '+15550007011' });
    const sid = await room.conversation('ann');
    await participantsOf(sid).create({
      'messagingBinding.address': '+15550007012',
      'messagingBinding.proxyAddress': own,
    });
    const ann = await room.reader('ann');
    const { list } = await follow(ann, sid);
    await room.post(sid, 'to a phone', 'ann');
    await room.server.settled();
    await room.server.advance(60_000);
    const told = await ann.until(list, (all) => all.at(-1)?.data.delivery?.delivered === 'all');
    expect(told.at(-1)?.data.delivery).toEqual({
      total: 1,
      sent: 'all',
      delivered: 'all',
      read: 'none',
      failed: 'none',
      undelivered: 'none',
    });
    expect((await ann.page('list', `${sid}.messages`)).items[0].data.delivery.delivered).toBe('all');
  });
});
