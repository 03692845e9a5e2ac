// Releases: each makes one configuration the one that agents are served. The newest is the active one.
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexPluginConfigurationRow, FlexPluginReleaseRow } from '#storage/schema/flex-surface.ts';

/** A release by SID, or the active one as `active`. */
export function findRelease(
  db: Reader,
  accountSid: string,
  id: string,
): Promise<FlexPluginReleaseRow | undefined> {
  let query = db
    .selectFrom('flex_plugin_releases')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .orderBy('sid', 'desc')
    .limit(1);
  if (id !== 'active') query = query.where('sid', '=', id);
  return query.executeTakeFirst();
}

/** SID of the configuration agents are served, or null before the first release. */
export async function activeConfigurationSid(db: Reader, accountSid: string): Promise<string | null> {
  return (await findRelease(db, accountSid, 'active'))?.configuration_sid ?? null;
}

/** Releases a configuration; 400/20001 when it is archived, 404/20404 when there is none. */
export async function createRelease(
  tx: Transaction,
  accountSid: string,
  configuration: FlexPluginConfigurationRow | undefined,
): Promise<FlexPluginReleaseRow> {
  if (configuration === undefined) {
    throw apiError(20404, 'The configuration was not found', { parameter: 'ConfigurationId' });
  }
  if (configuration.archived === 1) {
    throw invalidParameter('ConfigurationId', 'the configuration is archived');
  }
  return tx.db
    .insertInto('flex_plugin_releases')
    .values({
      sid: newSid('FK'),
      account_sid: accountSid,
      configuration_sid: configuration.sid,
      date_created: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
