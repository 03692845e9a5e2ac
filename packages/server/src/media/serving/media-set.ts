// Several attachments asked for at once.
import { z } from 'zod';
import type { RawInput } from '#http/form-body.ts';
import { readInput } from '#http/parameters.ts';
import type { Context } from '#server/context.ts';
import { linkKeys, linkSigner, MEDIA_LINK_MS } from '../links.ts';
import { presentRecord } from '../present.ts';
import { findMedia } from './access.ts';

const MOST = 200;

const mediaSet = z.object({
  command: z.literal('get', 'it is not get'),
  list: z
    .array(z.object({ media_sid: z.string('it names no media_sid') }), 'it is not a list of {media_sid}')
    .max(MOST, `it has more than ${MOST} items`),
});

/** One answer for each attachment asked for, in the order asked: its record with code 200, or code 404. */
export async function readMediaSet(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  serviceSid: string,
  body: RawInput,
  base: string,
) {
  const { list } = readInput(mediaSet, body);
  const sids = list.map(({ media_sid }) => media_sid);
  const rows = await findMedia(database.read, serviceSid, sids);
  const keys = await linkKeys(
    database.read,
    [...rows.values()].map(({ account_sid }) => account_sid),
  );
  return sids.map((sid) => {
    const row = rows.get(sid);
    if (row === undefined) return { code: 404, media_record: { sid } };
    const sign = linkSigner(keys.get(row.account_sid)!, clock.now() + MEDIA_LINK_MS);
    return { code: 200, media_record: presentRecord(row, base, sign) };
  });
}
