// Calls on the wire: their envelope, lists page by page, refusals, and browsers of other origins.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { addressesOf, type Desk, openDesk } from './desk-fixture.ts';
import { call, post } from './raw-client.ts';
import { newAgent, offer, someName } from './working-fixture.ts';

interface Page {
  readonly after_sid: string | null;
  readonly meta: { readonly next_token: string | null };
}

describe.each(databases())('calls on $name', ({ create }) => {
  let desk: Desk;
  let token: string;
  beforeAll(async () => {
    desk = await openDesk(create);
    token = desk.token(null, { role: 'supervisor' });
  });
  afterAll(() => desk.close());

  const url = (rest: string) => `Workspaces/${desk.workspace.sid}/${rest}`;

  it('answer with a payload and nothing else, and dates in seconds', async () => {
    const sid = await desk.workspace.addWorker(someName(), { level: 2 });
    const { status, json } = await call(desk.server, { url: url(`Workers/${sid}`), token });
    const rest = await desk.workspace.api().workers(sid).fetch();
    expect(status).toBe(200);
    expect(json).toEqual({
      payload: {
        sid,
        account_sid: desk.account.sid,
        workspace_sid: desk.workspace.sid,
        friendly_name: rest.friendlyName,
        attributes: '{"level":2}',
        activity_sid: desk.workspace.activities.Available,
        activity_name: 'Available',
        available: true,
        date_created: rest.dateCreated.getTime() / 1_000,
        date_updated: rest.dateUpdated.getTime() / 1_000,
        date_status_changed: rest.dateStatusChanged.getTime() / 1_000,
        version: 1,
      },
    });
  });

  it('go through lists by AfterSid, and by NextToken where an order is asked for', async () => {
    const team = someName();
    const sids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      sids.push(await desk.workspace.addWorker(someName(), { team }));
    }
    const filter = { TargetWorkersExpression: `team == '${team}'`, PageSize: 2 };
    const walk = async (params: object, next: (page: Page) => object | null) => {
      const pages: string[][] = [];
      for (let more: object | null = {}; more !== null; ) {
        const answer = await call(desk.server, {
          url: url('Workers'),
          token,
          params: { ...params, ...more },
        });
        pages.push(answer.json.payload.contents.map((worker: { sid: string }) => worker.sid));
        more = next(answer.json.payload);
      }
      return pages;
    };
    const bySid = await walk(filter, ({ after_sid }) =>
      after_sid === null ? null : { AfterSid: after_sid },
    );
    expect(bySid).toEqual([sids.slice(0, 2), sids.slice(2, 4), sids.slice(4)]);
    const ordered = { ...filter, Ordering: 'DateStatusChanged:desc' };
    const byToken = await walk(ordered, ({ meta }) => {
      return meta.next_token === null ? null : { NextToken: meta.next_token };
    });
    expect(byToken.flat()).toEqual(sids.toReversed());
    expect(byToken).toHaveLength(3);
  });

  it('list more reservations than a page holds', async () => {
    const sid = await desk.workspace.addWorker(someName(), {}, 5);
    for (let count = 0; count < 3; count += 1) await desk.workspace.addTask({ routingTarget: sid });
    const page = async (params: object) => {
      const answer = await call(desk.server, {
        url: url(`Workers/${sid}/Reservations`),
        params: { Active: 'true', PageSize: 2, ...params },
        token: desk.token(sid),
      });
      return answer.json.payload;
    };
    const first = await page({});
    expect(first.contents).toHaveLength(2);
    expect(first.after_sid).toBe(first.contents[1].sid);
    const second = await page({ AfterSid: first.after_sid });
    expect(second.contents).toHaveLength(1);
    expect(second.after_sid).toBeNull();
  });

  it.each([
    ['what is no JSON', () => '{', 400],
    ['JSON that is no object', () => '[]', 400],
    ['an empty body', () => '', 400],
    ['no token', () => JSON.stringify({ url: 'x', method: 'GET', params: {} }), 400],
    ['a token that is none', () => JSON.stringify({ url: 'x', method: 'GET', token: 'x' }), 401],
    ['another method', () => JSON.stringify({ url: url('Workers'), method: 'DELETE', token }), 400],
    ['an unknown path', () => JSON.stringify({ url: url('Nothing'), method: 'GET', token }), 404],
    ['a path of no workspace', () => JSON.stringify({ url: '../../etc', method: 'GET', token }), 404],
    [
      'parameters that are none',
      () => JSON.stringify({ url: url('Workers'), method: 'GET', params: 1, token }),
      400,
    ],
    ['a NUL', () => JSON.stringify({ url: url('Workers/\0'), method: 'GET', token }), 400],
    [
      'a page of no size',
      () => JSON.stringify({ url: url('Workers'), method: 'GET', params: { PageSize: 'a' }, token }),
      400,
    ],
    [
      'a token of no list',
      () => JSON.stringify({ url: url('Workers'), method: 'GET', params: { NextToken: 'a' }, token }),
      400,
    ],
    [
      'an unreadable expression',
      () =>
        JSON.stringify({
          url: url('Workers'),
          method: 'GET',
          params: { TargetWorkersExpression: '((' },
          token,
        }),
      400,
    ],
    [
      'an unknown order',
      () => JSON.stringify({ url: url('Workers'), method: 'GET', params: { Ordering: 'Mood:asc' }, token }),
      400,
    ],
    ['an unknown worker', () => JSON.stringify({ url: url('Workers/WK0'), method: 'GET', token }), 404],
    [
      'an activity of nowhere',
      () => JSON.stringify({ url: url('Workers/WK0'), method: 'POST', params: { ActivitySid: 5 }, token }),
      400,
    ],
  ])('refuse %s with a message', async (_what, body, status) => {
    const answer = await post(desk.server, body());
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ message: expect.stringMatching(/\S/) });
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it('never fail inside, whatever is put into them', async () => {
    const sid = await desk.workspace.addWorker(someName());
    const task = await desk.workspace.addTask({ routingTarget: sid });
    const [reservation] = await desk.workspace.api().tasks(task).reservations.list();
    const own = `Workers/${sid}`;
    const places = [
      own,
      'Workers',
      'TaskQueues',
      'Activities',
      'Tasks',
      `Tasks/${task}`,
      `Tasks/${task}/Reservations/${reservation!.sid}`,
      `${own}/Reservations`,
      `${own}/Reservations/${reservation!.sid}`,
      `${own}/WorkerChannels`,
      `${own}/Transfers`,
      `${own}/Transfers/TT0`,
      'Workers/\ud800',
      `Tasks/${'x'.repeat(10_000)}`,
    ];
    const names = [
      'ActivitySid',
      'Attributes',
      'AssignmentStatus',
      'ReservationStatus',
      'Instruction',
      'VirtualStartTime',
      'PageSize',
      'AfterSid',
      'NextToken',
      'Ordering',
      'TargetWorkersExpression',
      'FriendlyName',
      'WorkflowSid',
      'RoutingTarget',
      'TaskChannelSid',
      'To',
      'TaskSid',
      'Priority',
    ];
    const values = [
      '',
      'x',
      '\ud800',
      -1,
      1e300,
      0,
      true,
      null,
      [],
      [1],
      {},
      { a: '\udfff' },
      "'; --",
      'x'.repeat(9_000),
    ];
    for (const place of places) {
      for (const method of ['GET', 'POST']) {
        for (const value of values) {
          const params = Object.fromEntries(names.map((name) => [name, value]));
          for (const given of [params, { [names[values.indexOf(value)]!]: value }]) {
            const { status } = await call(desk.server, { url: url(place), method, params: given, token });
            expect([place, method, value, status < 500]).toEqual([place, method, value, true]);
          }
        }
      }
    }
  });

  it('are taken whatever the content type, and under the older address', async () => {
    const body = JSON.stringify({ url: url('Activities'), method: 'GET', params: {}, token });
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x/y']) {
      expect((await post(desk.server, body, { 'content-type': type })).status).toBe(200);
    }
    const { sid } = desk.account;
    expect((await post(desk.server, body, {}, `/${sid}/${desk.workspace.sid}`)).status).toBe(200);
    expect((await post(desk.server, body, {}, `/${sid}/WK0`)).status).toBe(403);
  });

  it('are open to browsers of every origin', async () => {
    const preflight = await fetch(addressesOf(desk.server).ebServer, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://desk.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apiversion,clientversion,content-type,if-match',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    const allowed = preflight.headers.get('access-control-allow-headers');
    for (const name of ['apiversion', 'clientversion', 'if-match', 'content-type']) {
      expect(allowed).toContain(name);
    }
    const refused = await post(desk.server, '{}', { origin: 'https://desk.example' });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  describe('with a version', () => {
    const options = { enableVersionCheck: true };

    it('succeed for a client that has heard of everything', async () => {
      const worker = await newAgent(desk, { options });
      const reservation = await offer(desk, worker);
      await worker.setAttributes({ after: 'an offer' });
      const channel = [...worker.channels.values()][0]!;
      const heard = new Promise((resolve) => channel.once('availabilityUpdated', resolve));
      await desk.workspace
        .api()
        .workers(worker.sid)
        .workerChannels(channel.sid)
        .update({ available: false, capacity: 9 });
      await heard;
      await worker.activities.get(desk.workspace.activities.Offline)!.setAsCurrent();
      const accepted = new Promise((resolve) => reservation.once('accepted', resolve));
      await reservation.accept();
      await accepted;
      await reservation.task.setAttributes({ step: 1 });
      await reservation.task.setAttributes({ step: 2 });
      await reservation.task.wrapUp({ reason: 'notes' });
    });

    it('are refused with 412 for a client that has missed a change', async () => {
      const worker = await newAgent(desk, { options });
      const reservation = await offer(desk, worker);
      (reservation.task as { version: string }).version = '99';
      await expect(reservation.task.setAttributes({ lost: true })).rejects.toThrow(/412/);
      worker.version = '99';
      await expect(worker.setAttributes({ lost: true })).rejects.toThrow(/412/);
      (reservation as { version: string }).version = '99';
      await expect(reservation.accept()).rejects.toThrow(/412/);
      expect(JSON.parse((await desk.workspace.api().tasks(reservation.task.sid).fetch()).attributes)).toEqual(
        {},
      );
    });
  });
});
