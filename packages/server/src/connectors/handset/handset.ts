// The simulated phone network: it carries texts to every address, and its phones are used on the page /handset.
import type { CarrierEvents, Connector } from '#delivery/port.ts';
import type { PhoneFiles } from '#media/media.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { ARRIVAL_TIMER, showArrived } from './arrivals.ts';
import { CUSTOMER_TIMER } from './busy-day/customers.ts';
import { DAY_TIMER, endBusyDay, playCustomer } from './busy-day/day.ts';
import { addBusyDayEndpoints } from './busy-day/endpoints.ts';
import type { AnsweredAddresses } from './contacts.ts';
import { addEndpoints } from './endpoints.ts';
import { addFileEndpoints } from './file-endpoints.ts';
import { LiveUpdates } from './live-updates.ts';
import { HANDSET } from './name.ts';
import { deliverToPhones } from './phone-delivery.ts';
import { addPage } from './static-page.ts';
import type { PhoneLine } from './typing.ts';

/** The phone network and its page. */
export interface Handset {
  readonly connector: Connector;
  readonly product: Product;
}

/** What the phone network is given. */
export interface HandsetOptions {
  readonly files: PhoneFiles;
  /** Where customers who write first find somebody: all the network knows of what answers their texts. */
  readonly answered: AnsweredAddresses;
}

/** Sets the phone network up. */
export function createHandset(context: Context, { files, answered }: HandsetOptions): Handset {
  let events: CarrierEvents | null = null;
  const line = (): PhoneLine => {
    if (events === null) throw new Error('the phone network is not connected yet');
    return { events, files };
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
      [ARRIVAL_TIMER]: (tx, timer) => showArrived(tx, timer.subject, line().events),
      [CUSTOMER_TIMER]: (tx, timer) => playCustomer(tx, timer.subject, line()),
      [DAY_TIMER]: async (tx, timer) => {
        await endBusyDay(tx, timer.subject, files);
      },
    },
    pages(server) {
      addPage(server);
      addEndpoints(server, context, { line, answered, updates: new LiveUpdates(server, context) });
      addFileEndpoints(server, context, files);
      addBusyDayEndpoints(server, context, { files, answered });
    },
  };
  return { connector, product };
}
