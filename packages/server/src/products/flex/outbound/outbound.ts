// The front of outbound conversations within Flex: the one call, who gets the answers, and bulks of calls.
import { routesOf } from '#http/resource.ts';
import type { Product } from '#server/product.ts';
import { BULK_TIMER } from './bulks/commands.ts';
import { outboundBulkItems, outboundBulks } from './bulks/resource.ts';
import { runBulk } from './bulks/run-bulk.ts';
import { WAIT_TIMER } from './conversations/record.ts';
import { outboundConversations } from './conversations/resource.ts';
import { followReplies } from './replies/follow-replies.ts';
import { outboundStatusCallbacks } from './replies/status-callbacks.ts';
import { expireWait } from './replies/wait-expiry.ts';

/** Outbound conversations by one call, an addition of Parley. */
export const outboundProduct = (): Product => ({
  routes: [...routesOf(outboundConversations), ...routesOf(outboundBulks), ...routesOf(outboundBulkItems)],
  processors: [followReplies, outboundStatusCallbacks],
  timers: { [WAIT_TIMER]: expireWait, [BULK_TIMER]: runBulk },
});
