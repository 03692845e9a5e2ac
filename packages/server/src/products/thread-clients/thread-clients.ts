// What the browser SDKs of Programmable Chat and Conversations see of threads, and what they do with them.

import { mediaOf } from '#media/media.ts';
import type { TwilsockSessions } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { MessagePoster } from '#threads/threads.ts';
import { type ClientContext, keepResults } from './actions/actions.ts';
import { clientRoutes } from './calls/calls.ts';
import { fileLinks } from './calls/file-links.ts';
import { threadObjects } from './objects/objects.ts';
import { Presence } from './reachability/presence.ts';
import { sessionLists } from './session-list/session-list.ts';
import { TypingIndicators } from './typing/indicators.ts';

/** The clients of threads as a part of the server; `sessions` are those connected to this process. */
export function threadClientsProduct(context: Context, sessions: TwilsockSessions): Product {
  const typing = new TypingIndicators(context, sessions);
  const presence = new Presence(context, sessions);
  sessions.observe(presence.observer());
  const clients: ClientContext = {
    clock: context.clock,
    config: context.config,
    database: context.database,
    log: context.log,
    poster: new MessagePoster(context.database, (tx, posted) =>
      keepResults(
        tx,
        posted.map(({ row, extra }) => ({ viewer: extra, result: row })),
      ),
    ),
    mediaLinks: (viewer, session) =>
      fileLinks(context.config.publicUrl ?? session.origin, viewer.service.sid),
    mediaOf: (viewer, sids) => mediaOf(context.database.read, viewer.service, sids),
    showTyping: (fact) => typing.show(fact),
    reachabilityChanged: (userSid) => presence.touch(userSid),
  };
  return {
    tunnelRoutes: clientRoutes(clients),
    syncProviders: [threadObjects(context)],
    listPurposes: [sessionLists(clients)],
    worker: {
      start: () => presence.start(),
      async idle() {
        // Who has just connected is still being made a user.
        await sessions.idle();
        await Promise.all([typing.idle(), presence.idle()]);
      },
      async stop() {
        await typing.idle();
        await presence.stop();
      },
    },
  };
}
