// Where Sync objects come from. Clients cannot tell objects that they made themselves from those that are derived
// from something else, such as the documents, lists and maps of a conversation.
import type { EventType } from '#events/event-types.ts';
import type { PlacedEvent } from '#events/read-log.ts';
import type { ApiError } from '#kernel/errors.ts';
import type {
  ItemPage,
  ItemQuery,
  SyncData,
  SyncEvent,
  SyncKind,
  SyncObject,
  SyncViewer,
} from './objects.ts';

/** A client that wants to know everything about an object from some event on. */
export interface ReplayRequest {
  readonly sid: string;
  readonly kind: SyncKind;
  /** The last event the client knows; null when it wants to know only what comes. */
  readonly after: number | null;
}

/** What a client has missed. */
export interface Replay {
  readonly sid: string;
  /** Everything behind the event the client knows, in order. */
  readonly events: readonly SyncEvent[];
  /** The last event this answer accounts for, though it may be about something else. */
  readonly upTo: number;
  /**
   * False when there is more to replay: the client asks again at once, from the last event it was sent. A provider
   * that answers so must get on with at least one of the objects asked for, or the client asks for ever.
   */
  readonly isWhole: boolean;
}

/** An object the client may not hear of, or cannot be brought up to date: it takes 404 to mean that it is gone. */
export interface ReplayRefusal {
  readonly sid: string;
  readonly refusal: ApiError;
}

/** What the subscribers of an object have to be told. */
export interface ObjectPush {
  readonly sid: string;
  readonly events: readonly SyncEvent[];
  /** Identities that may not hear of the object any more, after these events. */
  readonly endsFor?: readonly string[];
}

/** The objects somebody in this process is subscribed to. */
export interface Watched {
  has(sid: string): boolean;
  /**
   * The last event every subscriber of an object has been sent. A provider may push events again that some have
   * got already: nobody is sent one twice, nor one older than the last.
   */
  sentUpTo(sid: string): number;
  /** Objects with a subscriber who looks at this service, and the identities of those. */
  inService(serviceSid: string): ReadonlyMap<string, ReadonlySet<string>>;
  /** The identities subscribed to an object. */
  viewersOf(sid: string): ReadonlySet<string>;
}

/**
 * A source of Sync objects. For a subscription to have neither gaps nor doubles, a provider keeps three promises:
 *
 * 1. `lastEventId` of an object or item, and `upTo` of a replay, are taken before or together with the content that
 *    goes with them: what is not in the content has a greater number. Content that is newer than its number does no
 *    harm, as events carry whole values.
 * 2. The numbers of one object's events grow in the order in which `changes` pushes them.
 * 3. What was committed before an event of `handles` was heard is pushed with it or has been pushed before; so what
 *    a replay did not find yet is still to be heard.
 *
 * Objects that are derived from rows of the database can count by the event log: `logNumber` of an event and
 * `settledNumber` of the whole log (events/log-number.ts) grow in the order in which followers hear events, on both
 * databases. Such a provider says what an object is now, not what an event says it was: on PostgreSQL two
 * transactions that changed one row can stand in the log in the other order, and the last event must leave the
 * client with the truth. `settledNumber`, asked before the content is read, is a fine `lastEventId` for the object
 * and all of its items; `readLogAfter` finds what a replay needs.
 *
 * Providers are asked in order, and the first that knows an object has it. None may throw but refusals.
 */
export interface SyncProvider {
  /** Events of the log after which `changes` must be asked. */
  readonly handles: readonly EventType[];
  /**
   * The object with this SID or unique name; null when it is not one of this provider's. 403/54007 when the viewer
   * may not see it.
   */
  open(viewer: SyncViewer, kind: SyncKind, name: string): Promise<SyncObject | null>;
  /** Items of a list or map this provider opened. */
  items(viewer: SyncViewer, object: SyncObject, query: ItemQuery): Promise<ItemPage>;
  /** The context of a list that has one. */
  context?(viewer: SyncViewer, object: SyncObject): Promise<{ data: SyncData; lastEventId: number }>;
  /** What has been missed, for those objects that are this provider's; at most a hundred are asked for at once. */
  replay(
    viewer: SyncViewer,
    requests: readonly ReplayRequest[],
  ): Promise<readonly (Replay | ReplayRefusal)[]>;
  /** What committed events mean for objects that somebody watches. */
  changes(events: readonly PlacedEvent[], watched: Watched): Promise<readonly ObjectPush[]>;
}
