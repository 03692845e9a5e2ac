// The requests with which clients begin and end to hear of objects.
import { z } from 'zod';
import { readInput } from '#http/parameters.ts';
import type { Database } from '#storage/database.ts';
import type { TunnelAnswer, TunnelCall, TunnelRoute } from '../../twilsock/tunnel/route.ts';
import type { SyncHub } from '../push/hub.ts';
import { notifySubscriptions } from '../push/wire.ts';
import { viewerOf } from '../viewer.ts';

/** Objects a client names in one request, as it is told to. */
const BATCH = 100;
/** How long a client waits to hear that it is subscribed before it asks again. */
const DELIVERY_MS = 20_000;

const input = z.object({
  event_protocol_version: z.union([z.literal(3), z.literal(4)], 'it is neither 3 nor 4'),
  action: z.enum(['establish', 'cancel'], 'it is neither establish nor cancel'),
  correlation_id: z.number(),
  requests: z
    .array(
      z.object({
        object_sid: z.string().max(64),
        object_type: z.enum(['document', 'list', 'map', 'stream', 'live_query']),
        last_event_id: z.int().nullish(),
      }),
    )
    .max(10 * BATCH, `there are more than ${10 * BATCH} of them`),
});

/** Only what this server has can be subscribed to; the rest fails like objects that do not exist. */
function isServed<Wish extends { object_type: string }>(
  wish: Wish,
): wish is Wish & { object_type: 'document' | 'list' | 'map' } {
  return wish.object_type === 'document' || wish.object_type === 'list' || wish.object_type === 'map';
}

async function subscribe(database: Database, hub: SyncHub, call: TunnelCall): Promise<TunnelAnswer> {
  const {
    event_protocol_version: protocol,
    action,
    correlation_id: id,
    requests,
  } = readInput(input, call.body);
  const viewer = await viewerOf(database, call);
  const { session, base } = call;
  // The same object twice in one request would be two subscriptions in the place of one.
  const wishes = new Map(
    requests
      .filter(isServed)
      .map((wish) => [
        wish.object_sid,
        { sid: wish.object_sid, kind: wish.object_type, after: wish.last_event_id ?? null },
      ]),
  );
  const unserved = requests.filter((wish) => !isServed(wish));
  notifySubscriptions(
    { session, protocol },
    'subscription_failed',
    id,
    unserved.map((wish) => ({
      object_sid: wish.object_sid,
      object_type: wish.object_type,
      error: { status: 404, code: 20404, message: `There are no objects of type ${wish.object_type}` },
    })),
  );
  if (action === 'cancel') hub.cancel({ session, protocol }, [...wishes.values()], id);
  else await hub.establish({ session, viewer, protocol, base }, [...wishes.values()], id);
  return {
    status: 200,
    body: { estimated_delivery_in_ms: DELIVERY_MS, max_batch_size: BATCH, ttl_in_s: -1 },
  };
}

/** The route of subscriptions; older clients know it under an older version. */
export function subscriptionRoutes(database: Database, hub: SyncHub): TunnelRoute[] {
  return ['/v4/Subscriptions', '/v3/Subscriptions'].map((path) => ({
    method: 'POST',
    path,
    handle: (call) => subscribe(database, hub, call),
  }));
}
