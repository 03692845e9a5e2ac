// What a browser loads before an agent can work, from the list the build makes of its files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Most that may be, gzipped; the SDKs are part of it. */
export const FIRST_LOAD_BUDGET = 300_000;

/** Loaded on demand, but by every agent at once. */
const FIRST_PAGES = ['src/app/Desk.tsx'];

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly isEntry?: boolean;
}

/** A file, and its bytes gzipped. */
export interface LoadedFile {
  readonly name: string;
  readonly bytes: number;
}

/** Files of a build that come with the entry and with an agent's first page, the largest first. */
export function firstLoad(build: string): readonly LoadedFile[] {
  const manifest = JSON.parse(readFileSync(join(build, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const entry = Object.keys(manifest).find((name) => manifest[name]!.isEntry);
  const waiting = [entry, ...FIRST_PAGES];
  const files = new Set(['index.html']);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no ${name}`);
    if (files.has(chunk.file)) continue;
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    waiting.push(...(chunk.imports ?? []));
  }
  return [...files]
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(build, name)), { level: 9 }).length }))
    .sort((one, other) => other.bytes - one.bytes);
}

/** All of it in bytes. */
export function totalOf(files: readonly LoadedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
