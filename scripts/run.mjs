// Runs a program of this project on its own Node, after installing what is missing: `run.mjs <file> [arguments]`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { compileCache, installMissing, node, root } from './install.mjs';

installMissing();
const [file, ...given] = process.argv.slice(2);
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, file), ...given], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: compileCache, PATH: `${dirname(node)}:${process.env.PATH}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
