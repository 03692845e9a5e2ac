// The scenarios, in the order in which they are played on one server and one account.

import type { Product } from '../support/openapi/documents.ts';
import { chat } from './chat.ts';
import type { Conformance } from './conformance.ts';
import { content } from './content.ts';
import { conversationConfiguration } from './conversation-configuration.ts';
import { conversations } from './conversations.ts';
import { flex } from './flex.ts';
import { flexSurface, flexV2 } from './flex-surface.ts';
import { interactions } from './interactions.ts';
import { messaging } from './messaging.ts';
import { messagingServices } from './messaging-services.ts';
import { proxy } from './proxy.ts';
import { sync } from './sync.ts';
import { taskrouter } from './taskrouter.ts';

/** Performs every built operation of a product, making what it needs by calls of its own. */
export interface Scenario {
  readonly product: Product;
  readonly play: (conformance: Conformance) => Promise<void>;
}

export const scenarios: readonly Scenario[] = [
  { product: 'chat_v2', play: chat },
  { product: 'api_v2010', play: messaging },
  { product: 'messaging_v1', play: messagingServices },
  { product: 'conversations_v1', play: conversationConfiguration },
  { product: 'conversations_v1', play: conversations },
  { product: 'content_v1', play: content },
  { product: 'proxy_v1', play: proxy },
  { product: 'taskrouter_v1', play: taskrouter },
  { product: 'flex_v1', play: flex },
  { product: 'flex_v1', play: flexSurface },
  { product: 'flex_v2', play: flexV2 },
  { product: 'flex_v1', play: interactions },
  { product: 'sync_v1', play: sync },
];
