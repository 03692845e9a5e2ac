// What a client is told first: who it is, where everything is, and what the service allows.

import { MEDIA_PER_MESSAGE } from '#media/media.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import { settingsOf } from '#threads/threads.ts';
import type { ClientContext } from '../actions/actions.ts';
import { userObjects } from '../objects/names.ts';
import { type ClientCall, type Generation, routesOf } from './client-call.ts';

/** Users of whom a client hears at a time; it forgets the oldest beyond that. */
const USERS_SUBSCRIBED = 100;
/** How long clients believe what they have read, as an ISO 8601 duration. */
const CACHE_INTERVAL = 'PT5S';
const PAGE_SIZE = 50;
const MEGABYTE = 1_048_576;
const EMAIL_BODIES = ['text/plain', 'text/html'] as const;

async function configuration({ clients, viewer, root, session }: ClientCall): Promise<TunnelAnswer> {
  const { userInfo, myConversations } = userObjects(viewer.user.sid);
  const settings = settingsOf(viewer.service);
  const fileLimit = Math.floor(clients.config.media.maxBytes / MEGABYTE);
  return {
    status: 200,
    body: {
      identity: viewer.identity,
      sync_objects: { my_conversations: myConversations, my_user_info: userInfo },
      links: {
        my_conversations: `${root}/MyConversations`,
        conversations: `${root}/Conversations`,
        users: `${root}/Users`,
        current_user: `${root}/Users/${encodeURIComponent(viewer.identity)}`,
        typing: `${root}/Typing`,
        messages_receipts: `${root}/Conversations/%s/Messages/%s/Receipts`,
        ...clients.mediaLinks(viewer, session, root),
      },
      options: {
        reachability_enabled: settings.reachabilityEnabled,
        user_infos_to_subscribe: USERS_SUBSCRIBED,
        consumption_report_interval: `PT${settings.consumptionReportInterval}S`,
        http_cache_interval: CACHE_INTERVAL,
        my_conversations_page_size: PAGE_SIZE,
        media_attachments_count_limit: MEDIA_PER_MESSAGE,
        media_attachment_size_limit_in_mb: fileLimit,
        media_attachments_total_size_limit_in_mb: MEDIA_PER_MESSAGE * fileLimit,
        email_histories_allowed_mime_types: EMAIL_BODIES,
        email_bodies_allowed_mime_types: EMAIL_BODIES,
      },
    },
  };
}

/** The route of one generation. */
export function configurationRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  return [routesOf(clients, generation)('GET', '/Configuration', configuration)];
}
