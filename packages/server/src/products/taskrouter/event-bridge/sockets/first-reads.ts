// Notices which calls are the first reads of a client that has just connected.
import { FIRST_READS, type FirstRead } from './opening.ts';
import type { WorkerSockets } from './worker-sockets.ts';

/** A call, as far as it tells whether it is a first read. */
interface Read {
  readonly method: string;
  readonly path: string;
  readonly actor: { readonly workerSid: string | null };
}

function sidsIn(payload: unknown): readonly string[] {
  const { contents } = payload as { contents: readonly { sid: string }[] };
  return contents.map(({ sid }) => sid);
}

/**
 * Tells a connection that its client is about to read a list; the function returned tells it what the client was
 * sent. Several connections of a worker that are opening at once are told in their order. Null for other calls.
 */
export function beginFirstRead(
  sockets: WorkerSockets,
  { method, path, actor }: Read,
): ((payload: unknown) => void) | null {
  const read = path.slice(path.lastIndexOf('/') + 1) as FirstRead;
  if (method !== 'GET' || actor.workerSid === null || !FIRST_READS.includes(read)) return null;
  for (const socket of sockets.of(actor.workerSid)) {
    if (socket.beginRead(read)) return (payload) => socket.endRead(read, sidsIn(payload));
  }
  return null;
}
