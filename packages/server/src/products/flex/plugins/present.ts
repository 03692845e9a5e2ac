// The JSON of the plugin service.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type {
  FlexPluginConfigurationRow,
  FlexPluginReleaseRow,
  FlexPluginRow,
  FlexPluginVersionRow,
} from '#storage/schema/flex-surface.ts';
import type { ConfiguredPlugin } from './configurations.ts';

const root = ({ base }: Presentation) => `${base}/v1/PluginService`;

function pluginFacts(row: FlexPluginRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    unique_name: row.unique_name,
    friendly_name: row.friendly_name,
    description: row.description,
    archived: row.archived === 1,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
  };
}

export function presentPlugin(row: FlexPluginRow, presentation: Presentation) {
  const url = `${root(presentation)}/Plugins/${row.sid}`;
  return { ...pluginFacts(row), url, links: { plugin_versions: `${url}/Versions` } };
}

export function presentArchivedPlugin(row: FlexPluginRow, presentation: Presentation) {
  return { ...pluginFacts(row), url: `${root(presentation)}/Plugins/${row.sid}/Archive` };
}

function versionFacts(row: FlexPluginVersionRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    plugin_sid: row.plugin_sid,
    version: row.version,
    plugin_url: row.plugin_url,
    changelog: row.changelog,
    private: row.private === 1,
    archived: row.archived === 1,
    date_created: isoDate(row.date_created),
  };
}

export function presentVersion(row: FlexPluginVersionRow, presentation: Presentation) {
  return {
    ...versionFacts(row),
    validated: row.validated === 1,
    url: `${root(presentation)}/Plugins/${row.plugin_sid}/Versions/${row.sid}`,
  };
}

export function presentArchivedVersion(row: FlexPluginVersionRow, presentation: Presentation) {
  const url = `${root(presentation)}/Plugins/${row.plugin_sid}/Versions/${row.sid}/Archive`;
  return { ...versionFacts(row), url };
}

function configurationFacts(row: FlexPluginConfigurationRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    name: row.name,
    description: row.description,
    archived: row.archived === 1,
    date_created: isoDate(row.date_created),
  };
}

export function presentPluginConfiguration(row: FlexPluginConfigurationRow, presentation: Presentation) {
  const url = `${root(presentation)}/Configurations/${row.sid}`;
  return { ...configurationFacts(row), url, links: { plugins: `${url}/Plugins` } };
}

export function presentArchivedConfiguration(row: FlexPluginConfigurationRow, presentation: Presentation) {
  return { ...configurationFacts(row), url: `${root(presentation)}/Configurations/${row.sid}/Archive` };
}

export function presentConfiguredPlugin(row: ConfiguredPlugin, presentation: Presentation) {
  return {
    account_sid: row.account_sid,
    configuration_sid: row.configuration_sid,
    plugin_sid: row.plugin_sid,
    plugin_version_sid: row.plugin_version_sid,
    phase: row.phase,
    plugin_url: row.plugin_url,
    unique_name: row.unique_name,
    friendly_name: row.friendly_name,
    description: row.description,
    plugin_archived: row.plugin_archived === 1,
    version: row.version,
    changelog: row.changelog,
    plugin_version_archived: row.version_archived === 1,
    private: row.private === 1,
    date_created: isoDate(row.date_created),
    url: `${root(presentation)}/Configurations/${row.configuration_sid}/Plugins/${row.plugin_sid}`,
  };
}

export function presentRelease(row: FlexPluginReleaseRow, presentation: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    configuration_sid: row.configuration_sid,
    date_created: isoDate(row.date_created),
    url: `${root(presentation)}/Releases/${row.sid}`,
  };
}
