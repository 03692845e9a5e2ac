// The plugin service of the Flex API: plugins, their versions, and what of them agents are served.
import { z } from 'zod';
import { list, read, write } from '#http/operations.ts';
import { bool, list as listOf, text, url } from '#http/parameters.ts';
import { action, type Resource, type Route, routesOf } from '#http/resource.ts';
import type {
  FlexPluginConfigurationRow,
  FlexPluginReleaseRow,
  FlexPluginRow,
  FlexPluginVersionRow,
} from '#storage/schema/flex-surface.ts';
import {
  archivePluginConfiguration,
  type ConfiguredPlugin,
  configuredPlugins,
  createPluginConfiguration,
  findPluginConfiguration,
  readChoices,
  requirePluginConfiguration,
} from './configurations.ts';
import { archivePlugin, createPlugin, findPlugin, requirePlugin, updatePlugin } from './plugins.ts';
import * as present from './present.ts';
import { createRelease, findRelease } from './releases.ts';
import { archiveVersion, createVersion, findVersion, requireVersion } from './versions.ts';

const ROOT = '/v1/PluginService';
const LONGEST_DESCRIPTION = 500;

const pluginUpdate = z.object({
  FriendlyName: text(256).nullish(),
  Description: text(LONGEST_DESCRIPTION).nullish(),
});

const pluginResource: Resource<FlexPluginRow> = {
  product: 'flex-api',
  path: `${ROOT}/Plugins`,
  key: 'plugins',
  present: present.presentPlugin,
  create: write(pluginUpdate.extend({ UniqueName: text(256) }), (tx, { accountSid, input }) =>
    createPlugin(tx, accountSid, {
      uniqueName: input.UniqueName,
      friendlyName: input.FriendlyName ?? input.UniqueName,
      description: input.Description ?? '',
    }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: db.selectFrom('flex_plugins').selectAll().where('account_sid', '=', accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findPlugin(db, accountSid, params['Sid']!)),
  update: write(pluginUpdate, async (tx, { accountSid, params, input }) => {
    const plugin = await requirePlugin(tx.db, accountSid, params['Sid']!);
    return updatePlugin(tx, plugin, {
      friendly_name: input.FriendlyName ?? plugin.friendly_name,
      description: input.Description ?? plugin.description,
    });
  }),
};

const pluginVersionResource: Resource<FlexPluginVersionRow> = {
  product: 'flex-api',
  path: `${ROOT}/Plugins/{PluginSid}/Versions`,
  key: 'plugin_versions',
  present: present.presentVersion,
  create: write(
    z.object({
      Version: text(128),
      PluginUrl: url(),
      Changelog: text(16_384).nullish(),
      Private: bool().nullish(),
      CliVersion: text(128).nullish(),
      ValidateStatus: text(64).nullish(),
    }),
    async (tx, { accountSid, params, input }) =>
      createVersion(tx, await requirePlugin(tx.db, accountSid, params['PluginSid']!), {
        version: input.Version,
        pluginUrl: input.PluginUrl,
        changelog: input.Changelog ?? '',
        isPrivate: input.Private ?? false,
        cliVersion: input.CliVersion ?? null,
        isValidated: input.ValidateStatus?.toLowerCase() === 'validated',
      }),
  ),
  list: list(z.object({}), async (db, { accountSid, params }) => {
    const plugin = await requirePlugin(db, accountSid, params['PluginSid']!);
    return {
      query: db.selectFrom('flex_plugin_versions').selectAll().where('plugin_sid', '=', plugin.sid),
    };
  }),
  fetch: read(async (db, { accountSid, params }) =>
    findVersion(db, await requirePlugin(db, accountSid, params['PluginSid']!), params['Sid']!),
  ),
};

const configurationResource: Resource<FlexPluginConfigurationRow> = {
  product: 'flex-api',
  path: `${ROOT}/Configurations`,
  key: 'configurations',
  present: present.presentPluginConfiguration,
  create: write(
    z.object({
      Name: text(256),
      Plugins: listOf(text(4_096)).nullish(),
      Description: text(LONGEST_DESCRIPTION).nullish(),
    }),
    (tx, { accountSid, input }) =>
      createPluginConfiguration(tx, accountSid, {
        name: input.Name,
        description: input.Description ?? '',
        plugins: readChoices(input.Plugins ?? []),
      }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: db.selectFrom('flex_plugin_configurations').selectAll().where('account_sid', '=', accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findPluginConfiguration(db, accountSid, params['Sid']!)),
};

const configuredPluginResource: Resource<ConfiguredPlugin> = {
  product: 'flex-api',
  path: `${ROOT}/Configurations/{ConfigurationSid}/Plugins`,
  memberPath: `${ROOT}/Configurations/{ConfigurationSid}/Plugins/{PluginSid}`,
  key: 'plugins',
  present: present.presentConfiguredPlugin,
  list: list(
    z.object({}),
    async (db, { accountSid, params }) => ({
      query: configuredPlugins(
        db,
        await requirePluginConfiguration(db, accountSid, params['ConfigurationSid']!),
      ),
    }),
    [{ column: 'plugin_sid', direction: 'asc' }],
  ),
  fetch: read(async (db, { accountSid, params }) => {
    const { ConfigurationSid, PluginSid } = params as Record<string, string>;
    const configuration = await requirePluginConfiguration(db, accountSid, ConfigurationSid!);
    const plugin = await requirePlugin(db, accountSid, PluginSid!);
    return configuredPlugins(db, configuration)
      .where('flex_configured_plugins.plugin_sid', '=', plugin.sid)
      .executeTakeFirst();
  }),
};

const releaseResource: Resource<FlexPluginReleaseRow> = {
  product: 'flex-api',
  path: `${ROOT}/Releases`,
  key: 'releases',
  present: present.presentRelease,
  create: write(z.object({ ConfigurationId: text(256) }), async (tx, { accountSid, input }) =>
    createRelease(tx, accountSid, await findPluginConfiguration(tx.db, accountSid, input.ConfigurationId)),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: db.selectFrom('flex_plugin_releases').selectAll().where('account_sid', '=', accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findRelease(db, accountSid, params['Sid']!)),
};

const archives: readonly Route[] = [
  action(
    { product: 'flex-api', method: 'POST', path: `${ROOT}/Plugins/{Sid}/Archive` },
    write(z.object({}), async (tx, { accountSid, params }) =>
      archivePlugin(tx, await requirePlugin(tx.db, accountSid, params['Sid']!)),
    ),
    present.presentArchivedPlugin,
  ),
  action(
    { product: 'flex-api', method: 'POST', path: `${ROOT}/Plugins/{PluginSid}/Versions/{Sid}/Archive` },
    write(z.object({}), async (tx, { accountSid, params }) => {
      const plugin = await requirePlugin(tx.db, accountSid, params['PluginSid']!);
      return archiveVersion(tx, await requireVersion(tx.db, plugin, params['Sid']!));
    }),
    present.presentArchivedVersion,
  ),
  action(
    { product: 'flex-api', method: 'POST', path: `${ROOT}/Configurations/{Sid}/Archive` },
    write(z.object({}), async (tx, { accountSid, params }) =>
      archivePluginConfiguration(tx, await requirePluginConfiguration(tx.db, accountSid, params['Sid']!)),
    ),
    present.presentArchivedConfiguration,
  ),
];

export const pluginRoutes: readonly Route[] = [
  ...routesOf(pluginResource),
  ...routesOf(pluginVersionResource),
  ...routesOf(configurationResource),
  ...routesOf(configuredPluginResource),
  ...routesOf(releaseResource),
  ...archives,
];
