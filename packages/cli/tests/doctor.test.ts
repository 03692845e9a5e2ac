// `parley doctor` as an operator meets it: what it prints, what it changes, and its exit codes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goneConversation } from '../../server/tests/reconciler/reconciler-fixture.ts';
import { databases, type TestDatabase } from '../../server/tests/support/databases.ts';
import { type ServerProcess, serverProcess } from '../../server/tests/support/server-process.ts';
import { startServer, type TestServer } from '../../server/tests/support/start-server.ts';
import { makeWorkspace } from '../../server/tests/taskrouter/workspace-fixture.ts';
import { parley } from './parley-process.ts';

/** A task about a conversation that is gone. */
async function lostTask(server: Pick<TestServer, 'url' | 'account' | 'settled'>): Promise<string> {
  const conversationSid = await goneConversation(server, server.account);
  const workspace = await makeWorkspace(server as TestServer);
  return workspace.addTask({ attributes: JSON.stringify({ conversationSid }) });
}

describe.each(databases())('the doctor of a stopped server on $name', ({ create }) => {
  let database: TestDatabase;
  let taskSid: string;
  let variables: Record<string, string>;
  beforeAll(async () => {
    database = await create();
    const server = await startServer(database.url);
    taskSid = await lostTask(server);
    // What is broken was left behind long ago by the clock of the machine.
    await server.stop();
    variables = { DATABASE_URL: database.url, PARLEY_DATA: dirname(database.url.replace('sqlite:', '')) };
  });
  afterAll(() => database.dispose());

  it('prints a table and changes nothing, repairs when told to, and is content then', async () => {
    for (let time = 0; time < 2; time += 1) {
      const looked = await parley(['doctor'], variables);
      expect([looked.code, looked.error]).toEqual([1, '']);
      const [heading, line, , sum] = looked.out.split('\n');
      expect(heading).toMatch(/^RULE +SUBJECT +SINCE +WHAT IS WRONG +REPAIR$/);
      expect(line).toContain(taskSid);
      expect(line).toMatch(/^task-without-customer .*The conversation of the task is gone +end the task$/);
      expect(sum).toBe('Found: 1. Repair with: parley doctor --repair');
    }
    const repaired = await parley(['doctor', '--repair', '--json'], variables);
    expect(repaired.code).toBe(1);
    expect(JSON.parse(repaired.out)).toMatchObject({
      through: 'database',
      repair: true,
      findings: [{ rule: 'task-without-customer', subject_sid: taskSid, outcome: 'repaired', error: null }],
    });
    expect(await parley(['doctor', '--repair'], variables)).toEqual({
      code: 0,
      out: 'Nothing is broken.\n',
      error: '',
    });
  });
});

describe('the doctor of a running server on the embedded database', () => {
  let server: ServerProcess;
  let variables: Record<string, string>;
  beforeAll(async () => {
    server = await serverProcess({ PARLEY_RECONCILE_TASK_WITHOUT_CUSTOMER: '0' });
    await server.start();
    variables = { PARLEY_DATA: server.dataFolder };
  });
  afterAll(() => server.dispose());

  it('asks the server, which holds the data, and refuses when nobody answers for it', async () => {
    const handle = { url: server.url(), account: server.account, settled: async () => {} };
    const taskSid = await lostTask(handle);
    const repaired = await parley(['doctor', '--repair', '--json'], variables);
    expect(JSON.parse(repaired.out)).toMatchObject({
      through: 'server',
      findings: [{ subject_sid: taskSid, outcome: 'repaired' }],
    });
    expect(repaired.code).toBe(1);
    expect((await parley(['doctor'], variables)).code).toBe(0);

    await rm(join(server.dataFolder, 'credentials.json'));
    const refused = await parley(['doctor', '--repair'], variables);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.error).toContain('A server holds the database');
    for (const command of ['migrate', 'seed']) {
      const { code, error } = await parley([command], variables);
      expect(code).toBe(2);
      expect(error).toContain('A server holds');
    }
    await server.kill();
    expect((await parley(['doctor'], variables)).code).toBe(0);
  });
});

describe('what the doctor cannot look at', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    [['doctor'], {}, 'There is no database at'],
    [['doctor', '--cure'], {}, '--cure'],
    [['doctor'], { PARLEY_RECONCILE_WRAPPING_TOO_LONG: 'soon' }, 'PARLEY_RECONCILE_WRAPPING_TOO_LONG'],
    [['doctor'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'The database cannot be read'],
    [['heal'], {}, 'There is no command heal'],
    [[], {}, 'parley <command>'],
  ])('ends with 2: %j %j', async (args, variables, told) => {
    const { code, out, error } = await parley(args, { PARLEY_DATA: folder, ...variables });
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(told);
  });

  it('migrates and seeds what is not there, and finds nothing in it', async () => {
    const variables = { PARLEY_DATA: folder, PORT: '8123' };
    expect(await parley(['migrate'], variables)).toMatchObject({
      code: 0,
      out: 'The schema is up to date.\n',
    });
    const seeded = await parley(['seed'], variables);
    expect(seeded).toMatchObject({ code: 0, error: '' });
    expect(seeded.out).toMatch(
      /^Account AC[0-9a-f]{32}, numbers \+14155550101, \+14155550102, \+14155550100\.\n/,
    );
    expect(await parley(['doctor'], variables)).toEqual({ code: 0, out: 'Nothing is broken.\n', error: '' });
  });
});
