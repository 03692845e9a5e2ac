// The front of Flex: flows, channels, the janitor, and how it makes TaskRouter, Chat and Proxy work together.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { flexChannels } from './channels/resource.ts';
import { flexFlows } from './flows/resource.ts';
import { endedInChat, taskOnCustomerMessage } from './follow-channels.ts';
import { janitor } from './janitor.ts';

export { createFlow, type FlowSettings } from './flows/commands.ts';
export { flexProxyHooks } from './proxy-hooks.ts';
export { receiveByFlow } from './receive-by-flow.ts';

/** Flex: the legacy messaging API of flows and channels. */
export function flexProduct(_context: Context): Product {
  return {
    routes: [...routesOf(flexFlows), ...routesOf(flexChannels)],
    uniqueRefusals: { uq_flex_flows_enabled: 45212 },
    processors: [janitor, taskOnCustomerMessage, endedInChat],
  };
}
