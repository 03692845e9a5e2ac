// The connections open in this process, by worker.
import type { WorkerSocket } from './worker-socket.ts';

const NONE: ReadonlySet<WorkerSocket> = new Set();

/** Open connections by worker. */
export class WorkerSockets {
  readonly #byWorker = new Map<string, Set<WorkerSocket>>();
  /** Workers with a connection, by workspace. */
  readonly #workersByWorkspace = new Map<string, Set<string>>();

  add(socket: WorkerSocket): void {
    const { workerSid, workspaceSid } = socket.worker;
    const sockets = this.#byWorker.get(workerSid) ?? new Set();
    this.#byWorker.set(workerSid, sockets.add(socket));
    const workers = this.#workersByWorkspace.get(workspaceSid) ?? new Set();
    this.#workersByWorkspace.set(workspaceSid, workers.add(workerSid));
  }

  remove(socket: WorkerSocket): void {
    const { workerSid, workspaceSid } = socket.worker;
    const sockets = this.#byWorker.get(workerSid);
    sockets?.delete(socket);
    if (sockets === undefined || sockets.size > 0) return;
    this.#byWorker.delete(workerSid);
    const workers = this.#workersByWorkspace.get(workspaceSid);
    workers?.delete(workerSid);
    if (workers?.size === 0) this.#workersByWorkspace.delete(workspaceSid);
  }

  /** The connections of a worker. */
  of(workerSid: string): ReadonlySet<WorkerSocket> {
    return this.#byWorker.get(workerSid) ?? NONE;
  }

  has(workerSid: string): boolean {
    return this.#byWorker.has(workerSid);
  }

  /** Whether any worker of the workspace is connected. */
  hasWorkspace(workspaceSid: string): boolean {
    return this.#workersByWorkspace.has(workspaceSid);
  }

  /** Every open connection. */
  *all(): Iterable<WorkerSocket> {
    for (const sockets of this.#byWorker.values()) yield* sockets;
  }
}
