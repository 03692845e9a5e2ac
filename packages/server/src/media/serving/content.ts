// Downloads: the bytes of an attachment, so labelled that no browser runs what is in them.
import type { FastifyReply } from 'fastify';
import { apiError, notFound } from '#kernel/errors.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { isShownInPlace } from '../content-type.ts';
import { contentDisposition } from '../filename.ts';
import { mediaPath } from '../links.ts';
import type { ByteRange } from '../store/store.ts';
import type { MediaStores } from '../store/stores.ts';

/** Seconds until a client looks again for a file that is still on its way from the carrier. */
const COME_BACK_AFTER = 2;
/** Seconds a browser may keep what it got: the content of a SID never changes. */
const KEPT_FOR = 3_600;

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The part of a file a `Range` header asks for: null for all of it (also when the header asks for several parts or is
 * not understood), `none` when the file has no such part.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'none' | null {
  const [, first = '', last = ''] = RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'none' : { start: size - length, end: size - 1 };
  }
  const [start, end] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'none' : { start, end };
}

function label(reply: FastifyReply, row: MediaRow): void {
  const kind = isShownInPlace(row.content_type) ? 'inline' : 'attachment';
  reply.headers({
    'Content-Type': row.content_type,
    'Content-Disposition': contentDisposition(kind, row.filename),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': `private, max-age=${KEPT_FOR}, immutable`,
    'Accept-Ranges': 'bytes',
    ETag: `"${row.sha256}"`,
  });
}

function refuseUnreadable(reply: FastifyReply, row: MediaRow): void {
  if (row.state === 'ready') return;
  if (row.state === 'fetching') {
    reply.header('Retry-After', String(COME_BACK_AFTER));
    throw apiError(20503, 'The media is still on its way from the carrier');
  }
  throw notFound(`${mediaPath(row)}/Content`);
}

/** Answers with the content of an attachment; 404/20404 where there is none, 503/20503 while it is being fetched. */
export async function sendContent(
  reply: FastifyReply,
  stores: MediaStores,
  row: MediaRow,
  asked: { readonly range: string | undefined; readonly ifNoneMatch: string | undefined },
): Promise<FastifyReply> {
  refuseUnreadable(reply, row);
  if (asked.ifNoneMatch === `"${row.sha256}"`) {
    label(reply, row);
    return reply.code(304).send();
  }
  const range = rangeOf(asked.range, row.size);
  if (range === 'none') {
    return reply.code(416).header('Content-Range', `bytes */${row.size}`).send();
  }
  const content = await stores.named(row.store).read(row.sid, range);
  if (content === null) throw notFound(`${mediaPath(row)}/Content`);
  label(reply, row);
  if (range !== null) {
    reply.code(206).header('Content-Range', `bytes ${range.start}-${range.end}/${row.size}`);
  }
  reply.header('Content-Length', String(range === null ? row.size : range.end - range.start + 1));
  return reply.send(content);
}
