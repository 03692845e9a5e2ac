// An upload, from the body of a request to a file that can be attached.

import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { RawInput } from '#http/form-body.ts';
import { oneOf, readInput, text } from '#http/parameters.ts';
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { cleanContentType, isTaken } from '../content-type.ts';
import { cleanFilename } from '../filename.ts';
import { keepMedia, type MediaKeeper } from '../keep-media.ts';
import { receiveUpload } from '../upload/receive-upload.ts';
import type { MediaCaller } from './access.ts';

const uploadQuery = z.object({
  Category: oneOf(['media', 'body', 'history']).nullish(),
  Filename: text(4_096).nullish(),
});

function refuseType(contentType: string, types: readonly string[] | null): void {
  if (!isTaken(contentType, types)) throw apiError(20415, `Media of type ${contentType} is not taken`);
}

/**
 * Takes an upload of somebody who may use the service. Refused: 415/20415 for a type the operator does not take,
 * 413/20413 for a file that is too large, 400/20001 for an empty one, 403/20006 by the scanner.
 */
export async function uploadMedia(
  { config }: Pick<Context, 'config'>,
  keeper: MediaKeeper,
  request: IncomingMessage,
  query: RawInput,
  { caller, serviceSid }: { readonly caller: MediaCaller; readonly serviceSid: string },
): Promise<MediaRow> {
  const { Category: category, Filename: filename } = readInput(uploadQuery, query);
  const { maxBytes, types } = config.media;
  const declared = request.headers['content-type'];
  const isForm = declared !== undefined && /^multipart\//i.test(declared);
  if (!isForm) refuseType(cleanContentType(declared), types);
  const upload = await receiveUpload(request, { folder: keeper.stores.stagingFolder, maxBytes });
  const contentType = cleanContentType(upload.contentType);
  try {
    refuseType(contentType, types);
  } catch (error) {
    await rm(upload.file.path, { force: true });
    throw error;
  }
  return keepMedia(keeper, upload.file, {
    account_sid: caller.accountSid,
    service_sid: serviceSid,
    author: caller.identity,
    category: category ?? 'media',
    filename: cleanFilename(filename ?? upload.filename),
    content_type: contentType,
  });
}
