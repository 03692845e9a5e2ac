// Tells from a CPU profile how long a server's main thread was deciding who is offered what.
import { readFile } from 'node:fs/promises';
import type { CpuProfile, ProfileNode } from '../profile.ts';

/** Files whose work is deciding: the engine, the expressions it evaluates, and the trees it keeps its order in. */
const DECIDING = /\/taskrouter\/routing\/|\/kernel\/expression\/|\/node_modules\/sorted-btree\//;
/** Other files have work of their own; a function of no file works for whoever called it. */
const OWN_WORK = /\/packages\/server\/src\/|\/node_modules\//;
/** Frames that stand for a state of the thread. */
const STATE = /^\((idle|program|garbage collector|root)\)$/;

function decidingNodes(nodes: readonly ProfileNode[]): ReadonlySet<number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const deciding = new Set<number>();
  const visit = ({ id, callFrame, children }: ProfileNode, isInherited: boolean) => {
    const { url, functionName } = callFrame;
    const isDeciding = DECIDING.test(url) || (isInherited && !OWN_WORK.test(url));
    if (isDeciding && !STATE.test(functionName)) deciding.add(id);
    for (const child of children ?? []) visit(byId.get(child)!, isDeciding);
  };
  visit(nodes[0]!, false);
  return deciding;
}

/** Microseconds spent deciding in a `.cpuprofile` file. */
export async function readDecidingTime(file: string): Promise<number> {
  const { nodes, samples, timeDeltas } = JSON.parse(await readFile(file, 'utf8')) as CpuProfile;
  const deciding = decidingNodes(nodes);
  return samples.reduce((sum, id, position) => sum + (deciding.has(id) ? timeDeltas[position]! : 0), 0);
}
