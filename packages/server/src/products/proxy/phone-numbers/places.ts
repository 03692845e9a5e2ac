// The places of a pool: how many numbers it holds, counted and bounded in the row of its service.
import { sql } from 'kysely';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';

/** Most numbers a pool holds, by whether they are reserved (Twilio: "Proxy Number Pool Size Limit"). */
const LARGEST_POOL = { unreserved_numbers: 500, reserved_numbers: 5_000 };

function counterOf(isReserved: boolean): keyof typeof LARGEST_POOL {
  return isReserved ? 'reserved_numbers' : 'unreserved_numbers';
}

/**
 * Takes a place of a pool: 80622 when there is none left. The count is raised and checked in one statement, so that
 * no two requests take the last place.
 */
export async function takePlaceInPool(
  tx: Transaction,
  serviceSid: string,
  isReserved: boolean,
): Promise<void> {
  const counter = counterOf(isReserved);
  const taken = await tx.db
    .updateTable('proxy_services')
    .set({ [counter]: sql<number>`${sql.ref(counter)} + 1` })
    .where('sid', '=', serviceSid)
    .where(counter, '<', LARGEST_POOL[counter])
    .returning('sid')
    .executeTakeFirst();
  if (taken === undefined) throw apiError(80622);
}

/** Gives a place of a pool back. */
export async function leavePlaceInPool(
  tx: Transaction,
  serviceSid: string,
  isReserved: boolean,
): Promise<void> {
  const counter = counterOf(isReserved);
  await tx.db
    .updateTable('proxy_services')
    .set({ [counter]: sql<number>`${sql.ref(counter)} - 1` })
    .where('sid', '=', serviceSid)
    .execute();
}
