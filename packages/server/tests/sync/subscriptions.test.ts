// Subscriptions on the wire: what is replayed, in which version of the protocol, and what happens to those who ask
// for too much or too late.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { RawClient } from './raw-client.ts';
import { openSync, type SyncDesk } from './sync-fixture.ts';

const DAY = 24 * 3_600_000;

// biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
type Json = any;

describe.each(databases())('Sync subscriptions on $name', ({ create }) => {
  let desk: SyncDesk;
  beforeAll(async () => {
    desk = await openSync(create);
  });
  afterAll(() => desk.close());

  const rest = () => sdkClient(desk.server.url, desk.server.account).sync.v1.services('default');

  const connect = async () => {
    const client = await RawClient.open(desk.address);
    await client.init(desk.token({ ttl: 60 * 24 * 3_600 }));
    return client;
  };

  let correlation = 0;
  /** Subscribes and waits to hear of the outcome of every object. */
  async function subscribe(client: RawClient, requests: Json[], extra: Json = {}): Promise<Json[]> {
    correlation += 1;
    const id = correlation;
    const body = {
      event_protocol_version: 4,
      action: 'establish',
      correlation_id: id,
      retried_requests: 0,
      ttl_in_s: -1,
      requests,
      ...extra,
    };
    const answer = await client.request({ method: 'POST', path: '/v4/Subscriptions', body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body).toMatchObject({ max_batch_size: 100, ttl_in_s: -1 });
    expect(answer.body.estimated_delivery_in_ms).toBeGreaterThan(0);
    return client.events().filter((event) => event.correlation_id === id);
  }

  const request = (object_sid: string, object_type: string, last_event_id: number | null) => ({
    object_sid,
    object_type,
    last_event_id,
  });

  it('replay what lies behind the last event a client knows, then say where it stands', async () => {
    const map = await rest().syncMaps.create({ uniqueName: 'replayed' });
    const items = rest().syncMaps(map.sid).syncMapItems;
    await items.create({ key: 'a', data: { n: 1 } });
    await items.create({ key: 'b', data: { n: 2 } });
    await items('a').update({ data: { n: 3 } });
    await items('b').remove();
    const client = await connect();
    const outcome = await subscribe(client, [request(map.sid, 'map', 1)]);
    expect(outcome).toMatchObject([
      {
        event_type: 'subscription_established',
        event_protocol_version: 4,
        events: [{ object_sid: map.sid, object_type: 'map', replay_status: 'completed', last_event_id: 4 }],
      },
    ]);
    const told = client.events().filter((event) => event.correlation_id === undefined);
    expect(told.map((event) => event.event_type)).toEqual([
      'map_item_added',
      'map_item_updated',
      'map_item_removed',
    ]);
    const url = `https://cds.us1.twilio.com/v3/Maps/${map.sid}/Items`;
    expect(told[0]).toMatchObject({ event_protocol_version: 4, strictly_ordered: true });
    expect(told.flatMap((event) => event.events)).toEqual([
      {
        id: 2,
        map_sid: map.sid,
        map_revision: '2',
        date_created: expect.any(String),
        item_key: 'b',
        item_data: { n: 2 },
        item_revision: '2',
        item_url: `${url}/b`,
        date_expires: null,
      },
      {
        id: 3,
        map_sid: map.sid,
        map_revision: '3',
        date_created: expect.any(String),
        item_key: 'a',
        item_data: { n: 3 },
        item_revision: '3',
        item_url: `${url}/a`,
        date_expires: null,
      },
      {
        id: 4,
        map_sid: map.sid,
        map_revision: '4',
        date_created: expect.any(String),
        item_key: 'b',
        item_data: { n: 2 },
      },
    ]);
    client.socket.close();
  });

  it('begin at the present for a client that knows no event', async () => {
    const document = await rest().documents.create({ data: { n: 0 } });
    await rest()
      .documents(document.sid)
      .update({ data: { n: 1 } });
    const client = await connect();
    const outcome = await subscribe(client, [request(document.sid, 'document', null)]);
    expect(outcome[0].events[0]).toMatchObject({ replay_status: 'completed', last_event_id: 1 });
    await rest()
      .documents(document.sid)
      .update({ data: { n: 2 } });
    await client.until(({ payload }) => payload?.event_type === 'document_updated');
    const told = client.events().filter((event) => event.correlation_id === undefined);
    expect(told.flatMap((event) => event.events)).toMatchObject([
      { id: 2, document_sid: document.sid, document_revision: '2', document_data: { n: 2 } },
    ]);
    client.socket.close();
  });

  it('tell clients of version 3 of one event in a message', async () => {
    const list = await rest().syncLists.create({});
    for (const n of [0, 1]) await rest().syncLists(list.sid).syncListItems.create({ data: { n } });
    const client = await connect();
    const unknown = `ES${'0'.repeat(32)}`;
    const outcome = await subscribe(client, [request(list.sid, 'list', 0), request(unknown, 'list', 0)], {
      event_protocol_version: 3,
    });
    expect(outcome).toMatchObject([
      {
        event_type: 'subscription_established',
        event_protocol_version: 3,
        event: { object_sid: list.sid, replay_status: 'completed', last_event_id: 2 },
      },
      {
        event_type: 'subscription_failed',
        event: { object_sid: unknown, error: { status: 404, code: 54150 } },
      },
    ]);
    await rest().syncLists(list.sid).remove();
    await client.until(({ payload }) => payload?.event_type === 'list_removed');
    expect(client.events().every((event) => event.events === undefined)).toBe(true);
    const told = client.events().filter((event) => event.correlation_id === undefined);
    expect(told.map(({ event_type, event }) => [event_type, event.item_index, event.item_data])).toEqual([
      ['list_item_added', 0, { n: 0 }],
      ['list_item_added', 1, { n: 1 }],
      ['list_removed', undefined, undefined],
    ]);
    client.socket.close();
  });

  it('end when they are canceled', async () => {
    const document = await rest().documents.create({});
    const client = await connect();
    await subscribe(client, [request(document.sid, 'document', 0)]);
    const canceled = await subscribe(client, [request(document.sid, 'document', null)], { action: 'cancel' });
    expect(canceled).toMatchObject([
      { event_type: 'subscription_canceled', events: [{ object_sid: document.sid }] },
    ]);
    await rest()
      .documents(document.sid)
      .update({ data: { n: 1 } });
    await desk.server.settled();
    await client.request({ method: 'GET', path: '/v3/Documents/none' });
    expect(client.events().filter((event) => event.correlation_id === undefined)).toEqual([]);
    client.socket.close();
  });

  it('fail one by one, for objects of others, of another kind and of no kind there is', async () => {
    const document = await rest().documents.create({});
    const stranger = await desk.server.addAccount();
    const foreign = await sdkClient(desk.server.url, stranger)
      .sync.v1.services('default')
      .documents.create({});
    const client = await connect();
    const outcome = await subscribe(client, [
      request(document.sid, 'document', 0),
      request(foreign.sid, 'document', 0),
      request(document.sid.replace('ET', 'MP'), 'map', 0),
      request(`TO${'0'.repeat(32)}`, 'stream', 0),
    ]);
    const all = outcome.flatMap(({ event_type, events }) =>
      events.map(({ object_sid, error }: Json) => [event_type, object_sid.slice(0, 2), error?.status]),
    );
    expect(all).toEqual([
      ['subscription_failed', 'TO', 404],
      ['subscription_established', 'ET', undefined],
      ['subscription_failed', 'ET', 404],
      ['subscription_failed', 'MP', 404],
    ]);
    client.socket.close();
  });

  it('are refused when they are malformed', async () => {
    const client = await connect();
    const good = {
      event_protocol_version: 4,
      action: 'establish',
      correlation_id: 1,
      requests: [request(`ET${'0'.repeat(32)}`, 'document', 0)],
    };
    const bad: Json[] = [
      {},
      { ...good, event_protocol_version: 5 },
      { ...good, action: 'destroy' },
      { ...good, correlation_id: 'x' },
      { ...good, requests: 'all' },
      { ...good, requests: [{}] },
      { ...good, requests: [request('x', 'document', 'y' as never)] },
      { ...good, requests: [request('x', 'document', 0.5)] },
      { ...good, requests: [request('x', 'house', 0)] },
      { ...good, requests: Array(1_001).fill(good.requests[0]) },
    ];
    for (const body of bad) {
      const answer = await client.request({ method: 'POST', path: '/v4/Subscriptions', body });
      expect(answer, JSON.stringify(body).slice(0, 200)).toMatchObject({
        status: 400,
        body: { code: 20001 },
      });
    }
    client.socket.close();
  });

  it('replay in parts what is much, without a gap or a double', async () => {
    const list = await rest().syncLists.create({ uniqueName: 'long' });
    const writer = await connect();
    const path = `/v3/Lists/${list.sid}/Items`;
    for (let round = 0; round < 21; round += 1) {
      await Promise.all(
        Array.from({ length: 100 }, () => writer.request({ method: 'POST', path, body: { data: {} } })),
      );
    }
    const client = await connect();
    const statuses: string[] = [];
    const known = () => client.events().flatMap((event) => (event.correlation_id ? [] : event.events));
    do {
      const outcome = await subscribe(client, [request(list.sid, 'list', known().at(-1)?.id ?? 0)]);
      statuses.push(outcome[0].events[0].replay_status);
    } while (statuses.at(-1) !== 'completed');
    expect(statuses).toEqual(['interrupted', 'completed']);
    expect(known().map(({ id }: Json) => id)).toEqual(Array.from({ length: 2_100 }, (_, index) => index + 1));
    writer.socket.close();
    client.socket.close();
  });

  it('bring documents up to date when what happened has been forgotten, and have the rest opened again', async () => {
    const document = await rest().documents.create({ data: { n: 0 } });
    const list = await rest().syncLists.create({});
    const untouched = await rest().syncMaps.create({});
    for (const n of [1, 2]) await rest().documents(document.sid).update({ data: { n } });
    await rest().syncLists(list.sid).syncListItems.create({ data: {} });
    await desk.server.advance(8 * DAY);
    await rest()
      .documents(document.sid)
      .update({ data: { n: 3 } });
    await rest().syncLists(list.sid).syncListItems.create({ data: {} });
    const client = await connect();
    const outcome = await subscribe(client, [
      request(document.sid, 'document', 1),
      request(list.sid, 'list', 0),
      request(untouched.sid, 'map', 0),
    ]);
    const told = client.events().filter((event) => event.correlation_id === undefined);
    expect(told.flatMap((event) => event.events)).toMatchObject([
      { id: 3, document_sid: document.sid, document_data: { n: 3 } },
    ]);
    const all = outcome.flatMap(({ event_type, events }) =>
      events.map(({ object_sid, error }: Json) => [event_type, object_sid, error?.status]),
    );
    expect(all).toEqual([
      ['subscription_established', document.sid, undefined],
      ['subscription_established', untouched.sid, undefined],
      ['subscription_failed', list.sid, 404],
    ]);
    const known = await subscribe(client, [request(list.sid, 'list', 1)]);
    expect(known[0]).toMatchObject({
      event_type: 'subscription_established',
      events: [{ last_event_id: 2 }],
    });
    const ahead = await subscribe(client, [request(list.sid, 'list', 99)]);
    expect(ahead[0]).toMatchObject({
      event_type: 'subscription_failed',
      events: [{ error: { status: 404 } }],
    });
    client.socket.close();
  });
});
