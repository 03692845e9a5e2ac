// How clients want to be told of Sync events.
import type { TwilsockSession } from '../../twilsock/session.ts';
import type { SyncViewer } from '../objects.ts';

/** Version 3 tells of one event in a message, version 4 of several of a kind. */
type EventProtocol = 3 | 4;

/** Kind of the notifications that carry Sync events. */
export const EVENT_MESSAGE = 'twilio.sync.event';

/** What the text of an event depends on beside the event: clients with the same are sent the same bytes. */
export interface Wire {
  readonly protocol: EventProtocol;
  /** What URLs in events start with. */
  readonly base: string;
}

/** How a client asked to be told. */
export interface Subscriber extends Wire {
  readonly session: TwilsockSession;
  readonly viewer: SyncViewer;
}

/** Tells a subscriber of its subscriptions: established, canceled or failed. */
export function notifySubscriptions(
  { session, protocol }: Pick<Subscriber, 'session' | 'protocol'>,
  type: 'subscription_established' | 'subscription_canceled' | 'subscription_failed',
  correlationId: number,
  events: readonly Record<string, unknown>[],
): void {
  if (events.length === 0) return;
  const about = { event_type: type, correlation_id: correlationId, event_protocol_version: protocol };
  if (protocol === 4) session.notify(EVENT_MESSAGE, { ...about, events });
  else for (const event of events) session.notify(EVENT_MESSAGE, { ...about, event });
}
