// Versions: `ETag` tells which one a caller has seen, `If-Match` makes a change only of that one.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { bringReservation } from '../lifecycles/subject.ts';
import { requestJson } from '../requests.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';

const STALE = { status: 412, body: { code: 20412, status: 412 } };

describe.each(databases())('versions on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  const kinds = {
    task: {
      path: async (workspace: Workspace) => `/Tasks/${await workspace.addTask()}`,
      change: (number: number) => ({ Attributes: `{"n":${number}}` }),
    },
    worker: {
      path: async (workspace: Workspace) => `/Workers/${await workspace.addWorker('anna')}`,
      change: (number: number) => ({ Attributes: `{"n":${number}}` }),
    },
  };

  describe.each(Object.entries(kinds))('of a %s', (_kind, { path, change }) => {
    it('are told by every answer, and grow with every change', async () => {
      const workspace = await makeWorkspace(server);
      const place = await path(workspace);
      const first = await requestJson(server, workspace, 'GET', place);
      expect(first.etag).toMatch(/^"\d+"$/);
      const second = await requestJson(server, workspace, 'POST', place, change(1));
      expect(second.etag).not.toBe(first.etag);
      expect((await requestJson(server, workspace, 'GET', place)).etag).toBe(second.etag);
    });

    it('that are old are refused and change nothing; without If-Match nothing is checked', async () => {
      const workspace = await makeWorkspace(server);
      const place = await path(workspace);
      const { etag } = await requestJson(server, workspace, 'GET', place);
      const post = (number: number, headers = {}) =>
        requestJson(server, workspace, 'POST', place, change(number), headers);
      expect((await post(1)).status).toBe(200);
      expect(await post(2, { 'if-match': etag! })).toMatchObject(STALE);
      const { body, etag: present } = await requestJson(server, workspace, 'GET', place);
      expect(body['attributes']).toBe('{"n":1}');
      expect((await post(3, { 'if-match': present! })).body['attributes']).toBe('{"n":3}');
      expect((await post(4, { 'if-match': '*' })).body['attributes']).toBe('{"n":4}');
      const remove = (ifMatch: string) =>
        requestJson(server, workspace, 'DELETE', place, {}, { 'if-match': ifMatch });
      expect(await remove(present!)).toMatchObject(STALE);
      expect((await requestJson(server, workspace, 'GET', place)).status).toBe(200);
      const { etag: last } = await requestJson(server, workspace, 'GET', place);
      expect((await remove(last!)).status).toBe(204);
    });

    it('let one of several who change the same version at once win', async () => {
      const workspace = await makeWorkspace(server);
      const place = await path(workspace);
      const { etag } = await requestJson(server, workspace, 'GET', place);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, number) =>
          requestJson(server, workspace, 'POST', place, change(number), { 'if-match': etag! }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200,
        ...Array.from({ length: 7 }, () => 412),
      ]);
    });
  });

  it('of a worker grow with its activity', async () => {
    const workspace = await makeWorkspace(server);
    const place = `/Workers/${await workspace.addWorker('anna')}`;
    const { etag } = await requestJson(server, workspace, 'GET', place);
    const post = (activity: string) =>
      requestJson(server, workspace, 'POST', place, { ActivitySid: activity }, { 'if-match': etag! });
    expect((await post(workspace.activities.Unavailable)).status).toBe(200);
    expect(await post(workspace.activities.Available)).toMatchObject(STALE);
    expect((await requestJson(server, workspace, 'GET', place)).body['activity_name']).toBe('Unavailable');
  });

  it('of a reservation that was answered meanwhile are refused', async () => {
    const { workspace, task, reservation } = await bringReservation(server, 'pending');
    const place = `/Tasks/${task}/Reservations/${reservation}`;
    const { etag } = await requestJson(server, workspace, 'GET', place);
    const post = (ReservationStatus: string) =>
      requestJson(server, workspace, 'POST', place, { ReservationStatus }, { 'if-match': etag! });
    expect((await post('accepted')).status).toBe(200);
    expect(await post('completed')).toMatchObject(STALE);
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it('of a task do not grow when it is offered, so that one who just made it can still change it', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const { etag, body } = await requestJson(server, workspace, 'POST', '/Tasks', {});
    await server.settled();
    const place = `/Tasks/${body['sid']}`;
    const changed = await requestJson(
      server,
      workspace,
      'POST',
      place,
      { Priority: '1' },
      { 'if-match': etag! },
    );
    expect(changed).toMatchObject({ status: 200, body: { assignment_status: 'reserved', priority: 1 } });
  });
});
