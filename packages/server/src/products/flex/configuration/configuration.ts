// The configuration of an account's Flex instance: what was set, over what follows from the rest of the account.
import { invalidParameter } from '#kernel/errors.ts';
import { isNestedTooDeep } from '#kernel/json-depth.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { merged } from './merge.ts';
import { DEFAULTS, type Settings } from './settings.ts';

/** Characters all settings of an account may take together. */
const LARGEST = 1_048_576;

/** The instance as it is shown. */
export interface Configuration {
  readonly accountSid: string;
  readonly settings: Settings;
  readonly isStarted: boolean;
  readonly dateCreated: number;
  readonly dateUpdated: number;
}

function first(db: Reader, table: 'workspaces' | 'chat_services', accountSid: string) {
  return db
    .selectFrom(table)
    .select('sid')
    .where('account_sid', '=', accountSid)
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
}

/** What follows from the account: its first workspace and the chat service of its flows. */
async function derived(db: Reader, accountSid: string, given: Settings): Promise<Settings> {
  const workspaceSid =
    given.taskrouter_workspace_sid ?? (await first(db, 'workspaces', accountSid))?.sid ?? null;
  const workspace =
    workspaceSid === null
      ? undefined
      : await db
          .selectFrom('workspaces')
          .select('default_activity_sid')
          .where('sid', '=', workspaceSid)
          .where('account_sid', '=', accountSid)
          .executeTakeFirst();
  const flow = await db
    .selectFrom('flex_flows')
    .select('chat_service_sid')
    .where('account_sid', '=', accountSid)
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
  const chatServiceSid =
    flow?.chat_service_sid ?? (await first(db, 'chat_services', accountSid))?.sid ?? null;
  return {
    taskrouter_workspace_sid: workspaceSid,
    taskrouter_offline_activity_sid: workspace?.default_activity_sid ?? null,
    chat_service_instance_sid: chatServiceSid,
    flex_service_instance_sid: chatServiceSid,
  };
}

/** What was set, without what follows from the rest of the account. */
export async function givenSettings(db: Reader, accountSid: string): Promise<Settings> {
  const row = await db
    .selectFrom('flex_configurations')
    .select('settings')
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return row === undefined ? {} : (JSON.parse(row.settings) as Settings);
}

/** The configuration of the account. Nobody has to make it: until something is set it is what follows from the account. */
export async function readConfiguration(db: Reader, accountSid: string): Promise<Configuration | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select('date_created')
    .where('sid', '=', accountSid)
    .executeTakeFirst();
  if (account === undefined) return undefined;
  const row = await db
    .selectFrom('flex_configurations')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  const given = row === undefined ? {} : (JSON.parse(row.settings) as Settings);
  const own = await derived(db, accountSid, given);
  return {
    accountSid,
    settings: { ...DEFAULTS, ...own, ...(merged(defaultsOf(given), given) as Settings) },
    isStarted: (given.taskrouter_workspace_sid ?? own.taskrouter_workspace_sid ?? null) !== null,
    dateCreated: row?.date_created ?? account.date_created,
    dateUpdated: row?.date_updated ?? account.date_created,
  };
}

/** The defaults of the objects that were set: their keys stay unless they were given another value. */
function defaultsOf(given: Settings): Record<string, unknown> {
  return Object.fromEntries(Object.entries(DEFAULTS).filter(([name]) => name in given));
}

/**
 * Merges a change into the settings. Changes that come together follow one another. 400/20001 when the settings would
 * take more than a million characters.
 */
export async function changeConfiguration(
  tx: Transaction,
  accountSid: string,
  change: Settings,
): Promise<Configuration> {
  await tx.db
    .insertInto('flex_configurations')
    .values({ account_sid: accountSid, settings: '{}', date_created: tx.now, date_updated: tx.now })
    .onConflict((conflict) => conflict.column('account_sid').doNothing())
    .execute();
  const held = await tx.db
    .updateTable('flex_configurations')
    .set({ date_updated: tx.now })
    .where('account_sid', '=', accountSid)
    .returning('settings')
    .executeTakeFirstOrThrow();
  const settings = JSON.stringify(merged(JSON.parse(held.settings) as Settings, change));
  if (settings.length > LARGEST || isNestedTooDeep(settings)) {
    throw invalidParameter(
      'body',
      `the settings would be longer than ${LARGEST} characters or nested too deeply`,
    );
  }
  await tx.db
    .updateTable('flex_configurations')
    .set({ settings })
    .where('account_sid', '=', accountSid)
    .execute();
  return (await readConfiguration(tx.db, accountSid))!;
}
