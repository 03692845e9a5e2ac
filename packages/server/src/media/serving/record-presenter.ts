// Records with links that are good for a while from now on.
import type { Context } from '#server/context.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { linkKeys, linkSigner, MEDIA_LINK_MS } from '../links.ts';
import { presentRecord } from '../present.ts';

/** Presents attachments of active accounts, below the address the client used. */
export function recordPresenter({ database, clock }: Pick<Context, 'database' | 'clock'>) {
  return async (row: MediaRow, base: string) => {
    const keys = await linkKeys(database.read, [row.account_sid]);
    return presentRecord(row, base, linkSigner(keys.get(row.account_sid)!, clock.now() + MEDIA_LINK_MS));
  };
}
