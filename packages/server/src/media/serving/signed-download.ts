// Links that need no credentials: signed with the account's key, for one attachment, until they expire.
import type { RawInput } from '#http/form-body.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { isSigned, linkKeys } from '../links.ts';
import { findMedia } from './access.ts';

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The attachment of a signed link; 403/20006 when the link is forged or has expired, 404/20404 when it is gone. */
export async function downloadBySignature(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { ServiceSid: serviceSid, Sid: sid }: { readonly ServiceSid: string; readonly Sid: string },
  query: RawInput,
): Promise<MediaRow> {
  const row = (await findMedia(database.read, serviceSid, [sid])).get(sid);
  if (row === undefined) throw notFound(`/Services/${serviceSid}/Media/${sid}`);
  const key = (await linkKeys(database.read, [row.account_sid])).get(row.account_sid);
  const link = { expires: textOf(query['Expires']), signed: textOf(query['Signature']) };
  if (key === undefined || !isSigned(key, row, clock.now(), link)) {
    throw apiError(20006, 'The link to the media has expired or is not one of this server');
  }
  return row;
}
