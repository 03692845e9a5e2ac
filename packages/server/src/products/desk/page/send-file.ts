// Sends a file of the desk in the smallest form the browser takes, or says that it has it already.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageFile, Variant } from './files.ts';

const YEAR_S = 31_536_000;

/** Encodings a browser takes, by its Accept-Encoding header. */
function takenEncodings(header: string | undefined): Set<string> {
  const taken = (header ?? '').split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return isRefused ? [] : [name];
  });
  return new Set(taken);
}

function variantFor(file: PageFile, request: FastifyRequest): Variant {
  const taken = takenEncodings(request.headers['accept-encoding'] as string | undefined);
  const fitting = file.variants.find(({ encoding }) => encoding !== null && taken.has(encoding));
  return fitting ?? file.variants.at(-1)!;
}

/** Sends the file; one whose name changes with its content is kept for a year. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
  isImmutable: boolean,
): void {
  const { encoding, content, etag } = variantFor(file, request);
  reply
    .header('Cache-Control', isImmutable ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
    .header('Vary', 'Accept-Encoding')
    .header('ETag', etag);
  if (request.headers['if-none-match'] === etag) {
    reply.code(304).send();
    return;
  }
  if (encoding !== null) reply.header('Content-Encoding', encoding);
  reply.code(200).type(file.type).send(content);
}
