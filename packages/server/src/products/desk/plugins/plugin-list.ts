// The plugins of the desk: those the operator put into the data folder, and the one shipped as an example.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '#server/context.ts';
import { filesFollowing, type PageFile } from '../page/files.ts';

const MANIFEST = 'plugins.json';
const FOLDER = '/plugins';

const manifest = z.array(
  z.object({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    version: z.string().max(64).default('0.0.0'),
    /** A path of this server, or an absolute URL. */
    src: z
      .string()
      .max(2_048)
      .refine((src) => /^\/(?!\/)/.test(src) || /^https?:\/\//.test(src)),
    type: z.enum(['script', 'module']).default('module'),
    enabled: z.boolean().default(true),
    roles: z.array(z.enum(['agent', 'supervisor', 'admin'])).optional(),
  }),
);

/** One plugin, as its manifest describes it. */
export type Plugin = z.output<typeof manifest>[number];

/** Shipped with the desk, and off until somebody switches it on. */
const SHIPPED: readonly Plugin[] = [
  {
    name: 'auto-accept',
    version: '1.0.0',
    src: `${FOLDER}/auto-accept.js`,
    type: 'script',
    enabled: false,
  },
];

/** The plugins there are, and the files of those in the data folder. */
export interface PluginList {
  all(): readonly Plugin[];
  file(path: string): PageFile | undefined;
  /** Where plugins of elsewhere are loaded from. */
  origins(): readonly string[];
}

/** Reads the manifest when it changes. One that cannot be read is told of in the log, and the one before holds. */
export function pluginList({ config, log }: Pick<Context, 'config' | 'log'>): PluginList {
  const folder = join(config.dataFolder, 'plugins');
  const files = filesFollowing(folder, MANIFEST);
  let read: ReadonlyMap<string, PageFile> | null = null;
  let plugins: readonly Plugin[] = SHIPPED;
  const all = () => {
    const present = files();
    if (present === read) return plugins;
    read = present;
    try {
      const found = present.size === 0 ? [] : manifest.parse(readManifest(folder));
      const names = new Set(found.map(({ name }) => name));
      plugins = [...SHIPPED.filter(({ name }) => !names.has(name)), ...found];
    } catch (error) {
      log.error({ err: error, file: join(folder, MANIFEST) }, 'the list of plugins cannot be used');
    }
    return plugins;
  };
  return {
    all,
    file: (path) =>
      path.startsWith(`${FOLDER}/`) && path !== `${FOLDER}/${MANIFEST}`
        ? files().get(path.slice(FOLDER.length))
        : undefined,
    origins: () =>
      all()
        .filter(({ src }) => !src.startsWith('/'))
        .map(({ src }) => new URL(src).origin),
  };
}

function readManifest(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
}
