// The built files of the desk, read once into memory: a closed list, so that no path of a request reaches the disk.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
};

/** Written beside a file by the build, in the order they are chosen. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

/** A file as it is sent. */
export interface Variant {
  /** Null as it is. */
  readonly encoding: string | null;
  readonly content: Buffer;
  readonly etag: string;
}

/** A file of the desk. */
export interface PageFile {
  readonly type: string;
  /** Smallest first; the last one is the file as it is. */
  readonly variants: readonly Variant[];
}

/** Files by the path they are asked for with. */
export type PageFiles = ReadonlyMap<string, PageFile>;

function variantOf(path: string, encoding: string | null): Variant {
  const content = readFileSync(path);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  return { encoding, content, etag: `"${digest}"` };
}

/** Reads the files of a folder and of those in it, as far as their kind is known; empty when there is no folder. */
export function readFiles(folder: string): PageFiles {
  let names: Set<string>;
  try {
    names = new Set(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return new Map();
    throw error;
  }
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const compressed = ENCODINGS.filter(({ suffix }) => names.has(`${name}${suffix}`));
    files.set(`/${relative(folder, name).split(sep).join('/')}`, {
      type,
      variants: [
        ...compressed.map(({ name: encoding, suffix }) => variantOf(`${name}${suffix}`, encoding)),
        variantOf(name, null),
      ],
    });
  }
  return files;
}

/** When a file was last written; null when it is not there. */
function writtenAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Files that are read again when one of them, which is written last, has changed. */
export function filesFollowing(folder: string, mark: string): () => PageFiles {
  const markPath = join(folder, mark);
  let readAt: number | null = null;
  let files: PageFiles = new Map();
  return () => {
    const changedAt = writtenAt(markPath);
    if (changedAt !== readAt) {
      files = changedAt === null ? new Map() : readFiles(folder);
      readAt = changedAt;
    }
    return files;
  };
}
