// Tells from a CPU profile which part of the work a server's main thread spent its time on.
import { readFile } from 'node:fs/promises';

/** Parts of the work, in the order reports list them. */
export const PARTS = [
  'HTTP',
  'validation',
  'commands',
  'storage',
  'JSON',
  'events',
  'other JavaScript',
  'garbage collection',
  'native, outside JavaScript',
] as const;

export type Part = (typeof PARTS)[number];

/** Where the time of a profile went. */
export interface TimeShares {
  /** Part of the busy time, 0 to 1. */
  readonly parts: Readonly<Record<Part, number>>;
  /** Part of the whole time in which the thread had nothing to do, 0 to 1. */
  readonly idle: number;
}

/** A place in the tree of calls. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** What V8 writes. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

const packages = (names: string) => new RegExp(`/node_modules/(${names})/`);
const sources = (names: string) => new RegExp(`/packages/server/src/(${names})`);

const FASTIFY = packages('fastify');

/** By file; the first that fits. */
const FILES: readonly (readonly [RegExp, Part])[] = [
  [packages('zod'), 'validation'],
  [sources('http/(parameters|form-body)'), 'validation'],
  [/^node:querystring$/, 'validation'],
  [packages('kysely|pg|pg-[a-z]+|postgres-[a-z]+'), 'storage'],
  [sources('storage/'), 'storage'],
  [sources('events/'), 'events'],
  [packages('fastify|@fastify/[a-z-]+|find-my-way|avvio|light-my-request|secure-json-parse'), 'HTTP'],
  [sources('http/'), 'HTTP'],
  [sources('(threads|products|delivery|webhooks|timers|connectors|functions|operations)/'), 'commands'],
];

const HTTP_OF_NODE = /^node:(_http|net$|internal\/(http|streams|stream_base_commons|net))/;

/** The part a function belongs to by itself; undefined when it works for whoever called it. */
function partOf({ callFrame: { functionName, url } }: ProfileNode): Part | undefined {
  // JSON.stringify runs inside Fastify's `serialize` without a frame of its own.
  if (functionName === 'serialize' && FASTIFY.test(url)) return 'JSON';
  if (functionName === 'presentMessage') return 'JSON';
  return FILES.find(([file]) => file.test(url))?.[1];
}

/** Frames of V8's own that stand for a state of the thread. */
const STATES: Readonly<Record<string, Part | 'idle'>> = {
  '(idle)': 'idle',
  '(garbage collector)': 'garbage collection',
  '(program)': 'native, outside JavaScript',
};

/** Taking the profile is no part of the server's work. */
const MEASURING = /^node:inspector$|\/bench\/server-child\.ts$/;

/** The part of every node, by id: its own, or else its caller's. Nodes that only measure have none. */
function partsOfNodes(nodes: readonly ProfileNode[]): Map<number, Part | 'idle'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts = new Map<number, Part | 'idle'>();
  const visit = (node: ProfileNode, inherited: Part | undefined) => {
    const { functionName, url } = node.callFrame;
    if (MEASURING.test(url)) return;
    const part = partOf(node) ?? inherited ?? (HTTP_OF_NODE.test(url) ? 'HTTP' : undefined);
    parts.set(node.id, STATES[functionName] ?? part ?? 'other JavaScript');
    for (const id of node.children ?? []) visit(byId.get(id)!, part);
  };
  visit(nodes[0]!, undefined);
  return parts;
}

/**
 * Shares of a profile in the format of V8 (`.cpuprofile`): the time a function itself took counts for the part
 * its file belongs to; a function of no part (crypto, buffers, generated code) counts for its caller's.
 */
export function timeShares({ nodes, samples, timeDeltas }: CpuProfile): TimeShares {
  const partById = partsOfNodes(nodes);
  const parts = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>;
  let idle = 0;
  let busy = 0;
  for (const [position, id] of samples.entries()) {
    const part = partById.get(id);
    if (part === undefined) continue;
    const time = timeDeltas[position]!;
    if (part === 'idle') {
      idle += time;
      continue;
    }
    parts[part] += time;
    busy += time;
  }
  for (const part of PARTS) parts[part] /= busy;
  return { parts, idle: idle / (idle + busy) };
}

/** Reads a `.cpuprofile` file. */
export async function readProfile(file: string): Promise<TimeShares> {
  return timeShares(JSON.parse(await readFile(file, 'utf8')) as CpuProfile);
}
