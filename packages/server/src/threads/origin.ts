// Who set a change off, and whether webhooks hear of it. Every event of a thread carries it.
import type { ThreadOrigin } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';

/** What the server does on its own account, and programs that did not ask for webhooks. */
export const SILENT_ORIGIN: ThreadOrigin = { source: 'API', clientIdentity: null, isHooked: false };

const origins = new WeakMap<Transaction, ThreadOrigin>();

/** The origin of a request with the account's credentials: heard of when `X-Twilio-Webhook-Enabled` is true. */
export function restOrigin({ isWebhookEnabled }: { readonly isWebhookEnabled: boolean }): ThreadOrigin {
  return isWebhookEnabled ? { ...SILENT_ORIGIN, isHooked: true } : SILENT_ORIGIN;
}

/** The origin of an action of a user's client. */
export function clientOrigin(identity: string): ThreadOrigin {
  return { source: 'SDK', clientIdentity: identity, isHooked: true };
}

/** The origin of what comes in through a carrier: `SMS`, `WHATSAPP` and so on. */
export function carrierOrigin(source: string): ThreadOrigin {
  return { source, clientIdentity: null, isHooked: true };
}

/** What this transaction changes is set off by `origin`. Without it nobody's webhooks hear of the changes. */
export function actFor(tx: Transaction, origin: ThreadOrigin): void {
  origins.set(tx, origin);
}

/** Who set off what this transaction changes. */
export function originOf(tx: Transaction): ThreadOrigin {
  return origins.get(tx) ?? SILENT_ORIGIN;
}
