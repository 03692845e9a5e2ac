// The page of the desk at `/`: its files, and the page itself for every address its own router knows.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '#server/context.ts';
import type { PluginList } from '../plugins/plugin-list.ts';
import { filesFollowing } from './files.ts';
import { mediaOrigins, pageHeaders } from './policy.ts';
import { sendFile } from './send-file.ts';

const INDEX = '/index.html';
/** Names under it change with what is in them. */
const HASHED = '/assets/';
/** Under these only what is there is there: a page in place of a script would puzzle whoever looks for it. */
const FILES_ONLY = [HASHED, '/plugins/'];
const READING = new Set(['GET', 'HEAD']);

const NOT_BUILT =
  'The desk is not built. `npm start` builds it; so does `npx vite build` in packages/desk.\n' +
  'Everything else of this server works without it.\n';

function asksForPage(request: FastifyRequest, path: string): boolean {
  if (path === '/' || path === INDEX) return true;
  if (FILES_ONLY.some((folder) => path.startsWith(folder))) return false;
  return (request.headers.accept ?? '').includes('text/html');
}

/** Serves the page where nothing else is served; false when the request is none of a browser at its desk. */
export function pageServer(
  { config }: Context,
  plugins: PluginList,
): (request: FastifyRequest, reply: FastifyReply) => boolean {
  const files = filesFollowing(config.desk.folder, 'index.html');
  const media = mediaOrigins(config);
  return (request, reply) => {
    if (!config.desk.isServed || !READING.has(request.method)) return false;
    const path = request.url.split('?', 1)[0]!;
    const built = files();
    const isPage = asksForPage(request, path);
    const file = plugins.file(path) ?? built.get(isPage && !built.has(path) ? INDEX : path);
    if (file === undefined && !isPage) return false;
    reply.headers(pageHeaders(request, { scripts: plugins.origins(), media }));
    if (file === undefined) {
      reply.code(503).header('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send(NOT_BUILT);
      return true;
    }
    sendFile(request, reply, file, path.startsWith(HASHED));
    return true;
  };
}
