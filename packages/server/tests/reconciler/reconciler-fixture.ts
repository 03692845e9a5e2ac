// What tests of the reconciler do with its API, and what they look at afterwards.
import { sql } from 'kysely';
import { expect } from 'vitest';
import { isoDate } from '#kernel/dates.ts';
import type { RuleName } from '#products/flex/reconciler/rule.ts';
import { sdkClient } from '../support/clients.ts';
import { readableTables } from '../support/readable-tables.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** A finding, repair or report as the API answers it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what is being checked
export type Json = any;

type Asked = Readonly<Record<string, string>>;

/** A request to the API of operations, with its status and body. */
export async function ask(
  { url }: Pick<TestServer, 'url'>,
  { sid, token }: TestAccount,
  method: 'GET' | 'POST',
  path: string,
  parameters: Asked = {},
  headers: Asked = {},
): Promise<{ status: number; body: Json }> {
  const form = new URLSearchParams(parameters);
  const isPost = method === 'POST';
  const address = `${url}/operations/v1/${path}${isPost ? '' : `?${form}`}`;
  const answer = await fetch(address, {
    method,
    headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}`, ...headers },
    ...(isPost ? { body: form } : {}),
  });
  return { status: answer.status, body: await answer.json() };
}

/** A conversation there was, and is not any more. */
export async function goneConversation(
  { url }: Pick<TestServer, 'url'>,
  account: TestAccount,
): Promise<string> {
  const { conversations } = sdkClient(url, account).conversations.v1;
  const { sid } = await conversations.create({});
  await conversations(sid).remove();
  return sid;
}

/** What is broken in the account, of one rule or of all. */
export async function findings(server: TestServer, account: TestAccount, rule?: RuleName): Promise<Json[]> {
  const asked = rule === undefined ? {} : { Rule: rule };
  const { body } = await ask(server, account, 'GET', 'Findings', asked);
  expect(body.meta.next_page_url).toBeNull();
  return body.findings;
}

/** Repairs, and answers what was done. */
export async function reconcile(server: TestServer, account: TestAccount, rule?: RuleName): Promise<Json[]> {
  const asked = rule === undefined ? {} : { Rule: rule };
  const { status, body } = await ask(server, account, 'POST', 'Reconciliations', asked);
  expect(status).toBe(200);
  await server.settled();
  return body.repairs;
}

/** What the reconciler could write to. */
const TABLES = [
  'events',
  'flex_channel_tasks',
  'flex_channels',
  'flex_interaction_channels',
  'flex_interaction_invites',
  'messages',
  'participants',
  'proxy_participants',
  'proxy_sessions',
  'reconciler_conversation_tasks',
  'reconciler_repairs',
  'reservations',
  'tasks',
  'threads',
  'timers',
  'worker_channels',
];

/** Every row of these tables as text, or of all there are. */
export async function everyRow({ context }: TestServer, tables: readonly string[] = TABLES): Promise<string> {
  const contents = tables.map(async (table) => {
    const { rows } = await sql`SELECT * FROM ${sql.table(table)}`.execute(context.database.read);
    return [table, ...rows.map((row) => JSON.stringify(Object.entries(row as object).sort())).sort()];
  });
  return (await Promise.all(contents)).flat().join('\n');
}

/** The names of all tables that have rows to read. */
export function everyTable({ context }: TestServer): Promise<string[]> {
  return readableTables(context.database.read);
}

/** Events of the reconciler about a subject. */
export async function repairEvents({ context }: TestServer, subjectSid: string): Promise<Json[]> {
  const rows = await context.database.read
    .selectFrom('events')
    .select('data')
    .where('type', '=', 'reconciler.repaired')
    .where('subject_sid', '=', subjectSid)
    .execute();
  return rows.map(({ data }) => JSON.parse(data));
}

/** Something a rule must find `limit` milliseconds after it happened, which is now. */
export interface Broken {
  readonly rule: RuleName;
  readonly subjectSid: string;
  readonly limit: number;
  readonly remedy: string;
  readonly related?: Readonly<Record<string, string>>;
}

/**
 * Shows that something is found from its limit on and not a millisecond before, that looking changes nothing, that it
 * is repaired once, and that the repair is recorded.
 */
export async function expectFoundAndRepaired(
  server: TestServer,
  account: TestAccount,
  { rule, subjectSid, limit, remedy, related = {} }: Broken,
): Promise<void> {
  const about = (found: Json[]) => found.filter((finding) => finding.subject_sid === subjectSid);
  const since = server.clock.now();
  await server.advance(limit - 1);
  expect(about(await findings(server, account, rule))).toEqual([]);
  expect(about(await reconcile(server, account, rule))).toEqual([]);
  await server.advance(1);

  const before = await everyRow(server);
  const expected = {
    rule,
    account_sid: account.sid,
    subject_sid: subjectSid,
    related_sids: related,
    since: isoDate(since),
    fault: expect.any(String),
    remedy,
  };
  expect(about(await findings(server, account))).toEqual([expected]);
  await server.settled();
  expect(await everyRow(server)).toBe(before);

  await server.advance(1);
  expect(about(await reconcile(server, account, rule))).toEqual([
    { ...expected, outcome: 'repaired', error: null },
  ]);
  expect(about(await findings(server, account))).toEqual([]);
  expect(about(await reconcile(server, account))).toEqual([]);

  const { body } = await ask(server, account, 'GET', 'Repairs', { SubjectSid: subjectSid });
  expect(body.repairs).toMatchObject([{ ...expected, sid: expect.stringMatching(/^RP[0-9a-f]{32}$/) }]);
  expect(await repairEvents(server, subjectSid)).toEqual([
    { repairSid: body.repairs[0].sid, rule, related, since, fault: body.repairs[0].fault, remedy },
  ]);
}
