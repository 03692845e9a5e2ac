// A busy day: many customers of one script, at most one day at a time for an account, gone without a trace when over.
import { apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { PhoneFiles } from '#media/media.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { HandsetBusyDayRow, HandsetCustomerRow } from '#storage/schema/delivery.ts';
import { cancelTimer, cancelTimers, setTimer, setTimers } from '#timers/timers.ts';
import { signalPhone } from '../phone-signal.ts';
import { ensurePhones } from '../phones.ts';
import type { PhoneLine } from '../typing.ts';
import { CUSTOMER_TIMER, takeTurn } from './customers.ts';
import { picture } from './picture.ts';
import { type CustomerScript, type DayPlan, scriptOf } from './script.ts';

/** Kind of the timer that ends a day; its subject is the account. */
export const DAY_TIMER = 'handset.busy-day';

/** Those who may still do something. */
const THERE: readonly HandsetCustomerRow['state'][] = ['coming', 'waiting', 'nudged', 'typing'];

/** A day and how many of its customers are in which state. */
export interface BusyDay {
  readonly day: HandsetBusyDayRow;
  readonly states: ReadonlyMap<HandsetCustomerRow['state'], number>;
}

/** The day an account has at the moment. */
export async function findBusyDay(db: Reader, accountSid: string): Promise<BusyDay | null> {
  const day = await db
    .selectFrom('handset_busy_days')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (day === undefined) return null;
  const states = await db
    .selectFrom('handset_customers')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('account_sid', '=', accountSid)
    .groupBy('state')
    .execute();
  return { day, states: new Map(states.map(({ state, count }) => [state, Number(count)])) };
}

/**
 * Starts a day. Its pictures are kept first, as files that nobody has sent yet. 409/20409 while another day of the
 * account is on.
 */
export async function startBusyDay(
  { database, files }: { database: Database; files: PhoneFiles },
  accountSid: string,
  plan: DayPlan,
): Promise<void> {
  if ((await findBusyDay(database.read, accountSid)) !== null) throw alreadyOn();
  const scripts = await Promise.all(
    scriptOf(plan).map(async (script): Promise<CustomerScript> => {
      if (!script.hasPicture) return script;
      const kept = await files.keep(picture(`${plan.seed} ${script.phone}`), {
        accountSid,
        phone: script.phone,
        filename: 'photo.png',
        contentType: 'image/png',
      });
      return { ...script, picture: kept.sid };
    }),
  );
  try {
    await database.transaction((tx) => begin(tx, accountSid, plan, scripts));
  } catch (error) {
    await database.transaction((tx) => files.forget(tx, picturesOf(scripts)));
    throw error;
  }
}

const alreadyOn = () => apiError(20409, 'A busy day is being played already');
const picturesOf = (scripts: readonly CustomerScript[]) =>
  scripts.flatMap((script) => (script.picture === null ? [] : [script.picture]));

async function begin(
  tx: Transaction,
  accountSid: string,
  plan: DayPlan,
  scripts: readonly CustomerScript[],
): Promise<void> {
  const endsAt = tx.now + plan.minutes * 60_000;
  const day = await tx.db
    .insertInto('handset_busy_days')
    .values({
      account_sid: accountSid,
      seed: plan.seed,
      customers: plan.customers,
      minutes: plan.minutes,
      sent: 0,
      answers: 0,
      started_at: tx.now,
      ends_at: endsAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_sid')
    .executeTakeFirst();
  if (day === undefined) throw alreadyOn();
  await ensurePhones(
    tx,
    scripts.map(({ phone: address, name }) => ({ accountSid, address, name })),
  );
  const rows = scripts.map((script) => ({
    sid: newSid('HC'),
    account_sid: accountSid,
    phone_address: script.phone,
    contact_address: script.contact,
    script: JSON.stringify(script),
    state: 'coming' as const,
    step: 0,
    date_updated: tx.now,
  }));
  await insertRows(tx, 'handset_customers', rows);
  await setTimers(
    tx,
    rows.map(({ sid: subject }, position) => ({
      kind: CUSTOMER_TIMER,
      subject,
      dueAt: tx.now + scripts[position]!.comesAfterMs,
    })),
  );
  await setTimer(tx, { kind: DAY_TIMER, subject: accountSid, dueAt: endsAt });
}

/** Ends the day of an account: nothing of it happens any more. False when there was none. */
export async function endBusyDay(tx: Transaction, accountSid: string, files: PhoneFiles): Promise<boolean> {
  const day = await tx.db
    .deleteFrom('handset_busy_days')
    .where('account_sid', '=', accountSid)
    .returning('account_sid')
    .executeTakeFirst();
  if (day === undefined) return false;
  const customers = await tx.db
    .deleteFrom('handset_customers')
    .where('account_sid', '=', accountSid)
    .returning(['sid', 'script'])
    .execute();
  await cancelTimers(
    tx,
    CUSTOMER_TIMER,
    customers.map(({ sid }) => sid),
  );
  await cancelTimer(tx, DAY_TIMER, accountSid);
  await files.forget(tx, picturesOf(customers.map(({ script }) => JSON.parse(script))));
  signalPhone(tx, accountSid, '');
  return true;
}

/** Lets a customer do what comes next; the day is over with the last of them. */
export async function playCustomer(tx: Transaction, sid: string, line: PhoneLine): Promise<void> {
  const accountSid = await takeTurn(tx, sid, line);
  if (accountSid === null) return;
  const left = await tx.db
    .selectFrom('handset_customers')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .where('state', 'in', THERE)
    .limit(1)
    .executeTakeFirst();
  if (left === undefined) await endBusyDay(tx, accountSid, line.files);
}
