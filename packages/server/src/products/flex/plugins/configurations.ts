// Plugin configurations: which versions of which plugins go together. A configuration never changes.
import { z } from 'zod';
import { readInput } from '#http/parameters.ts';
import { invalidParameter, notFound } from '#kernel/errors.ts';
import { isNestedTooDeep } from '#kernel/json-depth.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexPluginConfigurationRow } from '#storage/schema/flex-surface.ts';
import { inTheWay } from './names.ts';
import { activeConfigurationSid } from './releases.ts';

/** A configuration about to be made. */
export interface NewConfiguration {
  readonly name: string;
  readonly description: string;
  readonly plugins: readonly PluginChoice[];
}

/** A version of a plugin, and when the desk starts it. */
interface PluginChoice {
  readonly versionSid: string;
  readonly phase: number;
}

/** Plugins start after everything of the desk itself unless they say otherwise. */
const DEFAULT_PHASE = 3;

const choice = z.object({
  plugin_version: z.string().refine((value) => isSid(value, 'FV'), 'it is not a SID starting with FV'),
  phase: z.number().int().min(0).max(100).optional(),
});

/** Reads the `Plugins` parameter: JSON objects `{"plugin_version": "FV…", "phase": 3}`, or JSON lists of them. */
export function readChoices(items: readonly string[]): PluginChoice[] {
  return items.flatMap(parsed).map((item) => {
    if (typeof item !== 'object' || item === null)
      throw invalidParameter('Plugins', 'it is not a JSON object');
    try {
      const { plugin_version: versionSid, phase } = readInput(choice, item as Record<string, unknown>);
      return { versionSid, phase: phase ?? DEFAULT_PHASE };
    } catch (error) {
      throw invalidParameter('Plugins', (error as Error).message);
    }
  });
}

function parsed(item: string): unknown[] {
  if (isNestedTooDeep(item)) throw invalidParameter('Plugins', 'it is nested too deeply');
  try {
    const value: unknown = JSON.parse(item);
    return Array.isArray(value) ? value : [value];
  } catch {
    throw invalidParameter('Plugins', 'it is not valid JSON');
  }
}

/** A configuration by SID, the one agents are served as `active`, or the newest as `latest`. */
export async function findPluginConfiguration(
  db: Reader,
  accountSid: string,
  id: string,
): Promise<FlexPluginConfigurationRow | undefined> {
  const sid = id === 'active' ? await activeConfigurationSid(db, accountSid) : id;
  if (sid === null) return undefined;
  let query = db
    .selectFrom('flex_plugin_configurations')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .orderBy('sid', 'desc')
    .limit(1);
  if (sid !== 'latest') query = query.where('sid', '=', sid);
  return query.executeTakeFirst();
}

/** The configuration, or 404/20404. */
export async function requirePluginConfiguration(
  db: Reader,
  accountSid: string,
  id: string,
): Promise<FlexPluginConfigurationRow> {
  const configuration = await findPluginConfiguration(db, accountSid, id);
  if (configuration === undefined) throw notFound(`/PluginService/Configurations/${id}`);
  return configuration;
}

/** The versions chosen, one of each plugin; 400/20001 for unknown and archived ones, and for two of one plugin. */
async function chosenVersions(tx: Transaction, accountSid: string, choices: readonly PluginChoice[]) {
  if (choices.length === 0) return [];
  const versions = await tx.db
    .selectFrom('flex_plugin_versions')
    .innerJoin('flex_plugins', 'flex_plugins.sid', 'flex_plugin_versions.plugin_sid')
    .select(['flex_plugin_versions.sid', 'plugin_sid', 'flex_plugin_versions.archived'])
    .select('flex_plugins.archived as plugin_archived')
    .where('flex_plugin_versions.account_sid', '=', accountSid)
    .where(
      'flex_plugin_versions.sid',
      'in',
      choices.map(({ versionSid }) => versionSid),
    )
    .execute();
  const chosen = choices.map(({ versionSid, phase }) => {
    const version = versions.find(({ sid }) => sid === versionSid);
    if (version === undefined) throw invalidParameter('Plugins', `there is no version ${versionSid}`);
    if (version.archived === 1 || version.plugin_archived === 1) {
      throw invalidParameter('Plugins', `${versionSid} is archived`);
    }
    return { versionSid, pluginSid: version.plugin_sid, phase };
  });
  if (new Set(chosen.map(({ pluginSid }) => pluginSid)).size < chosen.length) {
    throw invalidParameter('Plugins', 'it names a plugin twice');
  }
  return chosen;
}

/** Creates a configuration of the versions chosen. */
export async function createPluginConfiguration(
  tx: Transaction,
  accountSid: string,
  given: NewConfiguration,
): Promise<FlexPluginConfigurationRow> {
  const chosen = await chosenVersions(tx, accountSid, given.plugins);
  const configuration = await tx.db
    .insertInto('flex_plugin_configurations')
    .values({
      sid: newSid('FJ'),
      account_sid: accountSid,
      name: given.name,
      description: given.description,
      archived: 0,
      date_created: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await insertRows(
    tx,
    'flex_configured_plugins',
    chosen.map(({ versionSid, pluginSid, phase }) => ({
      configuration_sid: configuration.sid,
      plugin_sid: pluginSid,
      account_sid: accountSid,
      plugin_version_sid: versionSid,
      phase,
      date_created: tx.now,
    })),
  );
  return configuration;
}

/** Takes a configuration out of use; 409 while agents are served it. */
export async function archivePluginConfiguration(
  tx: Transaction,
  configuration: FlexPluginConfigurationRow,
): Promise<FlexPluginConfigurationRow> {
  if ((await activeConfigurationSid(tx.db, configuration.account_sid)) === configuration.sid) {
    throw inTheWay('The configuration is the active release');
  }
  return tx.db
    .updateTable('flex_plugin_configurations')
    .set({ archived: 1 })
    .where('sid', '=', configuration.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The plugins of a configuration with what is known of each, as a query that can be paged. */
export function configuredPlugins(db: Reader, configuration: FlexPluginConfigurationRow) {
  return db
    .selectFrom('flex_configured_plugins')
    .innerJoin('flex_plugins', 'flex_plugins.sid', 'flex_configured_plugins.plugin_sid')
    .innerJoin(
      'flex_plugin_versions',
      'flex_plugin_versions.sid',
      'flex_configured_plugins.plugin_version_sid',
    )
    .selectAll('flex_configured_plugins')
    .select([
      'flex_plugins.unique_name',
      'flex_plugins.friendly_name',
      'flex_plugins.description',
      'flex_plugins.archived as plugin_archived',
      'flex_plugin_versions.plugin_url',
      'flex_plugin_versions.version',
      'flex_plugin_versions.changelog',
      'flex_plugin_versions.private',
      'flex_plugin_versions.archived as version_archived',
    ])
    .where('flex_configured_plugins.configuration_sid', '=', configuration.sid);
}

/** A plugin as a configuration has it. */
export type ConfiguredPlugin = Awaited<
  ReturnType<ReturnType<typeof configuredPlugins>['executeTakeFirstOrThrow']>
>;
