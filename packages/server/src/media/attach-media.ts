// Which files a message may have, and taking them for it: each file is sent once.
import { CompiledQuery } from 'kysely';
import { type ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import type { ChatServiceRow, MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import { cancelTimers } from '#timers/timers.ts';
import { messageMedia } from './message-media.ts';
import { UNUSED_TIMER } from './remove-media.ts';

/** Files one message may have ("Conversations Limits"). */
export const MEDIA_PER_MESSAGE = 10;

/** The files somebody wants to send with one message. */
export interface WantedMedia {
  readonly accountSid: string;
  /** When given, the files must be of this service. */
  readonly serviceSid?: string | undefined;
  readonly sids: readonly string[];
}

function refusalOf(wanted: WantedMedia, rows: ReadonlyMap<string, MediaRow>): ApiError | null {
  const { sids, accountSid, serviceSid } = wanted;
  if (sids.length > MEDIA_PER_MESSAGE) {
    return invalidParameter('MediaSid', `a message has at most ${MEDIA_PER_MESSAGE} media`);
  }
  if (!sids.every((sid) => isSid(sid, 'ME'))) return apiError(50510, undefined, { parameter: 'MediaSid' });
  if (new Set(sids).size < sids.length) return apiError(50508);
  for (const sid of sids) {
    const row = rows.get(sid);
    const isTheirs = row?.account_sid === accountSid && (serviceSid ?? row.service_sid) === row.service_sid;
    if (row === undefined || !isTheirs || row.state !== 'ready') return apiError(50507);
    if (row.message_sid !== null) return apiError(50508);
  }
  return null;
}

/**
 * The files messages want, in their order, or why they cannot have them: 404/50507 for a file that is unknown, of
 * another service or not readable, 409/50508 for one that was sent already or is wanted twice, 400/50510 for what is
 * no SID, 400/20001 for more than ten. One statement for all, none where no message wants any.
 */
export async function wantedMedia(
  db: Reader,
  wanted: readonly WantedMedia[],
): Promise<(readonly MediaRow[] | ApiError)[]> {
  const sids = [...new Set(wanted.flatMap((one) => one.sids))].filter((sid) => isSid(sid, 'ME'));
  const found =
    sids.length === 0 ? [] : await db.selectFrom('media').selectAll().where('sid', 'in', sids).execute();
  const rows = new Map(found.map((row) => [row.sid, row]));
  const taken = new Set<string>();
  return wanted.map((one) => {
    const refusal = refusalOf(one, rows);
    if (refusal !== null) return refusal;
    if (one.sids.some((sid) => taken.has(sid))) return apiError(50508);
    for (const sid of one.sids) taken.add(sid);
    return one.sids.map((sid) => rows.get(sid)!);
  });
}

/**
 * The files of these SIDs as a message of the service would keep them, in the order given; rejects as `wantedMedia`
 * says. They are not taken by this: posting the message does that.
 */
export async function mediaOf(
  db: Reader,
  service: Pick<ChatServiceRow, 'sid' | 'account_sid'>,
  sids: readonly string[],
): Promise<readonly MessageMedia[]> {
  const [found] = await wantedMedia(db, [{ accountSid: service.account_sid, serviceSid: service.sid, sids }]);
  if (found instanceof Error) throw found;
  return found!.map(messageMedia);
}

/** Messages with the files that go with them. */
type Claims = readonly { readonly message: MessageRow; readonly media: readonly Pick<MediaRow, 'sid'>[] }[];

const TAKE = (claim: string) => `UPDATE media SET message_sid = claim.message, thread_sid = claim.thread,
    position = claim.position, date_updated = claim.now
  FROM ${claim} WHERE media.sid = claim.media AND media.message_sid IS NULL AND media.state = 'ready'
    AND media.service_sid = claim.service
  RETURNING media.sid`;
const TAKE_ON_POSTGRES = TAKE(`json_to_recordset($1) AS claim(media varchar, message varchar, thread varchar,
    service varchar, position bigint, now bigint)`);
const TAKE_ON_SQLITE = TAKE(`(SELECT value ->> 'media' AS media, value ->> 'message' AS message,
    value ->> 'thread' AS thread, value ->> 'service' AS service, value ->> 'position' AS position,
    value ->> 'now' AS now FROM json_each(?1)) AS claim`);

/**
 * Takes files for messages, all of them or none: 409/50508 when another message was faster, and then the caller's
 * transaction must not commit. What is taken is not removed as unused any more.
 */
export async function claimMedia(tx: Transaction, claims: Claims): Promise<void> {
  const wishes = claims.flatMap(({ message, media }) =>
    media.map(({ sid }, position) => ({
      media: sid,
      message: message.sid,
      thread: message.thread_sid,
      service: message.service_sid,
      position,
      now: tx.now,
    })),
  );
  if (wishes.length === 0) return;
  const text = tx.dialect === 'postgres' ? TAKE_ON_POSTGRES : TAKE_ON_SQLITE;
  const { rows } = await tx.db.executeQuery(
    CompiledQuery.raw(text, [JSON.stringify(wishes)]) as CompiledQuery<{ sid: string }>,
  );
  if (rows.length < wishes.length) throw apiError(50508);
  await cancelTimers(
    tx,
    UNUSED_TIMER,
    rows.map(({ sid }) => sid),
  );
}
