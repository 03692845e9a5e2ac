// The WebSocket of the event bridge: who may listen, and what happens when a connection opens and closes.

import type { WebSocket } from 'ws';
import { appendEvent } from '#events/event-log.ts';
import type { SocketEndpoint, SocketRequest } from '#http/sockets.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { verifyToken } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import { findWorker } from '../../workers/find-worker.ts';
import { type Actor, actorOf, refuseBridge } from '../actor.ts';
import { isBridgePath, refuseForeignPath } from '../address.ts';
import type { Presence } from './presence.ts';
import { CLOSE_CODES, type WorkerIdentity, WorkerSocket } from './worker-socket.ts';
import type { WorkerSockets } from './worker-sockets.ts';

/** Clients never send anything. */
const MOST_MESSAGE_BYTES = 4_096;
/** The longest time a client can count down (a signed 32-bit number of milliseconds). */
const LONGEST_LIFETIME_MS = 2 ** 31 - 1;

/** What a client asks for beside the connection. */
interface Wishes {
  readonly closesOthers: boolean;
  readonly isPresence: boolean;
}

async function workerOf({ database }: Context, actor: Actor): Promise<WorkerIdentity> {
  const { accountSid, workspaceSid, workerSid } = actor;
  if (workerSid === null) throw apiError(20006, 'The token is for no worker');
  const worker = await findWorker(database.read, { accountSid, workspaceSid, sid: workerSid });
  if (worker === undefined) throw notFound(`/Workspaces/${workspaceSid}/Workers/${workerSid}`);
  return { accountSid, workspaceSid, workerSid };
}

/** The endpoint. Every connection is entered into `sockets`, and taken out when it has closed. */
export function bridgeSocket(context: Context, sockets: WorkerSockets, presence: Presence): SocketEndpoint {
  const { clock, database, log } = context;

  const recordOpening = (socket: WorkerSocket) => {
    const { worker, session } = socket;
    database
      .transaction(async (tx) =>
        appendEvent(tx, {
          type: 'worker-session.opened',
          accountSid: worker.accountSid,
          subjectSid: worker.workerSid,
          data: { workspaceSid: worker.workspaceSid, session },
        }),
      )
      .catch((error: unknown) =>
        log.error({ err: error }, 'a new session could not be told to other processes'),
      );
  };

  const open = (raw: WebSocket, worker: WorkerIdentity, expiresAt: number, wishes: Wishes) => {
    const now = clock.now();
    const session = newSid('SE');
    const socket = new WorkerSocket(raw, { worker, session, openedAt: now, isPresence: wishes.isPresence });
    const cancelExpiry = clock.wakeAt(expiresAt, () =>
      socket.close(CLOSE_CODES.refused, 'The token has expired'),
    );
    socket.onClosed(() => {
      cancelExpiry();
      sockets.remove(socket);
      if (!sockets.has(worker.workerSid)) presence.left(socket);
    });
    if (wishes.closesOthers) {
      closeOlder(sockets, worker.workerSid, session);
      if (database.isShared) recordOpening(socket);
    }
    sockets.add(socket);
    presence.opened(socket);
    const payload = {
      channel_id: worker.workerSid,
      account_sid: worker.accountSid,
      workspace_sid: worker.workspaceSid,
      token_lifetime: Math.min(expiresAt - now, LONGEST_LIFETIME_MS),
    };
    socket.send(JSON.stringify({ event_type: 'init', payload }));
  };

  return {
    isAt: isBridgePath,
    maxMessageBytes: MOST_MESSAGE_BYTES,
    async accept({ path, query }: SocketRequest) {
      const token = query['token'];
      if (typeof token !== 'string') throw apiError(20101);
      const actor = actorOf(await verifyToken(database.read, clock.now(), token));
      refuseForeignPath(path, actor);
      refuseBridge(actor, 'GET');
      const worker = await workerOf(context, actor);
      const wishes = {
        closesOthers: query['closeExistingSessions'] === 'true',
        isPresence: query['setWorkerOfflineIfDisconnected'] === 'true',
      };
      return (raw) => open(raw, worker, actor.expiresAt, wishes);
    },
  };
}

/** Closes the connections of a worker that are older than a session. */
export function closeOlder(sockets: WorkerSockets, workerSid: string, session: string): void {
  for (const socket of sockets.of(workerSid)) {
    if (socket.session < session) socket.close(CLOSE_CODES.goingAway, 'Another session was opened');
  }
}
