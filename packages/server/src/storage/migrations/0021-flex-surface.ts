// What Flex keeps beside flows and channels: the tasks that name a channel, the configuration of an account, its
// users, and the plugins of its desk.
import { sql } from 'kysely';
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

async function channels(db: Schema): Promise<void> {
  // One of `channel` and `web`: web chats have a resource of their own.
  await sql`ALTER TABLE flex_channels ADD COLUMN kind text NOT NULL DEFAULT 'channel'`.execute(db);
  await index(db, 'ix_flex_channels_kind', 'flex_channels', ['account_sid', 'kind', 'sid']);

  await createTable(db, 'flex_channel_tasks', ['task_sid'], {
    task_sid: 'sid',
    account_sid: 'sid',
    channel_sid: 'sid',
    is_named: 'int',
    date_created: 'time',
  });
  await index(db, 'ix_flex_channel_tasks_channel', 'flex_channel_tasks', ['channel_sid', 'task_sid']);
  await sql`
    INSERT INTO flex_channel_tasks (task_sid, account_sid, channel_sid, is_named, date_created)
    SELECT task_sid, account_sid, min(sid), 0, min(date_updated) FROM flex_channels
    WHERE task_sid IS NOT NULL AND status = 'ACTIVE' GROUP BY task_sid, account_sid
  `.execute(db);
}

async function plugins(db: Schema): Promise<void> {
  await createTable(db, 'flex_plugins', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    unique_name: 'text',
    friendly_name: 'text',
    description: 'text',
    archived: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_plugins_account', 'flex_plugins', ['account_sid', 'sid']);
  await uniqueIndex(db, 'uq_flex_plugins_name', 'flex_plugins', ['account_sid', 'unique_name']);

  await createTable(db, 'flex_plugin_versions', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    plugin_sid: 'sid',
    version: 'text',
    plugin_url: 'text',
    changelog: 'text',
    private: 'int',
    archived: 'int',
    validated: 'int',
    cli_version: 'text?',
    date_created: 'time',
  });
  await index(db, 'ix_flex_plugin_versions_plugin', 'flex_plugin_versions', ['plugin_sid', 'sid']);
  await uniqueIndex(db, 'uq_flex_plugin_versions', 'flex_plugin_versions', ['plugin_sid', 'version']);

  await createTable(db, 'flex_plugin_configurations', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    name: 'text',
    description: 'text',
    archived: 'int',
    date_created: 'time',
  });
  await index(db, 'ix_flex_plugin_configurations', 'flex_plugin_configurations', ['account_sid', 'sid']);

  await createTable(db, 'flex_configured_plugins', ['configuration_sid', 'plugin_sid'], {
    configuration_sid: 'sid',
    plugin_sid: 'sid',
    account_sid: 'sid',
    plugin_version_sid: 'sid',
    phase: 'int',
    date_created: 'time',
  });

  await createTable(db, 'flex_plugin_releases', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    configuration_sid: 'sid',
    date_created: 'time',
  });
  await index(db, 'ix_flex_plugin_releases_account', 'flex_plugin_releases', ['account_sid', 'sid']);
}

export async function up(db: Schema): Promise<void> {
  await channels(db);
  await plugins(db);
  await createTable(db, 'flex_configurations', ['account_sid'], {
    account_sid: 'sid',
    settings: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await createTable(db, 'flex_users', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    user_sid: 'sid?',
    email: 'text?',
    locale: 'text?',
    version: 'int',
    date_updated: 'time',
  });
}
