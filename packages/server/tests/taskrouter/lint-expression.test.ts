// Expressions looked at while they are written.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases())('linting an expression on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  async function lint(workspaceSid: string, form: Record<string, string>) {
    const credentials = Buffer.from(`${server.account.sid}:${server.account.token}`).toString('base64');
    const path = `/taskrouter/v1/Workspaces/${workspaceSid}/Expressions/Lint`;
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams(form),
    });
    return { status: answer.status, body: await answer.json() };
  }

  it('names mistakes with their place, and doubts from what workers and tasks hold', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.workers.create({ friendlyName: 'Zoe', attributes: '{"level":3,"languages":["de"]}' });
    const of = (kind: string, expression: string) =>
      lint(workspace.sid, { Kind: kind, Expression: expression });

    expect((await of('worker', `level >= 3 AND languages HAS 'de'`)).body).toMatchObject({
      valid: true,
      problems: [],
    });
    const broken = await of('worker', 'level >=\n 3 AND');
    expect(broken.status).toBe(200);
    expect(broken.body).toMatchObject({ valid: false, problems: [{ severity: 'error', line: 2 }] });
    expect((await of('worker', `level == '3'`)).body).toMatchObject({
      valid: true,
      problems: [{ severity: 'warning', code: 'different-types', start: 0, end: 12 }],
    });

    expect((await of('task', `vip == 'yes'`)).body.problems).toEqual([]);
    await api.tasks.create({ attributes: '{"vip":true}', workflowSid: (await api.workflows.list())[0]!.sid });
    expect((await of('task', `vip == 'yes'`)).body.problems).toMatchObject([{ code: 'different-types' }]);
    expect((await of('target', 'task.vip == worker.level')).body.problems).toMatchObject([
      { code: 'different-types' },
    ]);
    expect((await of('skip', 'workers.available == 0')).body).toMatchObject({ valid: true, problems: [] });
  });

  it('refuses other kinds, and workspaces the account does not have', async () => {
    const workspace = await makeWorkspace(server);
    expect(await lint(workspace.sid, { Kind: 'queue', Expression: '1==1' })).toMatchObject({
      status: 400,
      body: { code: 20001, details: { parameter: 'Kind' } },
    });
    const elsewhere = workspace.sid.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(await lint(elsewhere, { Kind: 'worker', Expression: '1==1' })).toMatchObject({ status: 404 });
  });
});
