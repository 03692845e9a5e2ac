// The codes with which objects and items are refused, by what they are ("Error and Warning Dictionary", 54xxx).
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import type { SyncKind } from './objects.ts';

/** There is no such object, or not for this viewer. */
export const NOT_FOUND = { document: 54100, list: 54150, map: 54200 } as const satisfies Record<
  SyncKind,
  ErrorCode
>;

/** A list or map. */
export type CollectionKind = Exclude<SyncKind, 'document'>;

/** There is no such item. */
export const ITEM_NOT_FOUND = { list: 54151, map: 54201 } as const satisfies Record<
  CollectionKind,
  ErrorCode
>;

/** The item has another revision than `If-Match` names. */
export const ITEM_MISMATCH = { list: 54155, map: 54205 } as const satisfies Record<CollectionKind, ErrorCode>;
