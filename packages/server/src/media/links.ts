// The addresses of attachments, and links anybody can follow until they expire.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Reader } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';

/** How long a link handed to a client is good for: it asks for a new one whenever it needs one. */
export const MEDIA_LINK_MS = 5 * 60_000;
/** How long a link handed to a carrier is good for: messages may wait ten hours before they leave. */
export const CARRIER_LINK_MS = 24 * 3_600_000;

type Named = Pick<MediaRow, 'sid' | 'service_sid'>;

/** The path of a link that shows an attachment without any credentials. */
export type LinkSigner = (media: Named) => string;

/** The path of an attachment below its product. */
export function mediaPath({ sid, service_sid }: Named): string {
  return `/v1/Services/${service_sid}/Media/${sid}`;
}

/** The path of the content of an attachment. */
export function contentPath(media: Named): string {
  return `${mediaPath(media)}/Content`;
}

/**
 * What the configuration of browser SDKs says of attachments: `media_service` and `media_set_service`. `origin` is the
 * address clients reach this server at (`https://chat.example.com`).
 */
export function mediaLinks(origin: string, serviceSid: string) {
  const service = `${origin}/mcs/v1/Services/${serviceSid}`;
  return { media_service: `${service}/Media`, media_set_service: `${service}/MediaSet` };
}

/** The keys of accounts; a new auth token ends every link. */
export async function linkKeys(db: Reader, accountSids: readonly string[]): Promise<Map<string, Buffer>> {
  if (accountSids.length === 0) return new Map();
  const accounts = await db
    .selectFrom('accounts')
    .select(['sid', 'auth_token'])
    .where('sid', 'in', [...new Set(accountSids)])
    .where('status', '=', 'active')
    .execute();
  return new Map(
    accounts.map(({ sid, auth_token: token }) => [
      sid,
      Buffer.from(hkdfSync('sha256', token, sid, 'parley media links', 32)),
    ]),
  );
}

function signature(key: Buffer, { sid, service_sid }: Named, expires: number): string {
  return createHmac('sha256', key).update(`${service_sid}/${sid}/${expires}`).digest('base64url');
}

/** Signs links with an account's key that are good until `until`, in milliseconds since the epoch. */
export function linkSigner(key: Buffer, until: number): LinkSigner {
  const expires = Math.floor(until / 1_000);
  return (media) => `${contentPath(media)}?Expires=${expires}&Signature=${signature(key, media, expires)}`;
}

/** Whether a link was signed with this key for this attachment and is still good at `now`, in milliseconds. */
export function isSigned(
  key: Buffer,
  media: Named,
  now: number,
  { expires, signed }: { readonly expires: string; readonly signed: string },
): boolean {
  if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1_000 <= now) return false;
  const expected = Buffer.from(signature(key, media, Number(expires)));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
