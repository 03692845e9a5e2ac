// Everything that must hold before a commit, in the order in which it fails fastest.
import { spawnSync } from 'node:child_process';

const STEPS = [
  ['format and lint', 'biome', ['check', '.']],
  ['types', 'tsc', ['--noEmit', '-p', '.']],
  ['import rules', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'packages']],
  ['dead code', 'knip', ['--no-progress']],
  ['unit tests', 'vitest', ['run', '--project', 'unit']],
] as const;

for (const [name, program, given] of STEPS) {
  const began = performance.now();
  console.log(`\n— ${name}`);
  const { status } = spawnSync(`node_modules/.bin/${program}`, given, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: passed in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
}
