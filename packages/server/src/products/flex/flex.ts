// The front of Flex: flows, channels, the janitor, and how it makes TaskRouter, Chat and Proxy work together.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { endRest, REST_TIMER } from './channels/long-lived-rest.ts';
import { flexChannels } from './channels/resource.ts';
import { configurationRoutes } from './configuration/resource.ts';
import { flexFlows } from './flows/resource.ts';
import { channelWork, endedInChat } from './follow-channels.ts';
import { pluginRoutes } from './plugins/resource.ts';
import { addRoleEndpoint } from './roles/endpoint.ts';
import { sendToFlexRoute } from './studio/resource.ts';
import { flexUserRoutes } from './users/resource.ts';
import { webChannels } from './web-channels/resource.ts';
import { webChatRoute } from './web-channels/web-chats.ts';

export { noticeOfConsent } from './consent-notices.ts';
export { createFlow, type FlowSettings } from './flows/commands.ts';
export { interactionsProduct } from './interactions/interactions.ts';
export { outboundProduct } from './outbound/outbound.ts';
export { flexProxyHooks } from './proxy-hooks.ts';
export { addressesOfFlows, receiveByFlow } from './receive-by-flow.ts';
export { examineAccount, presentOutcome, reconcilerProduct } from './reconciler/reconciler.ts';
export { textsOfChannels } from './texts-of-channels.ts';

/** Flex: flows and channels, web chats, and what a desk asks of its instance: configuration, users, plugins. */
export function flexProduct(context: Context): Product {
  return {
    routes: [
      ...routesOf(flexFlows),
      ...routesOf(flexChannels),
      sendToFlexRoute,
      ...routesOf(webChannels),
      webChatRoute,
      ...configurationRoutes,
      ...flexUserRoutes,
      ...pluginRoutes,
    ],
    pages: (server) => addRoleEndpoint(server, context),
    uniqueRefusals: { uq_flex_flows_enabled: 45212 },
    processors: [channelWork, endedInChat],
    timers: { [REST_TIMER]: endRest },
  };
}
