// Attachments as a product: the endpoints, what follows removals, and the workers behind them.
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Context } from '#server/context.ts';
import type { Product, Worker } from '#server/product.ts';
import type { Reader } from '#storage/database.ts';
import type { MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import { MediaFetching } from './inbound/fetch-worker.ts';
import type { MediaKeeper } from './keep-media.ts';
import { CARRIER_LINK_MS, linkKeys, linkSigner } from './links.ts';
import { type PhoneFiles, phoneFiles } from './phone-files.ts';
import { MediaRemoval } from './removal-worker.ts';
import { mediaRetention, removeUnused, UNUSED_TIMER } from './remove-media.ts';
import { scannerAt } from './scan.ts';
import { addMediaEndpoints } from './serving/endpoints.ts';
import { openStores } from './store/stores.ts';
import { clearStaging } from './upload/clear-staging.ts';

/** What others need of attachments while the server runs. */
export interface Media {
  readonly product: Product;
  /** Files of the simulated phones. */
  readonly phoneFiles: PhoneFiles;
  /**
   * Links a carrier can follow to the attachments of messages, by the SID of the message; messages without any are
   * not in it. They start with the public address of the server and are good for a day.
   */
  carrierLinks(
    db: Reader,
    now: number,
    messages: readonly Pick<MessageRow, 'sid' | 'account_sid' | 'service_sid' | 'media'>[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Where others reach this server when nobody has said so: the address it listens at. */
function listeningAddress(server: FastifyInstance): string {
  const { address, port } = server.addresses()[0] as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}`;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function workerOf(context: Context, keeper: MediaKeeper): Worker {
  const { database, clock, log } = context;
  const removal = new MediaRemoval(database, clock, log, keeper.stores);
  const fetching = new MediaFetching(context, keeper);
  return {
    async start() {
      await clearStaging(keeper.stores.stagingFolder);
      removal.start();
      fetching.start();
    },
    async idle() {
      await fetching.idle();
      await removal.idle();
    },
    async stop() {
      await Promise.all([fetching.stop(), removal.stop()]);
    },
  };
}

/** Puts attachments together. */
export function createMedia(context: Context): Media {
  const { config, database } = context;
  const keeper: MediaKeeper = { database, stores: openStores(config), scan: scannerAt(config.media.scanUrl) };
  let publicUrl = () => config.publicUrl ?? `http://localhost:${config.port}`;
  return {
    phoneFiles: phoneFiles(context, keeper, () => publicUrl()),
    product: {
      pages(server) {
        addMediaEndpoints(server, context, keeper);
        publicUrl = () => config.publicUrl ?? listeningAddress(server);
      },
      processors: [mediaRetention],
      timers: { [UNUSED_TIMER]: removeUnused },
      worker: workerOf(context, keeper),
    },
    async carrierLinks(db, now, messages) {
      const withMedia = messages.filter(({ media }) => media !== null);
      const keys = await linkKeys(
        db,
        withMedia.map(({ account_sid }) => account_sid),
      );
      return new Map(
        withMedia.map((message) => {
          const key = keys.get(message.account_sid);
          const sign = key === undefined ? () => '' : linkSigner(key, now + CARRIER_LINK_MS);
          const media = JSON.parse(message.media as string) as MessageMedia[];
          const links = media.map(
            ({ sid }) => `${publicUrl()}/mcs${sign({ sid, service_sid: message.service_sid })}`,
          );
          return [message.sid, links];
        }),
      );
    },
  };
}
