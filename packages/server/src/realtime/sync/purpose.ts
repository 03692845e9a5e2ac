// Lists that clients make to have something done: what they add is a request, and what becomes of the item the answer.
import type { TunnelCall } from '../twilsock/tunnel/route.ts';
import type { SyncData, SyncViewer } from './objects.ts';

/** What a list is for that a client makes under this name, as Programmable Chat's older clients do. */
export interface ListPurpose {
  /** What clients name as the purpose (`com.twilio.rtd.ipmsg`). */
  readonly name: string;
  /** Seconds such a list lives; clients whose list has gone make another. */
  readonly ttl: number;
  /** The context of a new list, given the one the client asked for. What it throws is the refusal. */
  open(viewer: SyncViewer, asked: SyncData, call: TunnelCall): Promise<SyncData>;
  /** Does what an item asks for and resolves with what the item becomes; refusals are part of that. */
  answer(viewer: SyncViewer, item: SyncData, call: TunnelCall): Promise<SyncData>;
}
