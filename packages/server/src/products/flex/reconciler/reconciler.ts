// The front of the reconciler within Flex: what was left behind by half-done work is found and mended.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { conversationLinks } from './conversation-links.ts';
import { reconcilerRoutes } from './resource.ts';
import { Reconciler } from './runner.ts';

export { examineAccount } from './examine.ts';
export { presentOutcome } from './present.ts';

/** The reconciler: by itself every so often, and by request. */
export function reconcilerProduct(context: Context): Product {
  return {
    routes: reconcilerRoutes(context),
    processors: [conversationLinks],
    ...new Reconciler(context).product(),
  };
}
