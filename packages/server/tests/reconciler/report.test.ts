// The reconciler's own API: what is asked of it, page by page, by whom, and what it refuses.
import { beforeAll, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { databases } from '../support/databases.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { makeWorkspace, type Workspace } from '../taskrouter/workspace-fixture.ts';
import {
  ask,
  everyRow,
  everyTable,
  findings,
  goneConversation,
  type Json,
  repairEvents,
} from './reconciler-fixture.ts';

const HOUR = 3_600_000;
const RULE = 'task-without-customer';

describe.each(databases())('the report of the reconciler on $name', ({ create }) => {
  let server: TestServer;
  let account: TestAccount;
  let workspace: Workspace;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    account = server.account;
    workspace = await makeWorkspace(server);
  });

  /** Tasks about a conversation that is gone. */
  async function lostTasks(count: number): Promise<string[]> {
    const conversationSid = await goneConversation(server, account);
    const first = await workspace.addTask({ attributes: JSON.stringify({ conversationSid }) });
    const sids = await server.context.database.transaction(async (tx) => {
      const task = await tx.db
        .selectFrom('tasks')
        .selectAll()
        .where('sid', '=', first)
        .executeTakeFirstOrThrow();
      const more = Array.from({ length: count - 1 }, () => ({ ...task, sid: newSid('WT') }));
      for (let at = 0; at < more.length; at += 100)
        await tx.db
          .insertInto('tasks')
          .values(more.slice(at, at + 100))
          .execute();
      return [first, ...more.map(({ sid }) => sid)];
    });
    await server.advance(HOUR);
    return sids;
  }

  it('is read and repaired in bounded pages that lead to one another', async () => {
    const sids = await lostTasks(450);
    const seen: string[] = [];
    let token: string | null = null;
    let pages = 0;
    do {
      const { body }: Json = await ask(server, account, 'GET', 'Findings', {
        Rule: RULE,
        ...(token === null ? {} : { PageToken: token }),
      });
      expect(body.findings.length).toBeLessThanOrEqual(400);
      expect(body.meta.key).toBe('findings');
      seen.push(...body.findings.map(({ subject_sid: sid }: Json) => sid));
      token = body.meta.next_page_token;
      if (token !== null) expect(body.meta.next_page_url).toContain(`PageToken=${token}`);
      pages += 1;
    } while (token !== null);
    expect(pages).toBeGreaterThan(1);
    expect([...seen].sort()).toEqual([...sids].sort());

    const repaired: Json[] = [];
    do {
      const { body }: Json = await ask(server, account, 'POST', 'Reconciliations', {
        ...(token === null ? { Rule: RULE } : { PageToken: token }),
      });
      expect(body.repairs.length).toBeLessThanOrEqual(400);
      repaired.push(...body.repairs.filter(({ outcome }: Json) => outcome === 'repaired'));
      token = body.meta.next_page_token;
    } while (token !== null);
    expect(repaired).toHaveLength(450);
    expect(await findings(server, account)).toEqual([]);
    await server.settled();
  });

  it('belongs to the account that asks', async () => {
    const [sid] = await lostTasks(1);
    const other = await server.addAccount();
    expect(await findings(server, other)).toEqual([]);
    expect((await ask(server, other, 'POST', 'Reconciliations')).body.repairs).toEqual([]);
    expect((await findings(server, account)).map(({ subject_sid: subject }) => subject)).toEqual([sid]);
    const { body } = await ask(server, account, 'POST', 'Reconciliations');
    expect(body.repairs).toMatchObject([{ subject_sid: sid, outcome: 'repaired' }]);
    const { body: past } = await ask(server, account, 'GET', 'Repairs', { Rule: RULE, PageSize: '1' });
    const [repair] = past.repairs;
    expect(repair.subject_sid).toBe(sid);
    expect((await ask(server, account, 'GET', `Repairs/${repair.sid}`)).body).toEqual(repair);
    expect((await ask(server, other, 'GET', `Repairs/${repair.sid}`)).status).toBe(404);
    expect((await ask(server, other, 'GET', 'Repairs')).body.repairs).toEqual([]);
    const stranger = { sid: account.sid, token: 'wrong' };
    expect((await ask(server, stranger, 'GET', 'Findings')).status).toBe(401);
  });

  it('answers a run with the same idempotency key as the first time', async () => {
    const [sid] = await lostTasks(1);
    const run = () =>
      ask(server, account, 'POST', 'Reconciliations', {}, { 'idempotency-key': `key-${sid}` });
    const first = await run();
    expect(first.body.repairs).toMatchObject([{ subject_sid: sid, outcome: 'repaired' }]);
    expect(await run()).toEqual(first);
    expect(await repairEvents(server, sid!)).toHaveLength(1);
  });

  it('changes no row of any table by looking', async () => {
    await lostTasks(3);
    const tables = await everyTable(server);
    const before = await everyRow(server, tables);
    expect(await findings(server, account)).toHaveLength(3);
    await server.settled();
    expect(await everyRow(server, tables)).toBe(before);
    await ask(server, account, 'POST', 'Reconciliations');
    expect(await everyRow(server, tables)).not.toBe(before);
  });

  it.each([
    ['GET', 'Findings', { Rule: 'everything' }, 'Rule'],
    ['GET', 'Findings', { PageToken: 'nonsense' }, 'PageToken'],
    ['GET', 'Findings', { PageToken: btoa('["wrapping-too-long","\0"]') }, 'PageToken'],
    ['POST', 'Reconciliations', { Rule: 'session without channel' }, 'Rule'],
    ['POST', 'Reconciliations', { PageToken: btoa('["no rule",""]') }, 'PageToken'],
    ['GET', 'Repairs', { SubjectSid: 'nobody' }, 'SubjectSid'],
  ] as const)('refuses %s %s with %j', async (method, path, parameters, parameter) => {
    const { status, body } = await ask(server, account, method, path, parameters);
    expect([status, body.code]).toEqual([400, 20001]);
    expect(body.message).toContain(parameter);
  });
});
