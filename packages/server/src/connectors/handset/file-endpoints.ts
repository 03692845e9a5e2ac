// Files on phones: what the customer picks is kept here until it is sent, and what lies on a message is read back.
//
//   POST   /handset/api/files?phone=&name=&type=      the file as body (`application/octet-stream`); {id, name, type, size}
//   GET    /handset/api/media?message=&index=         the content, so labelled that no browser runs what is in it
//   HEAD   /handset/api/media?message=&index=         its name, type and size
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { takesLong } from '#http/slow-bodies.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { isShownInPlace } from '#media/content-type.ts';
import { contentDisposition } from '#media/filename.ts';
import type { OpenedFile, PhoneFiles } from '#media/media.ts';
import type { Context } from '#server/context.ts';
import { accountOf, queryOf } from './accounts.ts';
import { findMediaUrl } from './reading.ts';
import * as requests from './requests.ts';

/** What a page of another origin cannot send without being asked first. */
const BYTES = /^application\/octet-stream\s*(;|$)/i;
const UNKNOWN = 'application/octet-stream';

function label(reply: FastifyReply, { filename, contentType, size }: OpenedFile): void {
  const isSafe = isShownInPlace(contentType) && !contentType.startsWith('text/');
  reply.headers({
    'Content-Type': isSafe ? contentType : UNKNOWN,
    'Content-Disposition': contentDisposition('attachment', filename),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, max-age=3600',
    ...(size === null ? {} : { 'Content-Length': String(size) }),
  });
}

/** Adds the endpoints. */
export function addFileEndpoints(server: FastifyInstance, { database }: Context, files: PhoneFiles): void {
  const open = async (request: FastifyRequest): Promise<OpenedFile> => {
    const asked = queryOf(requests.ofMedia, request);
    const link = await findMediaUrl(database.read, await accountOf(database.read, asked.account), asked);
    if (link === undefined) throw notFound('/handset/api/media');
    return files.open(link);
  };

  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Files are read by their endpoint, piece by piece.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

    scope.post('/handset/api/files', takesLong, async (request, reply) => {
      if (!BYTES.test(request.headers['content-type'] ?? '')) throw apiError(20415);
      const { account, phone, name, type } = queryOf(requests.sendFile, request);
      const accountSid = await accountOf(database.read, account);
      const kept = await files.receive(request.raw, {
        accountSid,
        phone,
        filename: name ?? null,
        contentType: type ?? null,
      });
      reply.code(201);
      return { id: kept.sid, name: kept.filename, type: kept.content_type, size: kept.size };
    });
  });

  server.head('/handset/api/media', async (request, reply) => {
    const file = await open(request);
    file.content.destroy();
    label(reply, file);
    return reply.send();
  });

  server.get('/handset/api/media', { exposeHeadRoute: false }, async (request, reply) => {
    const file = await open(request);
    label(reply, file);
    return reply.send(file.content);
  });
}
