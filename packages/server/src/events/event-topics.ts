// What events of threads and users are about, as the log can be searched by it.
import type { NewEvent } from './event-types.ts';

/** The messages of a thread. */
export function messagesTopic(threadSid: string): string {
  return `${threadSid}/messages`;
}

/** Who is in a thread. */
export function participantsTopic(threadSid: string): string {
  return `${threadSid}/participants`;
}

/** A thread itself. */
export function threadTopic(threadSid: string): string {
  return threadSid;
}

/** The threads of a service that are gone. */
export function removedThreadsTopic(serviceSid: string): string {
  return `${serviceSid}/removed`;
}

/** The end of a task or worker. */
export function removalTopic(sid: string): string {
  return `${sid}/removal`;
}

/** What an event is about, and the user it is about; null where it is about nothing that is searched for. */
export function topicOf(event: NewEvent): { topic: string | null; identity: string | null } {
  switch (event.type) {
    case 'message.added':
    case 'message.updated':
    case 'message.delivery':
    case 'message.removed':
      return { topic: messagesTopic(event.data.threadSid), identity: null };
    case 'participant.added':
    case 'participant.updated':
    case 'participant.read':
    case 'participant.removed':
      return { topic: participantsTopic(event.data.threadSid), identity: event.data.identity };
    case 'thread.added':
    case 'thread.updated':
    case 'thread.state-updated':
      return { topic: threadTopic(event.subjectSid), identity: null };
    case 'thread.removed':
      return { topic: removedThreadsTopic(event.data.serviceSid), identity: null };
    case 'invite.added':
    case 'invite.removed':
    case 'user.added':
    case 'user.updated':
    case 'user.removed':
      return { topic: null, identity: event.data.identity };
    case 'task.deleted':
    case 'task.system-deleted':
    case 'worker.deleted':
      return { topic: removalTopic(event.subjectSid), identity: null };
    default:
      return { topic: null, identity: null };
  }
}
