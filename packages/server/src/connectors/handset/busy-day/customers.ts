// The customers of a busy day: each comes, waits for answers, answers them, and goes, by timers on the server's clock.
import { ApiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { HandsetCustomerRow } from '#storage/schema/delivery.ts';
import { setTimer, setTimers } from '#timers/timers.ts';
import { phoneOf } from '../phone-of.ts';
import { signalPhone } from '../phone-signal.ts';
import { type PhoneLine, typeOnPhone } from '../typing.ts';
import type { CustomerScript } from './script.ts';

/** Kind of the timer of what a customer does next; its subject is the customer. */
export const CUSTOMER_TIMER = 'handset.customer';

/** What a customer says, in which state it leaves him, and when he does something again by himself. */
interface Turn {
  readonly says: string | null;
  readonly state: HandsetCustomerRow['state'];
  readonly step: number;
  readonly againAfterMs: number | null;
}

/** Customers who were waiting for this begin to type. */
export async function noteAnswers(
  tx: Transaction,
  arrived: readonly { accountSid: string; phone: string; contact: string }[],
): Promise<void> {
  if (arrived.length === 0) return;
  const answered = await tx.db
    .updateTable('handset_customers')
    .set({ state: 'typing', date_updated: tx.now })
    .where('account_sid', 'in', [...new Set(arrived.map(({ accountSid }) => accountSid))])
    .where('phone_address', 'in', [...new Set(arrived.map(({ phone }) => phone))])
    .where('contact_address', 'in', [...new Set(arrived.map(({ contact }) => contact))])
    .where('state', 'in', ['waiting', 'nudged'])
    .returningAll()
    .execute();
  if (answered.length === 0) return;
  await setTimers(
    tx,
    answered.map((row) => ({
      kind: CUSTOMER_TIMER,
      subject: row.sid,
      dueAt: tx.now + (scriptIn(row).lines[row.step]?.afterMs ?? 0),
    })),
  );
  await tx.db
    .updateTable('handset_busy_days')
    .set((eb) => ({ answers: eb('answers', '+', answered.length) }))
    .where('account_sid', 'in', [...new Set(answered.map((row) => row.account_sid))])
    .execute();
}

const scriptIn = (row: HandsetCustomerRow) => JSON.parse(row.script) as CustomerScript;

/** What a customer does whose time has come. */
function turnOf(row: HandsetCustomerRow, script: CustomerScript): Turn {
  const { step } = row;
  switch (row.state) {
    case 'coming':
    case 'typing': {
      const isLast = step + 1 >= script.lines.length;
      return {
        says: script.lines[step]?.text ?? null,
        state: isLast ? 'served' : 'waiting',
        step: step + 1,
        againAfterMs: isLast ? null : script.patienceMs,
      };
    }
    case 'waiting':
      return { says: script.nudge, state: 'nudged', step, againAfterMs: script.patienceMs };
    default:
      return { says: script.farewell, state: 'left', step, againAfterMs: null };
  }
}

/** Lets a customer do what comes next; resolves with his account, or null when he has gone already. */
export async function takeTurn(tx: Transaction, sid: string, line: PhoneLine): Promise<string | null> {
  const row = await tx.db
    .selectFrom('handset_customers')
    .selectAll()
    .where('sid', '=', sid)
    .executeTakeFirst();
  if (row === undefined || row.state === 'served' || row.state === 'left') return null;
  const script = scriptIn(row);
  const turn = turnOf(row, script);
  const isHeard = turn.says === null || (await say(tx, row, script, turn.says, line));
  const { state, againAfterMs } = isHeard ? turn : { state: 'left' as const, againAfterMs: null };
  await tx.db
    .updateTable('handset_customers')
    .set({ state, step: turn.step, date_updated: tx.now })
    .where('sid', '=', sid)
    .execute();
  if (againAfterMs !== null) {
    await setTimer(tx, { kind: CUSTOMER_TIMER, subject: sid, dueAt: tx.now + againAfterMs });
  }
  signalPhone(tx, row.account_sid, phoneOf(row.phone_address));
  return row.account_sid;
}

/** Sends a text; false when the contact centre cannot be written to any more. */
async function say(
  tx: Transaction,
  row: HandsetCustomerRow,
  script: CustomerScript,
  body: string,
  line: PhoneLine,
): Promise<boolean> {
  const isFirst = row.state === 'coming';
  try {
    await typeOnPhone(
      tx,
      {
        accountSid: row.account_sid,
        phone: row.phone_address,
        contact: row.contact_address,
        body,
        files: isFirst && script.picture !== null ? [script.picture] : [],
        id: `${row.sid}-${row.state}-${row.step}`,
      },
      line,
    );
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
  await tx.db
    .updateTable('handset_busy_days')
    .set((eb) => ({ sent: eb('sent', '+', 1) }))
    .where('account_sid', '=', row.account_sid)
    .execute();
  return true;
}
