// Builds the desk: the browser's files, each also compressed, and the size of what an agent loads first.
import { writeFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { deskBuild, deskFolder, STAMP, sourcesStamp } from './desk-sources.ts';
import { FIRST_LOAD_BUDGET, firstLoad, totalOf } from './first-load.ts';

const TEXT = /\.(js|css|html|svg|json)$/;
async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  const [gzipped, brotli] = await Promise.all([
    promisify(gzip)(content, { level: 9 }),
    promisify(brotliCompress)(content, { params }),
  ]);
  await Promise.all([writeFile(`${file}.gz`, gzipped), writeFile(`${file}.br`, brotli)]);
}

// The tests' runner says `test`, which would be React's development build.
process.env['NODE_ENV'] = 'production';
const stamp = sourcesStamp();
// Built beside its place and then put there: a server that starts meanwhile finds the one or the other, never half.
const fresh = join(import.meta.dirname, `../node_modules/.cache/desk-${process.pid}`);
await build({
  root: deskFolder,
  configFile: join(deskFolder, 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir: fresh, emptyOutDir: true },
});
const files = firstLoad(fresh);
const total = totalOf(files);
for (const { name, bytes } of files) {
  console.log(`${String(bytes).padStart(8)}  ${name}`);
}
console.log(
  `${String(total).padStart(8)}  bytes gzipped before an agent can work (at most ${FIRST_LOAD_BUDGET})`,
);
if (total > FIRST_LOAD_BUDGET) {
  await rm(fresh, { recursive: true });
  console.error('The first load is over its budget');
  process.exit(1);
}
for (const name of await readdir(fresh, { recursive: true })) {
  if (TEXT.test(name) && !name.startsWith('.vite')) await compress(join(fresh, name));
}
writeFileSync(join(fresh, STAMP), stamp);
const before = `${fresh}-before`;
await rename(deskBuild, before).catch(() => {});
await rename(fresh, deskBuild);
await rm(before, { recursive: true, force: true });
