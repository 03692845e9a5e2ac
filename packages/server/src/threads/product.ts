// What the conversation core does on its own: timers of threads, messages on their way to carriers and their
// receipts, and webhooks that hear of it all.
import type { Media } from '#media/media.ts';
import type { Product } from '#server/product.ts';
import type { TextsElsewhere } from './carriage/move-receipts.ts';
import { threadDelivery } from './carriage/outbound.ts';
import { threadReceipts } from './carriage/statuses.ts';
import { postEventHooks } from './hooks/post-events.ts';
import { REPLAY, replayOlderMessages } from './hooks/replay.ts';
import { threadMedia } from './message-media.ts';
import { threadTimers } from './thread-states.ts';

/** What the conversation core is put together with. */
export interface ThreadsOptions {
  /** The way to attachments, for carriers. */
  readonly media: Pick<Media, 'carrierLinks'>;
  /** The texts other products sent for messages of threads. */
  readonly textsElsewhere: TextsElsewhere;
}

/** The conversation core as a part of the server. */
export function threadsProduct({ media, textsElsewhere }: ThreadsOptions): Product {
  return {
    timers: { ...threadTimers, [REPLAY]: replayOlderMessages },
    processors: [threadDelivery(media), threadReceipts(textsElsewhere), threadMedia, postEventHooks],
  };
}
