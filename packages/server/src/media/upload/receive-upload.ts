// The body of an upload: the file as it is, or a form a browser made with the file in it.

import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import type { StagedFile } from '../store/store.ts';
import { type StagingRules, stageFile, tooLarge } from './stage.ts';

/** How long nothing may come. */
const SILENCE_LIMIT_MS = 30_000;
/** What the parts of a form may weigh beside the file. */
const FORM_OVERHEAD = 65_536;

/** A file that was uploaded, and what its sender said of it. */
export interface Upload {
  readonly file: StagedFile;
  readonly contentType: string | undefined;
  readonly filename: string | null;
}

/** The pieces of a stream; giving up on them leaves the connection open, so that it can be answered. */
function pieces(stream: IncomingMessage | BusboyFileStream): AsyncIterable<Buffer> {
  return stream.iterator({ destroyOnReturn: false });
}

/** What came of a form: its file, as far as there was one. */
interface FormReading {
  readonly form: BusboyInstance;
  /** Gives up on the file that is arriving. */
  readonly breakOff: (error: Error) => void;
  readonly file: () => Promise<Upload> | undefined;
}

function readForm(form: BusboyInstance, rules: StagingRules): FormReading {
  let arriving: BusboyFileStream | undefined;
  let file: Promise<Upload> | undefined;
  form.on('file', (_field, stream, filename, _encoding, mimeType) => {
    // The parser only tells of an end that came too early; without this nobody would hear of it.
    stream.on('error', (error) => stream.destroy(error));
    if (file !== undefined) {
      stream.resume();
      return;
    }
    arriving = stream;
    file = stageFile(whole(stream, rules), rules).then((staged) => ({
      file: staged,
      contentType: mimeType,
      filename: filename || null,
    }));
    file.catch(() => form.destroy());
  });
  return { form, breakOff: (error) => arriving?.destroy(error), file: () => file };
}

/** Resolves when the whole form was read, or nothing more is read of it; rejects when it is broken. */
function formRead(request: IncomingMessage, { form, breakOff }: FormReading): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      breakOff(error);
      reject(error);
    };
    form.once('finish', resolve);
    form.once('close', resolve);
    form.on('error', fail);
    request.once('error', fail);
    request.once('close', () => {
      if (!request.complete) fail(new Error('The upload was broken off'));
    });
    request.pipe(form);
  });
}

async function receiveForm(
  request: IncomingMessage,
  contentType: string,
  rules: StagingRules,
): Promise<Upload> {
  const reading = readForm(openForm(request, contentType, rules), rules);
  try {
    await formRead(request, reading);
    const file = reading.file();
    if (file === undefined) throw invalidParameter('body', 'the form has no file in it');
    return await file;
  } catch (error) {
    const left = await reading.file()?.catch(() => undefined);
    if (left !== undefined) await rm(left.file.path, { force: true });
    throw error instanceof ApiError ? error : invalidParameter('body', 'it is no readable form');
  } finally {
    request.unpipe(reading.form);
  }
}

function openForm(request: IncomingMessage, contentType: string, { maxBytes }: StagingRules) {
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      limits: { files: 1, fileSize: maxBytes + 1, fields: 16, fieldSize: 1_024, headerPairs: 32, parts: 24 },
    });
  } catch {
    throw invalidParameter('body', 'it is no readable form');
  }
}

/** The pieces of a file in a form, refused when the form broke off within it. */
async function* whole(stream: BusboyFileStream, { maxBytes }: StagingRules): AsyncIterable<Buffer> {
  yield* pieces(stream);
  if (stream.truncated) throw tooLarge(maxBytes);
}

/**
 * Takes the file of a request. 413/20413 for one that is too large (before anything is read where its length is
 * known), 408/20408 when nothing comes for half a minute, 400/20001 for an empty file or a broken form.
 */
export async function receiveUpload(request: IncomingMessage, rules: StagingRules): Promise<Upload> {
  const contentType = request.headers['content-type'];
  const isForm = contentType !== undefined && /^multipart\/form-data\s*;/i.test(contentType);
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > rules.maxBytes + (isForm ? FORM_OVERHEAD : 0)) throw tooLarge(rules.maxBytes);
  const onSilence = () => request.destroy(apiError(20408));
  request.setTimeout(SILENCE_LIMIT_MS, onSilence);
  try {
    if (isForm) return await receiveForm(request, contentType, rules);
    return { file: await stageFile(pieces(request), rules), contentType, filename: null };
  } catch (error) {
    // What still comes is passed over, or the answer would have to wait for it.
    request.resume();
    throw request.destroyed && !(error instanceof ApiError)
      ? apiError(20001, 'The upload was broken off')
      : error;
  } finally {
    request.socket.off('timeout', onSilence);
    request.setTimeout(0);
  }
}
