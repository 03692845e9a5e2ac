// The two ways dates are written on the wire, and how they are read back.

/** `2026-06-01T08:00:00Z`: the products with a version in their path. Null stays null. */
export function isoDate(milliseconds: number): string;
export function isoDate(milliseconds: number | null): string | null;
export function isoDate(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** `Mon, 01 Jun 2026 08:00:00 +0000`: the API of 2010. Null stays null. */
export function rfc2822Date(milliseconds: number): string;
export function rfc2822Date(milliseconds: number | null): string | null;
export function rfc2822Date(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  return new Date(milliseconds).toUTCString().replace('GMT', '+0000');
}

const ISO_INPUT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds since the epoch of an ISO 8601 date or date-time (UTC when no zone is given), or null. */
export function parseIsoDate(text: string): number | null {
  if (!ISO_INPUT.test(text)) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const milliseconds = Date.parse(text.length > 10 && !hasZone ? `${text}Z` : text);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
