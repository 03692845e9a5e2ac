#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// The command `parley`: says what there is, and loads only the part that was asked for.

/** A command: it gets what stands behind its name and answers the exit code, or nothing while it goes on running. */
type Command = (args: readonly string[]) => Promise<number | undefined>;

interface Entry {
  readonly does: string;
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  start: {
    does: 'starts the server',
    load: async () => (await import('./start.ts')).start,
  },
  seed: {
    does: 'makes the first account, and the demo in an empty database, and writes credentials.json',
    load: async () => (await import('./seed.ts')).seedData,
  },
  migrate: {
    does: 'brings the schema of the database up to date',
    load: async () => (await import('./migrate.ts')).migrateData,
  },
  doctor: {
    does: 'finds conversations, sessions and tasks that were left behind; [--repair] [--json]',
    load: async () => (await import('./doctor/doctor.ts')).doctor,
  },
  certs: {
    does: 'makes a local certificate authority and a certificate, for HTTPS; [name …]',
    load: async () => (await import('./certs/certs.ts')).certs,
  },
};

/** Arguments that cannot be understood. */
const MISUSED = 2;

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`);
  return [
    'parley <command>',
    '',
    ...lines,
    '',
    'Settings come from the environment, as for the server.',
  ].join('\n');
}

async function main(name: string | undefined, args: readonly string[]): Promise<number | undefined> {
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(usage());
    return 0;
  }
  const entry = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (entry === undefined) {
    console.error(name === undefined ? usage() : `There is no command ${name}.\n\n${usage()}`);
    return MISUSED;
  }
  const run = await entry.load();
  return run(args);
}

const [name, ...args] = process.argv.slice(2);
main(name, args).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = MISUSED;
  },
);
