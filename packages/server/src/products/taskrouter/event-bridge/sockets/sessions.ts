// What this process does about connections that other processes open and close, and about workers that are removed.
import type { Follower } from '#events/follower.ts';
import { closeOlder } from './endpoint.ts';
import type { Presence } from './presence.ts';
import { CLOSE_CODES } from './worker-socket.ts';
import type { WorkerSockets } from './worker-sockets.ts';

/** The follower of sessions. */
export function sessions(sockets: WorkerSockets, presence: Presence): Follower {
  return {
    name: 'taskrouter.sessions',
    handles: ['worker-session.opened', 'worker-session.closed', 'worker.deleted'],
    receive(events) {
      for (const { type, subjectSid, data } of events) {
        if (type === 'worker-session.opened') closeOlder(sockets, subjectSid, data.session);
        else if (type === 'worker-session.closed') presence.renew(subjectSid);
        else {
          for (const socket of sockets.of(subjectSid)) {
            socket.close(CLOSE_CODES.refused, 'The worker was removed');
          }
        }
      }
    },
  };
}
