// Where a session of Programmable Chat's older clients finds everything: the context of its list.
import type { SyncData } from '#realtime/realtime.ts';
import { settingsOf } from '#threads/threads.ts';
import type { ClientViewer } from '../actions/actions.ts';
import { OLDER_CHAT } from '../calls/client-call.ts';
import { userObjects } from '../objects/objects.ts';

/** Users of whom a client hears at a time; it forgets the oldest beyond that. */
const USERS_SUBSCRIBED = 100;
/** How long clients believe what they have read, as an ISO 8601 duration. */
const CACHE_INTERVAL = 'PT5S';

/**
 * The package puts the address it was given in front of these paths, and in front of that of files
 * `https://mcs.us1.twilio.com` or that of its region, which the names of the network must lead here.
 */
function linksOf({ service }: ClientViewer) {
  const { path } = OLDER_CHAT;
  return {
    publicChannelsUrl: `${path}/Conversations`,
    myChannelsUrl: `${path}/MyConversations`,
    syncListUrl: `${path}/SyncList`,
    usersUrl: `${path}/Users`,
    typingUrl: `${path}/Typing`,
    mediaServiceUrl: `/v1/Services/${service.sid}/Media`,
  };
}

/** The context of a user's session. The package waits for all of it before it is ready. */
export function sessionContext(viewer: ClientViewer): SyncData {
  const { userInfo, myConversations } = userObjects(viewer.user.sid);
  const settings = settingsOf(viewer.service);
  return {
    identity: viewer.identity,
    userInfo,
    myChannels: myConversations,
    channels: myConversations,
    links: linksOf(viewer),
    reachabilityEnabled: settings.reachabilityEnabled,
    consumptionReportInterval: `PT${settings.consumptionReportInterval}S`,
    httpCacheInterval: CACHE_INTERVAL,
    userInfosToSubscribe: USERS_SUBSCRIBED,
  };
}
