// Versions of plugins: what is published under a plugin's name, and never changed.
import { invalidParameter, notFound } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexPluginRow, FlexPluginVersionRow } from '#storage/schema/flex-surface.ts';
import { inTheWay } from './names.ts';
import { activeConfigurationSid } from './releases.ts';

/** A version about to be published. */
export interface NewPluginVersion {
  readonly version: string;
  readonly pluginUrl: string;
  readonly changelog: string;
  readonly isPrivate: boolean;
  readonly cliVersion: string | null;
  readonly isValidated: boolean;
}

/** A version of the plugin by SID, by its version, or the newest one as `latest`. */
export function findVersion(
  db: Reader,
  plugin: FlexPluginRow,
  id: string,
): Promise<FlexPluginVersionRow | undefined> {
  const versions = db
    .selectFrom('flex_plugin_versions')
    .selectAll()
    .where('plugin_sid', '=', plugin.sid)
    .orderBy('sid', 'desc')
    .limit(1);
  if (id === 'latest') return versions.executeTakeFirst();
  return versions.where(isSid(id, 'FV') ? 'sid' : 'version', '=', id).executeTakeFirst();
}

/** The version, or 404/20404. */
export async function requireVersion(
  db: Reader,
  plugin: FlexPluginRow,
  id: string,
): Promise<FlexPluginVersionRow> {
  const version = await findVersion(db, plugin, id);
  if (version === undefined) throw notFound(`/PluginService/Plugins/${plugin.sid}/Versions/${id}`);
  return version;
}

/** Publishes a version; 409 when the plugin has it already, 400/20001 when the plugin is archived. */
export async function createVersion(
  tx: Transaction,
  plugin: FlexPluginRow,
  given: NewPluginVersion,
): Promise<FlexPluginVersionRow> {
  if (plugin.archived === 1) throw invalidParameter('PluginSid', 'the plugin is archived');
  const version = await tx.db
    .insertInto('flex_plugin_versions')
    .values({
      sid: newSid('FV'),
      account_sid: plugin.account_sid,
      plugin_sid: plugin.sid,
      version: given.version,
      plugin_url: given.pluginUrl,
      changelog: given.changelog,
      private: given.isPrivate ? 1 : 0,
      archived: 0,
      validated: given.isValidated ? 1 : 0,
      cli_version: given.cliVersion,
      date_created: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (version === undefined) throw inTheWay(`The plugin has a version ${given.version}`);
  return version;
}

/** Takes a version out of use; 409 while agents are served it. */
export async function archiveVersion(
  tx: Transaction,
  version: FlexPluginVersionRow,
): Promise<FlexPluginVersionRow> {
  const active = await activeConfigurationSid(tx.db, version.account_sid);
  const served = await tx.db
    .selectFrom('flex_configured_plugins')
    .select('plugin_sid')
    .where('configuration_sid', '=', active ?? '')
    .where('plugin_version_sid', '=', version.sid)
    .executeTakeFirst();
  if (served !== undefined) throw inTheWay('The version is part of the active release');
  return tx.db
    .updateTable('flex_plugin_versions')
    .set({ archived: 1 })
    .where('sid', '=', version.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}
