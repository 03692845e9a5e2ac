// Which store new files go to, and where those are that came before: a row says which one has its bytes.
import { join } from 'node:path';
import type { Config } from '#config/config.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { DiskStore } from './disk.ts';
import { S3Store } from './s3.ts';
import type { MediaStore } from './store.ts';

/** The stores of a server. */
export interface MediaStores {
  /** Where new files go. */
  readonly current: MediaStore;
  /** The store of a file that is there already; an error when it is not configured any more. */
  named(name: MediaRow['store']): MediaStore;
  /** Folder for files that are still arriving, on the same disk as those that stay. */
  readonly stagingFolder: string;
}

/** Opens what is configured. What is on disk stays readable when S3 is configured later. */
export function openStores({ dataFolder, media }: Pick<Config, 'dataFolder' | 'media'>): MediaStores {
  const folder = join(dataFolder, 'media');
  const disk = new DiskStore(folder);
  const s3 = media.s3 === null ? null : new S3Store(media.s3);
  return {
    current: s3 ?? disk,
    stagingFolder: join(folder, 'arriving'),
    named(name) {
      if (name === 'disk') return disk;
      if (s3 === null) throw new Error('The media is in S3 and PARLEY_MEDIA_S3_ENDPOINT is not set');
      return s3;
    },
  };
}
