// Where a server under test keeps its files.
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for each database: servers started on the same one find the same files. */
export function dataFolderOf(databaseUrl: string): string {
  if (databaseUrl.startsWith('sqlite:')) return dirname(databaseUrl.slice('sqlite:'.length));
  return join(tmpdir(), `parley-data-${hash('sha1', databaseUrl)}`);
}
