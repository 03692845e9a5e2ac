// What the conversation core does on its own: timers of threads, messages on their way to carriers and their
// receipts, and webhooks that hear of it all.
import type { Media } from '#media/media.ts';
import type { Product } from '#server/product.ts';
import { threadDelivery } from './carriage/outbound.ts';
import { threadReceipts } from './carriage/statuses.ts';
import { postEventHooks } from './hooks/post-events.ts';
import { REPLAY, replayOlderMessages } from './hooks/replay.ts';
import { threadMedia } from './message-media.ts';
import { threadTimers } from './thread-states.ts';

/** The conversation core as a part of the server; `media` gives carriers the way to attachments. */
export function threadsProduct(media: Pick<Media, 'carrierLinks'>): Product {
  return {
    timers: { ...threadTimers, [REPLAY]: replayOlderMessages },
    processors: [threadDelivery(media), threadReceipts, threadMedia, postEventHooks],
  };
}
