// Links to files this server has already: they are taken from the store, nobody is asked for them over the network.
import type { Readable } from 'node:stream';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { isSigned, linkKeys } from '../links.ts';
import type { MediaStores } from '../store/stores.ts';

const CONTENT = /^\/mcs\/v1\/Services\/(IS[0-9a-f]{32})\/Media\/(ME[0-9a-f]{32})\/Content$/;

/**
 * The file a signed link leads to when it is one of ours, whatever host the link names: the signature says so. Null
 * for every other address, for a forged link, and for one that has expired at `now`.
 */
export async function ownFile(db: Reader, address: string, now: number): Promise<MediaRow | null> {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const [, serviceSid, sid] = CONTENT.exec(url.pathname) ?? [];
  if (serviceSid === undefined || sid === undefined || !isSid(sid, 'ME')) return null;
  const row = await db
    .selectFrom('media')
    .selectAll()
    .where('sid', '=', sid)
    .where('service_sid', '=', serviceSid)
    .executeTakeFirst();
  if (row === undefined) return null;
  const key = (await linkKeys(db, [row.account_sid])).get(row.account_sid);
  const link = {
    expires: url.searchParams.get('Expires') ?? '',
    signed: url.searchParams.get('Signature') ?? '',
  };
  return key !== undefined && isSigned(key, row, now, link) ? row : null;
}

/** The bytes of a file that is here; null when they are not. */
export async function readOwnFile(stores: MediaStores, row: MediaRow): Promise<Readable | null> {
  return row.state === 'ready' ? stores.named(row.store).read(row.sid, null) : null;
}
