// The channel a path names, by SID or unique name.
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { findThread } from '#threads/threads.ts';

/** The channel; 404/20404 when the service of the account has none of this name. */
export async function requireChannel(
  db: Reader,
  { accountSid, params }: Call,
  parameter: 'Sid' | 'ChannelSid' = 'ChannelSid',
): Promise<ThreadRow> {
  const name = params[parameter]!;
  const thread = await findThread(db, accountSid, params['ServiceSid']!, name);
  if (thread === undefined) throw notFound(`/Services/${params['ServiceSid']}/Channels/${name}`);
  return thread;
}
