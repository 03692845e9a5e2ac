// Notices which calls are the first reads of a client that has just connected.
import type { RawInput } from '#http/form-body.ts';
import type { PagePayload } from '../rpc/page.ts';
import { FIRST_READS } from './opening.ts';
import type { Listed, WorkerSocket } from './worker-socket.ts';

/** A call, as far as it tells whether it is a first read. */
interface Read {
  readonly method: string;
  readonly path: string;
  readonly input: RawInput;
  readonly actor: { readonly workspaceSid: string; readonly workerSid: string | null };
}

/** The connections of a worker. */
interface Connections {
  of(workerSid: string): Iterable<Pick<WorkerSocket, 'beginRead' | 'endRead'>>;
}

function isFirstPage(read: string, input: RawInput): boolean {
  return (input['AfterSid'] ?? null) === null && (read !== 'Reservations' || input['Active'] === 'true');
}

/**
 * Tells a connection that its client is about to read a list; the function returned tells it what the client was
 * sent. Several connections of a worker that are opening at once are told in their order. Null for other calls.
 */
export function beginFirstRead(
  connections: Connections,
  { method, path, input, actor }: Read,
): ((payload: unknown) => void) | null {
  const { workspaceSid, workerSid } = actor;
  if (method !== 'GET' || workerSid === null) return null;
  const workspace = `Workspaces/${workspaceSid}`;
  const read = FIRST_READS.find((name) =>
    name === 'Activities'
      ? path === `${workspace}/${name}`
      : path === `${workspace}/Workers/${workerSid}/${name}`,
  );
  if (read === undefined || !isFirstPage(read, input)) return null;
  for (const connection of connections.of(workerSid)) {
    if (connection.beginRead(read)) {
      return (payload) => connection.endRead(read, payload as PagePayload<Listed>);
    }
  }
  return null;
}
