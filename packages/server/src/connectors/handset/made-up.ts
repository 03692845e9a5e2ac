// A customer nobody has met: a name and a number that are made up.
import { randomInt } from 'node:crypto';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import { madeUpName, madeUpNumber } from './busy-day/people.ts';
import { chanceFrom } from './busy-day/random.ts';
import { usualFailure } from './failures.ts';
import { signalPhone } from './phone-signal.ts';

/** There are some thousand such numbers; this many tries find a free one unless most are taken. */
const TRIES = 12;
const FINENESS = 2 ** 47;
const chance = chanceFrom(() => randomInt(FINENESS) / FINENESS);

/** Adds the phone of a made-up customer and resolves with its number; 409/20409 when no number is free. */
export async function addMadeUpCustomer(tx: Transaction, accountSid: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const number = madeUpNumber(chance);
    const added = await tx.db
      .insertInto('handset_phones')
      .values({
        account_sid: accountSid,
        address: number,
        phone: number,
        name: madeUpName(chance),
        behaviour: 'normal',
        error_code: usualFailure('text'),
        delay_seconds: 10,
        fail_next: 0,
        sends_read: 1,
        date_active: tx.now,
        date_created: tx.now,
        date_updated: tx.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('address')
      .executeTakeFirst();
    if (added === undefined) continue;
    signalPhone(tx, accountSid, number);
    return number;
  }
  throw apiError(20409, 'No made-up number is free any more');
}
