// Rows of what Flex keeps beside flows and channels.

/** A task that is not over and belongs to a channel. */
export interface FlexChannelTaskRow {
  task_sid: string;
  account_sid: string;
  channel_sid: string;
  /** 1 when the task's attributes name the channel: a task that no longer does is let go. */
  is_named: number;
  date_created: number;
}

export interface FlexConfigurationRow {
  account_sid: string;
  /** JSON object of what was set, in the keys of the wire. */
  settings: string;
  date_created: number;
  date_updated: number;
}

/** What was set of a Flex user; the rest is known from the worker. */
export interface FlexUserRow {
  sid: string;
  account_sid: string;
  user_sid: string | null;
  email: string | null;
  locale: string | null;
  version: number;
  date_updated: number;
}

export interface FlexPluginRow {
  sid: string;
  account_sid: string;
  unique_name: string;
  friendly_name: string;
  description: string;
  archived: number;
  date_created: number;
  date_updated: number;
}

export interface FlexPluginVersionRow {
  sid: string;
  account_sid: string;
  plugin_sid: string;
  version: string;
  plugin_url: string;
  changelog: string;
  private: number;
  archived: number;
  validated: number;
  cli_version: string | null;
  date_created: number;
}

export interface FlexPluginConfigurationRow {
  sid: string;
  account_sid: string;
  name: string;
  description: string;
  archived: number;
  date_created: number;
}

/** A version of a plugin in a configuration. */
export interface FlexConfiguredPluginRow {
  configuration_sid: string;
  plugin_sid: string;
  account_sid: string;
  plugin_version_sid: string;
  /** When the desk starts the plugin; 3 is after everything of its own. */
  phase: number;
  date_created: number;
}

export interface FlexPluginReleaseRow {
  sid: string;
  account_sid: string;
  configuration_sid: string;
  date_created: number;
}

export interface FlexSurfaceTables {
  flex_channel_tasks: FlexChannelTaskRow;
  flex_configurations: FlexConfigurationRow;
  flex_users: FlexUserRow;
  flex_plugins: FlexPluginRow;
  flex_plugin_versions: FlexPluginVersionRow;
  flex_plugin_configurations: FlexPluginConfigurationRow;
  flex_configured_plugins: FlexConfiguredPluginRow;
  flex_plugin_releases: FlexPluginReleaseRow;
}
