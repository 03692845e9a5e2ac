// Plugins of the desk: a name each, under which versions are published.
import { notFound } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexPluginRow } from '#storage/schema/flex-surface.ts';
import { inTheWay } from './names.ts';
import { activeConfigurationSid } from './releases.ts';

/** A plugin about to be made. */
export interface NewPlugin {
  readonly uniqueName: string;
  readonly friendlyName: string;
  readonly description: string;
}

/** A plugin by SID or unique name; both are its ID for the tools that publish plugins. */
export function findPlugin(
  db: Reader,
  accountSid: string,
  sidOrName: string,
): Promise<FlexPluginRow | undefined> {
  return db
    .selectFrom('flex_plugins')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where(isSid(sidOrName, 'FP') ? 'sid' : 'unique_name', '=', sidOrName)
    .executeTakeFirst();
}

/** The plugin, or 404/20404. */
export async function requirePlugin(
  db: Reader,
  accountSid: string,
  sidOrName: string,
): Promise<FlexPluginRow> {
  const plugin = await findPlugin(db, accountSid, sidOrName);
  if (plugin === undefined) throw notFound(`/PluginService/Plugins/${sidOrName}`);
  return plugin;
}

/** Creates a plugin; 409 when the account has one of this unique name. */
export async function createPlugin(
  tx: Transaction,
  accountSid: string,
  given: NewPlugin,
): Promise<FlexPluginRow> {
  const plugin = await tx.db
    .insertInto('flex_plugins')
    .values({
      sid: newSid('FP'),
      account_sid: accountSid,
      unique_name: given.uniqueName,
      friendly_name: given.friendlyName,
      description: given.description,
      archived: 0,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (plugin === undefined) throw inTheWay(`The account has a plugin ${given.uniqueName}`);
  return plugin;
}

/** Changes what is said of a plugin, or archives it. */
export function updatePlugin(
  tx: Transaction,
  plugin: FlexPluginRow,
  change: Partial<Pick<FlexPluginRow, 'friendly_name' | 'description' | 'archived'>>,
): Promise<FlexPluginRow> {
  return tx.db
    .updateTable('flex_plugins')
    .set({ ...change, date_updated: tx.now })
    .where('sid', '=', plugin.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Takes a plugin out of use; 409 while agents are served it. Archiving twice does nothing more. */
export async function archivePlugin(tx: Transaction, plugin: FlexPluginRow): Promise<FlexPluginRow> {
  const active = await activeConfigurationSid(tx.db, plugin.account_sid);
  const served = await tx.db
    .selectFrom('flex_configured_plugins')
    .select('plugin_sid')
    .where('configuration_sid', '=', active ?? '')
    .where('plugin_sid', '=', plugin.sid)
    .executeTakeFirst();
  if (served !== undefined) throw inTheWay('The plugin is part of the active release');
  return updatePlugin(tx, plugin, { archived: 1 });
}
