// The record of a repair, as the reconciler leaves it behind.
import { newSid } from '#kernel/sid.ts';
import type { Population } from '../population.ts';

export async function makeRepair(population: Population): Promise<void> {
  const sid = newSid('RP');
  await population.context.database.transaction((tx) =>
    tx.db
      .insertInto('reconciler_repairs')
      .values({
        sid,
        account_sid: population.account.sid,
        rule: 'channel-without-session',
        subject_sid: population.sid('FX'),
        related: '{}',
        broken_since: tx.now,
        fault: population.text('a fault'),
        remedy: population.text('a remedy'),
        date_created: tx.now,
      })
      .execute(),
  );
  population.remember('RP', '/operations/v1/Repairs', sid);
}
