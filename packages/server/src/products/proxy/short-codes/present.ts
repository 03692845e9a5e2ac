// The JSON of a short code in a pool.
import type { Presentation } from '#http/operations.ts';
import type { PoolNumber } from '../phone-numbers/pool.ts';
import { presentPlaceInPool } from '../phone-numbers/present.ts';

/** The ShortCode resource of Proxy. */
export function presentPoolShortCode(row: PoolNumber, presentation: Presentation) {
  return { ...presentPlaceInPool(row, 'ShortCodes', presentation), short_code: row.phone_number };
}
