// The simulated phone network: it carries texts to every address, and its phones are used on the page /handset.
import type { CarrierEvents, Connector } from '#delivery/port.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { ARRIVAL_TIMER, showArrived } from './arrivals.ts';
import { addEndpoints } from './endpoints.ts';
import { LiveUpdates } from './live-updates.ts';
import { HANDSET } from './name.ts';
import { deliverToPhones } from './phone-delivery.ts';
import { addPage } from './static-page.ts';

/** The phone network and its page. */
export interface Handset {
  readonly connector: Connector;
  readonly product: Product;
}

/** Sets the phone network up. It knows nothing of what answers the texts its phones send. */
export function createHandset(context: Context): Handset {
  let events: CarrierEvents | null = null;
  const tellDelivery = () => {
    if (events === null) throw new Error('the phone network is not connected yet');
    return events;
  };
  const connector: Connector = {
    name: HANDSET,
    carries: () => true,
    send: (batch) => context.database.transaction((tx) => deliverToPhones(tx, batch)),
    connect(given) {
      events = given;
    },
  };
  const product: Product = {
    timers: {
      [ARRIVAL_TIMER]: (tx, timer) => showArrived(tx, timer.subject, tellDelivery()),
    },
    pages(server) {
      addPage(server);
      addEndpoints(server, context, tellDelivery, new LiveUpdates(server, context));
    },
  };
  return { connector, product };
}
