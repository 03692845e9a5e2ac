// docs/performance.md: a section for each benchmark. A run replaces its own sections and leaves the others as they are.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

/** What is known of the place a run happened at, in the order of telling. */
export type Facts = Readonly<Record<string, string>>;

/** The facts, one a line. */
export function factsList(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => `- ${name}: ${value}`)
    .join('\n');
}

/** The benchmarks, in the order of their sections. */
export const PARTS = ['messages', 'routing', 'threads', 'outbound', 'desk'] as const;

export type Part = (typeof PARTS)[number];

/** Sections by benchmark. */
export type Sections = Readonly<Partial<Record<Part, string>>>;

const INTRODUCTION = `# Performance

This file is written by \`npm run bench -- --write\`, each section by one run on one machine; the load generator, the
server and the database share its cores. Compare ratios, not absolute numbers.`;

const RUNNING = `## Running it

\`\`\`
npm run bench                                  print the tables
npm run bench -- --write                       and write this file
npm run bench -- --only routing --write        measure one of messages, routing, threads, outbound and desk
npm run bench -- --only messages --seconds 1 --rounds 1 --connections 64
npm run bench -- --only routing --seconds 2 --drain-seconds 5 --workers 100,1000 --waiting 1000
npm run bench -- --only threads --seconds 1 --clients 1,100 --history 10000
npm run bench -- --only outbound --seconds 1 --rounds 1 --connections 16 --recipients 2000
npm run bench -- --only desk --rounds 3
npm run bench -- --keep-profiles folder        keep the CPU profiles of the message benchmark
\`\`\`

It needs PostgreSQL's server binaries for the PostgreSQL rows (Debian: \`apt-get install postgresql\`), the load
generator \`wrk\` for messages and \`chromium\` for the desk. It starts a throw-away PostgreSQL and everything else
on the loopback address and removes their data afterwards. Prism is installed into \`bench/.peers\` when it is first
needed.
`;

const beginOf = (part: Part) => `<!-- ${part} -->`;
const endOf = (part: Part) => `<!-- end of ${part} -->`;

function sectionIn(text: string, part: Part): string | undefined {
  const begin = text.indexOf(beginOf(part));
  const end = text.indexOf(endOf(part));
  return begin === -1 || end === -1 ? undefined : text.slice(begin + beginOf(part).length, end).trim();
}

/** The document with these sections in place of those of the same name. */
export function withSections(text: string, sections: Sections): string {
  const kept = PARTS.flatMap((part) => {
    const section = sections[part] ?? sectionIn(text, part);
    return section === undefined ? [] : [[beginOf(part), section, endOf(part)].join('\n\n')];
  });
  return [INTRODUCTION, ...kept, RUNNING].join('\n\n');
}

/** Writes the sections into the document; returns its path. */
export async function writeSections(sections: Sections): Promise<string> {
  const present = await readFile(file, 'utf8').catch(() => '');
  await writeFile(file, withSections(present, sections));
  return file;
}
