// What operators need of a running server: health, metrics and housekeeping. The front file.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { addHealthPages } from './health.ts';
import { HOUSEKEEPING, housekeeping, startHousekeeping } from './housekeeping.ts';
import { addMetricsPage } from './metrics.ts';

/** Health pages, metrics and housekeeping. */
export function operationsProduct(context: Context): Product {
  return {
    pages(server) {
      addHealthPages(server, context);
      addMetricsPage(server, context);
    },
    timers: { [HOUSEKEEPING]: housekeeping(context) },
    worker: {
      start: () => startHousekeeping(context),
      idle: async () => {},
      stop: async () => {},
    },
  };
}
