// Whether the files of a certificate have changed: a renewed one is served without a restart.
import { type StatsListener, unwatchFile, watchFile } from 'node:fs';

/** How often the files are looked at. Asking is sturdier than being told: mounts and links do not always tell. */
const LOOK_MS = 1_000;

/** Calls `changed` after any of the files was replaced or written to; returns what ends that. */
export function watchFiles(files: readonly string[], changed: () => void): () => void {
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) changed();
  };
  for (const file of files) watchFile(file, { interval: LOOK_MS, persistent: false }, listener);
  return () => {
    for (const file of files) unwatchFile(file, listener);
  };
}
