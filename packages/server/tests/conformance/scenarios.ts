// The scenarios, in the order in which they are played on one server and one account.

import type { Product } from '../support/openapi/documents.ts';
import { chat } from './chat.ts';
import type { Conformance } from './conformance.ts';
import { conversationConfiguration } from './conversation-configuration.ts';
import { conversations } from './conversations.ts';
import { flex } from './flex.ts';
import { messaging } from './messaging.ts';
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
  { product: 'conversations_v1', play: conversationConfiguration },
  { product: 'conversations_v1', play: conversations },
  { product: 'proxy_v1', play: proxy },
  { product: 'taskrouter_v1', play: taskrouter },
  { product: 'flex_v1', play: flex },
  { product: 'sync_v1', play: sync },
];
