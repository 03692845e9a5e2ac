// Tells the clients connected to this process what happens to their workers, whichever process it happened in.
import type { Follower } from '#events/follower.ts';
import type { Context } from '#server/context.ts';
import { CLOSE_CODES, type WorkerSocket } from '../sockets/worker-socket.ts';
import type { WorkerSockets } from '../sockets/worker-sockets.ts';
import { concerned, PUSHED_EVENTS } from './concerned.ts';
import { type Message, messagesOf } from './messages.ts';
import { readBatch } from './read-batch.ts';

/**
 * Clients learn the activities and channels when they connect and fail over others; one that is told to start anew
 * reads them again.
 */
function deliver(socket: WorkerSocket, message: Message, text: string): void {
  if ((message.knownSince ?? 0) > socket.openedAt) {
    socket.close(CLOSE_CODES.startAnew, 'The workspace has changed');
  } else {
    socket.push({ type: message.type, subjectSid: message.subjectSid, text });
  }
}

/** The follower that sends events to the clients concerned; nothing is read when none of them is connected. */
export function pushes({ database, clock }: Context, sockets: WorkerSockets): Follower {
  return {
    name: 'taskrouter.event-bridge',
    handles: PUSHED_EVENTS,
    async receive(events) {
      const told = concerned(events, sockets);
      if (Object.values(told).every((kind) => kind.length === 0)) return;
      const batch = await readBatch(database.read, told);
      for (const message of messagesOf(told, batch, clock.now())) {
        const { type, workerSid, payload } = message;
        if (!sockets.has(workerSid)) continue;
        const text = JSON.stringify({ event_type: type, payload });
        for (const socket of sockets.of(workerSid)) deliver(socket, message, text);
      }
    },
  };
}
