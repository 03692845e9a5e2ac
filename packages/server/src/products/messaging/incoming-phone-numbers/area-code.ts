// A number for an account that only names the area code it wants.
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';

/** Subscriber numbers that are kept for examples and belong to nobody: 555-0100 to 555-0199. */
const FIRST = 100;
const LAST = 199;

/** The first example number of the area code that no account has; 400/21422 when all are taken. */
export async function freeNumberIn(db: Reader, areaCode: string): Promise<string> {
  const candidates = Array.from({ length: LAST - FIRST + 1 }, (_, n) => `+1${areaCode}5550${FIRST + n}`);
  const taken = await db
    .selectFrom('own_numbers')
    .select('phone_number')
    .where('phone_number', 'in', candidates)
    .execute();
  const isTaken = new Set(taken.map((row) => row.phone_number));
  const free = candidates.find((candidate) => !isTaken.has(candidate));
  if (free === undefined) throw apiError(21422, `No number of area code ${areaCode} is available`);
  return free;
}
