// Rows of the Sync tables: services, the objects clients make, their items, their events, and who may use them.

/** What a Sync object is. */
export type SyncKind = 'document' | 'list' | 'map';

export interface SyncServiceRow {
  sid: string;
  account_sid: string;
  friendly_name: string | null;
  webhook_url: string | null;
  webhooks_from_rest_enabled: number;
  reachability_webhooks_enabled: number;
  acl_enabled: number;
  reachability_debouncing_enabled: number;
  /** Milliseconds. */
  reachability_debouncing_window: number;
  /** 1 for the one service of an account that answers to `default`. */
  is_default: number;
  date_created: number;
  date_updated: number;
}

export interface SyncObjectRow {
  sid: string;
  account_sid: string;
  /** A Sync service, or the chat service whose clients made the object. */
  service_sid: string;
  kind: SyncKind;
  unique_name: string | null;
  /** Number of the latest event, which is the revision too. */
  last_event_id: number;
  /** JSON text of a document; null for lists and maps. */
  data: string | null;
  /** What a list was made for, in the words of its maker. */
  purpose: string | null;
  /** JSON text of a list's context. */
  context: string | null;
  /** Index of the next item of a list. */
  next_index: number;
  created_by: string;
  date_expires: number | null;
  date_created: number;
  date_updated: number;
}

export interface SyncItemRow {
  object_sid: string;
  account_sid: string;
  /** Items of lists are counted; 0 in maps. */
  item_index: number;
  /** Items of maps are named; empty in lists. */
  item_key: string;
  data: string;
  /** Number of the object's event that made the item what it is, which is its revision too. */
  last_event_id: number;
  created_by: string;
  date_expires: number | null;
  date_created: number;
  date_updated: number;
}

export interface SyncEventRow {
  object_sid: string;
  /** Counted by object, without a gap. */
  event_id: number;
  account_sid: string;
  /** JSON text of what happened. */
  data: string;
  date_created: number;
}

export interface SyncPermissionRow {
  object_sid: string;
  identity: string;
  account_sid: string;
  can_read: number;
  can_write: number;
  can_manage: number;
}

export interface SyncTables {
  sync_services: SyncServiceRow;
  sync_objects: SyncObjectRow;
  sync_items: SyncItemRow;
  sync_events: SyncEventRow;
  sync_permissions: SyncPermissionRow;
}
