// Where statuses of a message are told when the request for it does not say.
import { findChannelSender } from '#delivery/delivery.ts';
import type { Reader } from '#storage/database.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';

/** The URL of the messaging service, else of the sender of the channel; null when neither has one. */
export async function statusCallbackOf(
  db: Reader,
  accountSid: string,
  from: string,
  service: MessagingServiceRow | undefined,
): Promise<string | null> {
  if (service?.status_callback) return service.status_callback;
  if (!from.includes(':')) return null;
  const sender = await findChannelSender(db, accountSid, from);
  const webhook = JSON.parse(sender?.webhook ?? '{}') as { status_callback_url?: string | null };
  return webhook.status_callback_url ?? null;
}
