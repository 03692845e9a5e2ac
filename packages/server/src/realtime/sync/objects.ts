// What clients see of Sync: documents, lists and maps, their items, and the events that tell of their changes.
import type { SyncKind } from '#storage/schema/sync.ts';

export type { SyncKind };

/** JSON data of an object or item. */
export type SyncData = Readonly<Record<string, unknown>>;

/** Prefixes of the SIDs of objects. */
export const SID_PREFIXES: Readonly<Record<SyncKind, string>> = { document: 'ET', list: 'ES', map: 'MP' };

/** Who looks: an identity of an account, and the service whose objects it sees. */
export interface SyncViewer {
  readonly accountSid: string;
  /** The Sync service or the chat service the token grants. */
  readonly serviceSid: string;
  readonly grant: 'sync' | 'chat';
  readonly identity: string;
}

/** An object as it stands. */
export interface SyncObject {
  readonly sid: string;
  readonly kind: SyncKind;
  readonly uniqueName: string | null;
  readonly revision: string;
  /**
   * Everything up to this event is in what was read together with the object; everything behind it will be told to
   * whoever subscribes from here.
   */
  readonly lastEventId: number;
  /** Data of a document; null for lists and maps. */
  readonly data: SyncData | null;
  /** Whether a list has a context. */
  readonly hasContext: boolean;
  /** Times are milliseconds since the epoch. */
  readonly dateCreated: number;
  readonly dateUpdated: number;
  readonly dateExpires: number | null;
}

/** Where an item is: its index in a list, its key in a map. */
export type ItemPlace = number | string;

/** An item of a list or a map. */
export interface SyncItem {
  readonly place: ItemPlace;
  readonly data: SyncData;
  readonly revision: string;
  /** Clients ignore events about the item up to this one. */
  readonly lastEventId: number;
  readonly dateCreated: number;
  readonly dateUpdated: number;
  readonly dateExpires: number | null;
}

/** Which items are asked for. */
export interface ItemQuery {
  /** The one item wanted; the rest of the query is then without meaning. */
  readonly only: ItemPlace | null;
  /** Where to begin; null for the beginning (or the end, in descending order). */
  readonly from: ItemPlace | null;
  readonly isFromIncluded: boolean;
  readonly order: 'asc' | 'desc';
  readonly size: number;
}

/** A page of items, in the order asked for. */
export interface ItemPage {
  readonly items: readonly SyncItem[];
  /** Whether there are items before and after the page, in that order. */
  readonly isMoreBefore: boolean;
  readonly isMoreAfter: boolean;
}

/** What happened to an object. */
export type SyncChange =
  | { readonly change: 'updated'; readonly revision: string; readonly data: SyncData }
  | { readonly change: 'removed' }
  | {
      readonly change: 'item_added' | 'item_updated';
      /** Revision of the list or map. */
      readonly revision: string;
      readonly place: ItemPlace;
      readonly data: SyncData;
      readonly itemRevision: string;
      readonly dateExpires: number | null;
    }
  | {
      readonly change: 'item_removed';
      readonly revision: string;
      readonly place: ItemPlace;
      /** What the item was. */
      readonly data: SyncData;
    }
  | { readonly change: 'context_updated'; readonly revision: string; readonly data: SyncData };

/** A change with its number. The numbers of an object's events grow; a client hears them in that order. */
export type SyncEvent = SyncChange & {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
};
