// The transport by itself: who is let in, what malformed frames and requests do, and how connections end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePacket } from '#realtime/twilsock/codec.ts';
import { protocolDatabases } from '../support/databases.ts';
import { RawClient } from './raw-client.ts';
import { openSync, type SyncDesk } from './sync-fixture.ts';

const SECOND = 1_000;

describe.each(protocolDatabases())('Twilsock on $name', ({ create }) => {
  let desk: SyncDesk;
  beforeAll(async () => {
    desk = await openSync(create);
  });
  afterAll(() => desk.close());

  const connect = async () => {
    const client = await RawClient.open(desk.address);
    expect(await client.init(desk.token({ ttl: 7 * 24 * 3_600 }))).toMatchObject({ status: { code: 200 } });
    return client;
  };

  it('is found under its prefix, under a host of its name, and behind a prefix of a region', async () => {
    const { port } = new URL(desk.server.url);
    const places = [
      [`ws://127.0.0.1:${port}/tsock/v3/wsconnect`, {}],
      [`ws://127.0.0.1:${port}/v3/wsconnect`, { headers: { host: `tsock.parley.test:${port}` } }],
      [`ws://127.0.0.1:${port}/px.twilio.com/v3/wsconnect`, { headers: { host: 'tsock.selfhost.test' } }],
    ] as const;
    for (const [address, options] of places) {
      const client = await RawClient.open(address, options);
      expect((await client.init(desk.token())).status).toEqual({ code: 200, status: 'OK' });
      client.socket.close();
    }
  });

  it('answers nothing before it knows who asks, and gives a silent connection twenty seconds', async () => {
    const client = await RawClient.open(desk.address);
    const id = client.send({ method: 'message', http_request: { method: 'GET', path: '/v3/Maps/x' } });
    expect((await client.replyTo(id)).header.status).toMatchObject({ code: 401, errorCode: 20003 });
    await desk.server.advance(19 * SECOND);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    await desk.server.advance(SECOND);
    expect(await client.closed).toBe(1008);
  });

  it('refuses what is no token with 401 and closes', async () => {
    for (const token of [undefined, '', 'x', 'a.b.c', 'x'.repeat(20_000)]) {
      const client = await RawClient.open(desk.address);
      expect((await client.init(token)).status).toMatchObject({ code: 401, status: 'UNAUTHORIZED' });
      expect(await client.closed).toBe(1000);
    }
  });

  it('takes one init a connection', async () => {
    const client = await connect();
    expect((await client.init(desk.token({ identity: 'bob' }))).status).toMatchObject({ code: 400 });
    expect((await client.request({ method: 'GET', path: '/v3/Documents/none' })).status).toBe(404);
    client.socket.close();
  });

  it('closes with 406 on a frame that is none', async () => {
    const frames = [
      'hello',
      '',
      Buffer.alloc(5_000, 0xff),
      'TWILSOCK V3.0 2\r\n{}\r\n',
      writePacket({ method: 'message' }),
      writePacket({ id: 17, method: 'message' }),
      writePacket({ id: 'x'.repeat(101), method: 'message' }),
      writePacket({ id: 'TM', method: ['message'] }),
    ];
    for (const frame of frames) {
      const client = await connect();
      client.sendBytes(frame);
      const told = await client.until(({ header }) => header.method === 'close');
      expect(told.header.status.code).toBe(406);
      expect(await client.closed).toBe(1000);
    }
  });

  it('closes on a frame larger than any message', async () => {
    const client = await connect();
    client.sendBytes(Buffer.alloc(600_000));
    expect(await client.closed).toBe(1009);
  });

  it('answers a tunnelled request that is none with 400, and goes on', async () => {
    const client = await connect();
    const requests: unknown[] = [
      undefined,
      null,
      'GET /',
      {},
      { method: 'GET' },
      { method: 'GET', path: 'v3/Maps/x' },
      { method: 'GET', path: '/v3/Maps/x', params: [] },
      { method: 17, path: '/v3/Maps/x' },
    ];
    for (const http of requests) {
      const id = client.send({ method: 'message', http_request: http });
      const { header, payload } = await client.replyTo(id);
      expect(header.http_status.code, JSON.stringify(http)).toBe(400);
      expect(payload).toMatchObject({ status: 400, code: 20001 });
    }
    const bodies = ['{', '[]', '"x"', `{"a":${'['.repeat(1_000)}`, '{"data":"\\u0000"}'];
    for (const body of bodies) {
      const id = `TM-${body.slice(0, 12)}`;
      const header = { id, method: 'message', http_request: { method: 'POST', path: '/v3/Documents' } };
      client.sendBytes(writePacket(header, Buffer.from(body)));
      expect((await client.replyTo(id)).header.http_status.code, body.slice(0, 20)).toBe(400);
    }
    expect((await client.request({ method: 'POST', path: '/v3/Documents', body: {} })).status).toBe(201);
    client.socket.close();
  });

  it('answers 404 for paths that are no routes, whatever they hold', async () => {
    const client = await connect();
    const paths = [
      '/',
      '//',
      '/v3',
      '/v3/Maps',
      '/v3/Maps/',
      '/v3/Maps/%',
      '/v3/Maps/%00',
      '/v9/Maps/x',
      '/v3/Maps/a/b',
    ];
    for (const path of paths) {
      expect((await client.request({ method: 'GET', path })).status, path).toBe(404);
    }
    expect((await client.request({ method: 'PATCH', path: '/v3/Maps/x' })).status).toBe(404);
    client.socket.close();
  });

  it('takes paths behind a prefix, whatever the host, and answers with URLs that lead back', async () => {
    const client = await connect();
    const made = await client.request({
      method: 'POST',
      host: 'parley.example:8443',
      path: '/parley/cds/v3/Maps',
      body: { unique_name: 'behind a prefix' },
    });
    const { sid, url, links } = made.body;
    expect(url).toBe(`https://parley.example:8443/parley/cds/v3/Maps/${sid}`);
    expect(links.items).toBe(`${url}/Items`);
    const found = await client.request({ method: 'GET', path: '/v3/Maps/behind%20a%20prefix' });
    expect(found.body.sid).toBe(sid);
    client.socket.close();
  });

  it('decodes query values itself, as clients leave them encoded', async () => {
    const client = await connect();
    const map = await client.request({ method: 'POST', path: '/v3/Maps', body: {} });
    const path = `/v3/Maps/${map.body.sid}/Items`;
    const key = 'a b&c=d/ü';
    await client.request({
      method: 'PUT',
      path: `${path}/${encodeURIComponent(key)}`,
      body: { data: { n: 1 } },
    });
    const page = await client.request({ method: 'GET', path, params: { Key: encodeURIComponent(key) } });
    expect(page.body.items).toMatchObject([{ key, data: { n: 1 } }]);
    client.socket.close();
  });

  it('replies to messages about notifications, and not to telemetry and replies', async () => {
    const client = await connect();
    const put = client.send(
      { method: 'put_notification_ctx', notification_ctx_id: 'x' },
      { product_id: 'x' },
    );
    expect((await client.replyTo(put)).header.status.code).toBe(200);
    const removed = client.send({ method: 'delete_notification_ctx', notification_ctx_id: 'x' });
    expect((await client.replyTo(removed)).header.status.code).toBe(200);
    const silent = [
      client.send({ method: 'telemetry.v1', events: [] }),
      client.send({ method: 'reply', id: 'TM-theirs', status: { code: 200 } }),
    ];
    const unknown = client.send({ method: 'dance' });
    expect((await client.replyTo(unknown)).header.status.code).toBe(400);
    expect(client.frames.some(({ header }) => silent.includes(header.id))).toBe(false);
    client.send({ method: 'close' });
    expect(await client.closed).toBe(1000);
  });

  it('limits what one client has under way, and answers the rest with 429', async () => {
    const client = await connect();
    const answers = await Promise.all(
      Array.from({ length: 400 }, () => client.request({ method: 'POST', path: '/v3/Documents', body: {} })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(100);
    client.socket.close();
  });

  it('asks whether clients are still there, and gives up those that are not', async () => {
    const alive = await connect();
    const dead = await RawClient.open(desk.address, { autoPong: false } as never);
    await dead.init(desk.token({ ttl: 7 * 24 * 3_600 }));
    for (let beat = 0; beat < 5; beat += 1) {
      const pinged = new Promise((resolve) => alive.socket.once('ping', resolve));
      await desk.server.advance(20 * SECOND);
      await pinged;
      await alive.request({ method: 'GET', path: '/v3/Documents/none' });
    }
    expect(await dead.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
    alive.socket.close();
  });

  it('sends clients away to come back when the server stops', async () => {
    const client = await connect();
    const restarted = desk.restart();
    const told = await client.until(({ header }) => header.method === 'close');
    expect(told.header.status.code).toBe(308);
    expect(told.payload.backoff_policy.reconnect_min_ms).toBeGreaterThanOrEqual(200);
    expect(told.payload.backoff_policy.reconnect_min_ms).toBeLessThanOrEqual(2_000);
    expect(await client.closed).toBe(1001);
    await restarted;
  });
});
