// Connections on the wire: the first frame, the pulse, limits, and clients that misbehave.
import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { appendEvent } from '#events/event-log.ts';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk } from './desk-fixture.ts';
import { call, listen, refusedWith } from './raw-client.ts';
import { someName } from './working-fixture.ts';

const BEAT_MS = 10_000;

/** The TCP connection under a client's WebSocket. */
function rawSocket(socket: WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket;
}

describe.each(protocolDatabases())('connections on $name', ({ create }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create, { maxSockets: 4 });
  });
  afterAll(() => desk.close());

  const open = async (query = '', options = {}) => {
    const sid = await desk.workspace.addWorker(someName());
    const listener = listen(desk.server, desk.token(sid), query, options);
    const init = await listener.told('init');
    return { ...listener, sid, init };
  };
  const gone = async ({ socket, closed }: Awaited<ReturnType<typeof open>>) => {
    socket.close();
    await closed;
  };
  /** Events of a worker with attributes of this size: big frames at once. */
  const flood = (sid: string, count: number, size: number) =>
    desk.server.context.database.transaction(async (tx) => {
      for (let number = 0; number < count; number += 1) {
        appendEvent(tx, {
          type: 'worker.attributes.update',
          accountSid: desk.account.sid,
          subjectSid: sid,
          data: {
            workspaceSid: desk.workspace.sid,
            friendlyName: 'flood',
            activitySid: desk.workspace.activities.Available,
            activityName: 'Available',
            available: true,
            attributes: JSON.stringify({ number, text: 'x'.repeat(size) }),
            version: number,
          },
        });
      }
    });

  it('begin with the worker and the milliseconds its token is good for', async () => {
    const connection = await open();
    expect(connection.init).toEqual({
      channel_id: connection.sid,
      account_sid: desk.account.sid,
      workspace_sid: desk.workspace.sid,
      token_lifetime: expect.any(Number),
    });
    expect(Math.abs(connection.init.token_lifetime - 3_600_000)).toBeLessThan(60_000);
    await gone(connection);
  });

  it('are found under the older address and by host name', async () => {
    const sid = await desk.workspace.addWorker(someName());
    const token = desk.token(sid);
    const older = listen(desk.server, token, '', {}, `/${desk.account.sid}/${sid}`);
    expect(await older.told('init')).toMatchObject({ channel_id: sid });
    older.socket.close();
    await older.closed;
    const { host } = new URL(desk.server.url);
    const named = new WebSocket(`ws://${host}/v1/wschannels?token=${token}`, {
      headers: { host: 'event-bridge.parley.example' },
    });
    const [frame] = await once(named, 'message');
    expect(JSON.parse(String(frame))).toMatchObject({ event_type: 'init' });
    named.close();
    await once(named, 'close');
  });

  it('are kept alive by white space every ten seconds', async () => {
    const connection = await open();
    for (let beat = 1; beat <= 3; beat += 1) {
      const next = new Promise((resolve) => connection.socket.once('message', resolve));
      await desk.server.advance(BEAT_MS);
      await next;
    }
    expect(connection.frames.slice(1)).toEqual([' ', ' ', ' ']);
    await gone(connection);
  });

  it('end for a client that has not answered for three beats', async () => {
    const { closed } = await open('', { autoPong: false });
    for (let beat = 0; beat < 4; beat += 1) await desk.server.advance(BEAT_MS);
    expect((await closed)[0]).toBe(1006);
  });

  it('tell a client that reads no lists after a while', async () => {
    const connection = await open();
    const activitySid = desk.workspace.activities.Offline;
    await desk.workspace.api().workers(connection.sid).update({ activitySid });
    await desk.server.settled();
    expect(connection.frames).toHaveLength(1);
    await desk.server.advance(BEAT_MS);
    expect(await connection.told('worker.activity.update')).toMatchObject({ activity_sid: activitySid });
    await gone(connection);
  });

  it('hold back what happens while a client reads its lists, and tell it once', async () => {
    const connection = await open();
    const token = desk.token(connection.sid);
    const read = (path: string, params: object = { PageSize: 1_000 }) =>
      call(desk.server, { url: `Workspaces/${desk.workspace.sid}/${path}`, params, token });
    const own = `Workers/${connection.sid}`;
    await desk.workspace.addTask({ routingTarget: connection.sid });
    await read('Activities');
    const listed = (await read(`${own}/Reservations`, { Active: 'true' })).json.payload.contents;
    expect(listed).toHaveLength(1);
    await desk.workspace.addTask({ routingTarget: connection.sid });
    expect(connection.frames).toHaveLength(1);
    await read(`${own}/WorkerChannels`);
    const created = await connection.told('reservation.created');
    expect(created.sid).not.toBe(listed[0].sid);
    const names = connection.frames.map((frame) => JSON.parse(frame).event_type);
    expect(names.filter((name) => name === 'reservation.created')).toHaveLength(1);
    await gone(connection);
  });

  it('end for a client that does not read, and for no other', async () => {
    const connection = await open();
    const reader = await open();
    await desk.server.advance(BEAT_MS);
    rawSocket(connection.socket).pause();
    await flood(connection.sid, 40, 1_000_000);
    await flood(reader.sid, 3, 10);
    await desk.server.settled();
    await expect.poll(() => reader.frames.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(5);
    rawSocket(connection.socket).resume();
    expect((await connection.closed)[0]).toBe(1006);
    await gone(reader);
  });

  it('end for a client that sends more than a client ever does', async () => {
    const { socket, closed } = await open();
    socket.send('x'.repeat(5_000));
    expect((await closed)[0]).toBe(1009);
  });

  it('are refused beyond the limit, and counted', async () => {
    const connections = await Promise.all([open(), open(), open(), open()]);
    const sid = await desk.workspace.addWorker(someName());
    expect(await refusedWith(desk.server, desk.token(sid))).toMatchObject({ status: 503 });
    const metrics = await (await fetch(`${desk.server.url}/metrics`)).text();
    expect(metrics).toContain('parley_open_sockets 4');
    await gone(connections[0]!);
    const next = listen(desk.server, desk.token(sid));
    await next.told('init');
    next.socket.close();
    await next.closed;
    for (const connection of connections.slice(1)) await gone(connection);
  });

  it('are refused elsewhere, and other upgrades are served as the requests they are', async () => {
    const sid = await desk.workspace.addWorker(someName());
    expect(await refusedWith(desk.server, desk.token(sid), {}, '/other')).toMatchObject({ status: 404 });
    expect(await refusedWith(desk.server, '')).toMatchObject({ status: 401, code: 20101 });
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAAA' };
    const answer = await new Promise<number>((resolve, reject) => {
      request(`${desk.server.url}/healthz`, { headers }, (response) => resolve(response.statusCode ?? 0))
        .once('error', reject)
        .end();
    });
    expect(answer).toBe(200);
  });

  it('are closed in order when the server stops, and cut when a client does not answer', async () => {
    const own = await openDesk(create);
    const sid = await own.workspace.addWorker(someName());
    const polite = listen(own.server, own.token(sid));
    const deaf = listen(own.server, own.token(sid));
    await polite.told('init');
    await deaf.told('init');
    rawSocket(deaf.socket).pause();
    await own.close();
    expect(await polite.closed).toEqual([1001, 'The server is stopping']);
    deaf.socket.terminate();
  });
});
