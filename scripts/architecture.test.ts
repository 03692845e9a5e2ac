// docs/ARCHITECTURE.md names every room of the house.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const source = join(root, 'packages/server/src');

function foldersIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
}

describe('docs/ARCHITECTURE.md', () => {
  const page = readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8');
  const rooms = [
    ...foldersIn(source),
    ...foldersIn(join(source, 'products')),
    ...foldersIn(join(source, 'connectors')),
    ...foldersIn(join(root, 'packages')),
  ];

  it.each(rooms)('names %s/', (room) => {
    expect(page).toContain(`${room}/`);
  });
});
