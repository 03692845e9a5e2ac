// Conditional requests: `If-Match` names the version a caller has seen.
import { apiError } from '#kernel/errors.ts';

/** The version an `If-Match` header names; one that no row can have when it is unreadable. */
export function versionOf(ifMatch: string): number {
  return /^\d{1,15}$/.test(ifMatch) ? Number(ifMatch) : -1;
}

/** 412/20412 when the caller names another version than the row has; no check without `If-Match`. */
export function refuseOtherVersion(row: { readonly version: number }, ifMatch: string | null): void {
  if (ifMatch !== null && versionOf(ifMatch) !== row.version) throw apiError(20412);
}
