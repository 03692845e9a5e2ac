// Conversations, messages, participants and users as the Sync objects that browser SDKs subscribe to.
import type { SyncProvider } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import { itemsOf } from './items.ts';
import { openShown } from './open.ts';
import { changesOf } from './push.ts';
import { replayOf } from './replay.ts';
import { HANDLED } from './thread-events.ts';

export {
  type ConversationObjects,
  conversationObjects,
  type UserObjects,
  userObjects,
} from './names.ts';

/**
 * The objects clients of Chat and Conversations see: the document, the messages and the participants of a
 * conversation for whoever is in it, what a user is called for everybody in his service, and his conversations for
 * himself.
 */
export function threadObjects({ database, clock }: Pick<Context, 'database' | 'clock'>): SyncProvider {
  return {
    handles: HANDLED,
    open: (viewer, kind, name) => openShown(database, viewer, kind, name),
    items: (_viewer, object, query) => itemsOf(database.read, object, query),
    replay: (viewer, requests) => replayOf(database, viewer, requests, clock.now()),
    changes: (events, watched) => changesOf(database.read, events, watched),
  };
}
